internal import Exec
internal import Glibc
package import HookCore
internal import Store

extension ParallelError.Code {
    /// An id matches no claim.
    package static let unknownClaim: Self = "unknown-claim"
    /// The claim has ended. Another session may hold its path by now.
    package static let claimPassedOn: Self = "claim-passed-on"
    /// The claim is another session's.
    package static let notClaimHolder: Self = "not-claim-holder"
    /// Another claim that overlaps is in the way.
    package static let claimConflict: Self = "claim-conflict"
}

extension Coordinator {
    /// Claims a target for a living session, raises or lowers the session's claim on it, or extends its time.
    ///
    /// A session's own claims are never in its way, and a dead session's claims are in no session's way.
    /// - Parameters:
    ///   - wait: milliseconds to wait for the holders in the way; each waiter has its turn.
    ///   - isCancelled: whether to stop waiting.
    /// - Returns: the claim, or the sessions in the way.
    /// - Throws: `.unknownSession`, `.interrupted`, the `database…` codes.
    package func takeClaim(
        _ request: ClaimRequest, wait: Int64 = 0, isCancelled: () -> Bool = { Interruption.signal != nil }
    ) throws(ParallelError) -> ClaimResult {
        var ticket: Int64?
        do throws(ParallelError) {
            let result = try takeClaim(request, until: context.uptime() + wait, into: &ticket, isCancelled: isCancelled)
            if result.claim == nil { try leaveQueue(ticket) }
            return result
        } catch {
            // If this fails, too, the others wait behind the ticket no longer than its process would have waited
            // itself.
            try? leaveQueue(ticket)
            throw error
        }
    }

    /// Asks for the claim again and again, until it is granted or the time is over.
    /// - Parameters:
    ///   - deadline: milliseconds of `uptime`.
    ///   - ticket: the process's place in the queue, once it has one.
    private func takeClaim(
        _ request: ClaimRequest, until deadline: Int64, into ticket: inout Int64?, isCancelled: () -> Bool
    ) throws(ParallelError) -> ClaimResult {
        while true {
            // The session may have ended while this process waited.
            try requireLiving(request.sessionID)
            let held = ticket
            let result = try database.write { db throws(StoreError) in
                try ClaimDecision(coordinator: self, request: request, db: db).decide(ticket: held)
            }
            if result.claim != nil {
                announce(result)
                return result
            }
            let left = deadline - context.uptime()
            if isCancelled() {
                throw ParallelError(.interrupted, operation: "claim", message: "interrupted by a signal")
            }
            if left <= 0 || result.isDeadlock { return result }
            if ticket == nil {
                ticket = try database.write { db throws(StoreError) in
                    try ClaimWaiterTable.add(
                        request, until: deadline, process: context.process, on: context.host, in: db)
                }
            }
            try awaitChange(atMost: min(left, 250), isCancelled: isCancelled)
        }
    }

    /// Raises the mail flag of sessions whose INTENT an EXCLUSIVE claim overrules. Call it after the commit.
    func announce(_ result: ClaimResult) {
        for intent in result.intents where result.claim?.mode == .exclusive { raiseMailFlag(of: intent.session) }
    }

    private func leaveQueue(_ ticket: Int64?) throws(ParallelError) {
        guard let ticket else { return }
        try database.write { db throws(StoreError) in try ClaimWaiterTable.remove(ticket, in: db) }
    }

    /// Sleeps until another process has written to the database, but no longer than `milliseconds`: the death of a
    /// holder is not written to the database.
    private func awaitChange(atMost milliseconds: Int64, isCancelled: () -> Bool) throws(ParallelError) {
        let before = try database.version()
        var slept: Int64 = 0
        while slept < milliseconds, !isCancelled() {
            poll(nil, 0, 10)
            slept += 10
            if try database.version() != before { return }
        }
    }

    /// Gives a claim back. A holder that loses it by the user's word gets a message.
    /// - Parameters:
    ///   - session: the session that must hold the claim; nil: the user releases the claim of any session.
    ///   - asker: the session that passes on the user's word; it needs no message.
    ///   - fence: the fence of the claim that the holder believes to hold; a claim that has passed on is refused.
    /// - Throws: `.unknownClaim`, `.claimPassedOn`, `.notClaimHolder`.
    @discardableResult
    package func releaseClaim(
        _ id: String, heldBy session: String?, asker: String? = nil, fence: Int64? = nil
    ) throws(ParallelError) -> Claim {
        var former: Session?
        let released = try changeClaim(id, heldBy: session, fence: fence, operation: "release claim") {
            claim, db throws(StoreError) in
            try ClaimTable.end(id, reason: session == nil ? "released by force" : "released", at: timestamp, in: db)
            try record("claim.released", claim: claim, cause: session == nil ? "by force" : nil, in: db)
            if session == nil, claim.sessionID != asker {
                former = try tellFormerHolder(of: claim, fate: "has been taken from you by the user", in: db)
            }
            return claim
        }
        former.map(raiseMailFlag)
        return released
    }

    /// Hands a claim to another living session of the repository, with a new fence. The heir gets a message, and so
    /// does a holder that the user bypasses.
    /// - Throws: the codes of `releaseClaim`; `.unknownSession`; `.claimConflict` when the giver would keep something
    ///   incompatible.
    package func transferClaim(
        _ id: String, heldBy session: String?, to heir: String, asker: String? = nil, fence: Int64? = nil
    ) throws(ParallelError) -> Claim {
        guard let target = try self.session(.id(heir)), target.state.isLive, liveness(target) != .dead else {
            throw ParallelError(
                .unknownSession, operation: "transfer claim", subject: heir, message: "no such living session")
        }
        var holders: [HeldClaim] = []
        var notified: [Session] = []
        let granted = try changeClaim(id, heldBy: session, fence: fence, operation: "transfer claim") {
            claim, db throws(StoreError) in
            guard claim.repository.isSame(as: target.repository) else { return nil }
            if claim.sessionID == heir { return claim }
            let request = ClaimRequest(
                sessionID: heir, repository: claim.repository, target: claim.target, mode: claim.mode)
            let result = try ClaimDecision(coordinator: self, request: request, db: db).inherit(claim)
            holders = result.holders
            guard let inherited = result.claim else { return claim }
            try tellHeir(target, of: inherited, from: claim.sessionID, in: db)
            notified.append(target)
            if session == nil, claim.sessionID != asker,
                let former = try tellFormerHolder(of: claim, fate: "has been handed to \(target.label)", in: db)
            {
                notified.append(former)
            }
            return inherited
        }
        notified.forEach(raiseMailFlag)
        guard let holder = holders.first else { return granted }
        throw ParallelError(
            .claimConflict, operation: "transfer claim", subject: id,
            message: "claim \(holder.claim.id) of session \(holder.session.id) covers the same",
            hint: "release or transfer that one first")
    }

    private func tellHeir(
        _ heir: Session, of claim: Claim, from giver: String, in db: Connection
    ) throws(StoreError) {
        let name = try SessionTable.find(id: giver, in: db)?.label ?? "session \(giver)"
        try post(
            """
            You have been handed the \(claim.mode.rawValue) claim of \(name) on \(claim.target.label) \
            (id \(claim.id), fence \
            \(claim.fence)). Give it back with release_file or `parallel-cc claims release \(claim.id)` \
            when you no longer \
            need it.
            """, kind: .claim, to: heir, from: giver, in: db)
    }

    /// Posts the message to the session that loses its claim.
    /// - Returns: the session, for `raiseMailFlag(of:)` after the commit; nil when it is not in the database.
    private func tellFormerHolder(
        of claim: Claim, fate: String, in db: Connection
    ) throws(StoreError) -> Session? {
        guard let holder = try SessionTable.find(id: claim.sessionID, in: db) else { return nil }
        try post(
            """
            Your \(claim.mode.rawValue) claim on \(claim.target.label) (id \(claim.id)) \(fate). Claim it again before \
            you go on writing there.
            """, kind: .claim, to: holder, in: db)
        return holder
    }

    /// Runs `change` on a claim in force that the session holds, or throws the code that says why it cannot.
    /// - Parameter change: makes the change; returns nil when the claim is of another repository.
    private func changeClaim(
        _ id: String, heldBy session: String?, fence: Int64?, operation: String,
        change: (Claim, Connection) throws(StoreError) -> Claim?
    ) throws(ParallelError) -> Claim {
        var found: Claim?
        let changed = try database.write { db throws(StoreError) -> Claim? in
            found = try ClaimTable.find(id: id, in: db)
            guard let claim = found, isHeld(claim), session == nil || claim.sessionID == session,
                fence == nil || fence == claim.fence
            else { return nil }
            return try change(claim, db)
        }
        if let changed { return changed }
        guard let found else {
            throw ParallelError(
                .unknownClaim, operation: operation, subject: id, message: "no such claim", hint: "parallel-cc claims")
        }
        if isHeld(found), let fence, fence != found.fence {
            throw ParallelError(
                .claimPassedOn, operation: operation, subject: id,
                message: "its fence is \(found.fence), not \(fence)", hint: "parallel-cc claims")
        }
        guard isHeld(found) else {
            throw ParallelError(
                .claimPassedOn, operation: operation, subject: id,
                message: "the claim has ended (\(found.endReason ?? "its time is over"))", hint: "parallel-cc claims")
        }
        throw ParallelError(
            .notClaimHolder, operation: operation, subject: id,
            message: session == nil || session == found.sessionID
                ? "it is a claim in another repository" : "it is a claim of session \(found.sessionID)")
    }

    private func isHeld(_ claim: Claim) -> Bool { claim.endedAt == nil && !claim.isExpired(context.now()) }

    /// Returns the claims in force: not given back, not expired, and of living sessions.
    /// - Parameter mode: the mode of the claims to return; nil: all modes.
    package func claims(in repository: String?, mode: ClaimMode? = nil) throws(ParallelError) -> [HeldClaim] {
        try database.read { db throws(StoreError) in try livingClaims(of: repository, mode: mode, in: db) }
    }

    /// - Parameter mode: the mode of the claims to return; nil: all modes.
    func livingClaims(
        of repository: String?, mode: ClaimMode? = nil, in db: Connection
    ) throws(StoreError) -> [HeldClaim] {
        let now = context.now()
        var sessions: [String: Session] = [:]
        for session in try SessionTable.live(in: db) where liveness(session) != .dead { sessions[session.id] = session }
        return try ClaimTable.held(of: repository, mode: mode, in: db).compactMap { claim in
            guard let session = sessions[claim.sessionID], !claim.isExpired(now) else { return nil }
            return HeldClaim(claim: claim, session: session)
        }
    }

    func isWaiting(_ waiter: ClaimWaiter) -> Bool {
        guard waiter.bootID == context.host.bootID, let end = Int64(waiter.waitsUntil), end >= context.uptime() else {
            return false
        }
        return waiter.pidNamespace != context.host.pidNamespace || context.isAlive(waiter.process)
    }

    func record(_ event: String, claim: Claim, cause: String?, in db: Connection) throws(StoreError) {
        try EventTable.append(
            event, at: timestamp, repository: claim.repository, session: claim.sessionID, worktree: cause,
            cause: "\(claim.mode.rawValue) \(String(decoding: claim.target.path, as: UTF8.self))", in: db)
    }
}

extension Session.State {
    /// Whether the session has not ended: it is starting or active. Its process may be dead.
    package var isLive: Bool { self == .starting || self == .active }
}
