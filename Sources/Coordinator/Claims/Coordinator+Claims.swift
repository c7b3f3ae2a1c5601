internal import Exec
internal import Glibc
package import HookCore
internal import Store

extension ParallelError.Code {
    package static let unknownClaim: Self = "unknown-claim"
    /// The claim has ended; somebody else may hold its path by now.
    package static let claimPassedOn: Self = "claim-passed-on"
    /// The claim is another session's.
    package static let notClaimHolder: Self = "not-claim-holder"
    /// Another claim on the same is in the way.
    package static let claimConflict: Self = "claim-conflict"
}

extension Coordinator {
    /// Claims a path for a living session, raises or lowers what it has there, or extends its time.
    ///
    /// A session's own claims are never in its way, and a dead session's in nobody's.
    /// - Parameter wait: milliseconds to wait for those in the way; each waiter has its turn.
    /// - Returns: the claim, or who is in the way.
    /// - Throws: `.unknownSession`, `.interrupted`, the `database…` codes.
    package func takeClaim(_ request: ClaimRequest, wait: Int64 = 0) throws(ParallelError) -> ClaimResult {
        let deadline = context.now().milliseconds + wait
        var ticket: Int64?
        while true {
            // It may have ended while we waited.
            try requireLiving(request.sessionID)
            let held = ticket
            let result = try database.write { db throws(StoreError) in
                try ClaimDesk(coordinator: self, request: request, db: db).decide(ticket: held)
            }
            if result.claim != nil {
                announce(result)
                return result
            }
            let left = deadline - context.now().milliseconds
            guard left > 0, Interruption.signal == nil else {
                try leaveQueue(ticket)
                return try ended(result)
            }
            if ticket == nil {
                ticket = try database.write { db throws(StoreError) in
                    try ClaimWaiterTable.add(
                        request, until: Timestamp(milliseconds: deadline), context.process, context.host, db)
                }
            }
            try awaitChange(atMost: min(left, 250))
        }
    }

    /// Once it is committed: says to those whose intent it overrules that there is a message.
    func announce(_ result: ClaimResult) {
        for intent in result.intents where result.claim?.mode == .exclusive { raiseMailFlag(of: intent.session) }
    }

    private func ended(_ result: ClaimResult) throws(ParallelError) -> ClaimResult {
        guard Interruption.signal != nil else { return result }
        throw ParallelError(.interrupted, operation: "claim", message: "interrupted by a signal")
    }

    private func leaveQueue(_ ticket: Int64?) throws(ParallelError) {
        guard let ticket else { return }
        try database.write { db throws(StoreError) in try ClaimWaiterTable.remove(ticket, db) }
    }

    /// Sleeps until another process has written to the database; no longer than this, because nobody writes down that a
    /// holder has died.
    private func awaitChange(atMost milliseconds: Int64) throws(ParallelError) {
        let version = { () throws(ParallelError) in
            try self.database.read { db throws(StoreError) in try db.value("PRAGMA data_version") as Int? }
        }
        let before = try version()
        var slept: Int64 = 0
        while slept < milliseconds, Interruption.signal == nil {
            poll(nil, 0, 10)
            slept += 10
            if try version() != before { return }
        }
    }

    /// Gives a claim back.
    /// - Parameters:
    ///   - session: whose it must be; nil: anybody's, by the user's word.
    ///   - fence: what the holder believes to hold; a claim that has passed on is refused.
    /// - Throws: `.unknownClaim`, `.claimPassedOn`, `.notClaimHolder`.
    @discardableResult
    package func releaseClaim(
        _ id: String, heldBy session: String?, fence: Int64? = nil
    ) throws(ParallelError) -> Claim {
        try changeClaim(id, heldBy: session, fence: fence, operation: "release claim") { claim, db throws(StoreError) in
            try ClaimTable.end(id, reason: session == nil ? "released by force" : "released", at: timestamp, db)
            try record("claim.released", claim, cause: session == nil ? "by force" : nil, db)
            return claim
        }
    }

    /// Hands a claim to another living session of the repository, with a new fence.
    /// - Throws: as `releaseClaim`; `.unknownSession`; `.claimConflict` when the giver would keep something incompatible.
    package func transferClaim(
        _ id: String, heldBy session: String?, to heir: String, fence: Int64? = nil
    ) throws(ParallelError) -> Claim {
        guard let target = try self.session(.id(heir)), target.state.isLive, liveness(target) != .dead else {
            throw ParallelError(
                .unknownSession, operation: "transfer claim", subject: heir, message: "no such living session")
        }
        var holders: [HeldClaim] = []
        let granted = try changeClaim(id, heldBy: session, fence: fence, operation: "transfer claim") {
            claim, db throws(StoreError) in
            guard claim.repository == target.repository else { return nil }
            let request = ClaimRequest(
                sessionID: heir, repository: claim.repository, target: claim.target, mode: claim.mode)
            let result = try ClaimDesk(coordinator: self, request: request, db: db).inherit(claim)
            holders = result.holders
            return result.claim ?? claim
        }
        guard let holder = holders.first else { return granted }
        throw ParallelError(
            .claimConflict, operation: "transfer claim", subject: id,
            message: "claim \(holder.claim.id) of session \(holder.session.id) covers the same",
            hint: "release or transfer that one first")
    }

    /// - Parameter change: what to do with it; nil when it is of another repository.
    private func changeClaim(
        _ id: String, heldBy session: String?, fence: Int64?, operation: String,
        _ change: (Claim, Connection) throws(StoreError) -> Claim?
    ) throws(ParallelError) -> Claim {
        var found: Claim?
        let changed = try database.write { db throws(StoreError) -> Claim? in
            found = try ClaimTable.find(id: id, db)
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

    /// The claims that hold: not given back, not past their time, and their sessions live.
    /// - Parameter mode: only those; nil: all.
    package func claims(in repository: String?, mode: ClaimMode? = nil) throws(ParallelError) -> [HeldClaim] {
        try database.read { db throws(StoreError) in try livingClaims(in: repository, mode: mode, db) }
    }

    /// - Parameter mode: only those; nil: all.
    func livingClaims(
        in repository: String?, mode: ClaimMode? = nil, _ db: Connection
    ) throws(StoreError) -> [HeldClaim] {
        let now = context.now()
        var sessions: [String: Session] = [:]
        for session in try SessionTable.live(db) where liveness(session) != .dead { sessions[session.id] = session }
        return try ClaimTable.held(in: repository, mode: mode, db).compactMap { claim in
            guard let session = sessions[claim.sessionID], !claim.isExpired(now) else { return nil }
            return HeldClaim(claim: claim, session: session)
        }
    }

    func isWaiting(_ waiter: ClaimWaiter) -> Bool {
        guard waiter.bootID == context.host.bootID, let end = Timestamp(text: waiter.waitsUntil), end >= context.now()
        else { return false }
        return waiter.pidNamespace != context.host.pidNamespace || context.isAlive(waiter.process)
    }

    func record(_ event: String, _ claim: Claim, cause: String?, _ db: Connection) throws(StoreError) {
        try EventTable.append(
            event, at: timestamp, repository: claim.repository, session: claim.sessionID, cause: cause,
            detail: "\(claim.mode.rawValue) \(String(decoding: claim.target.path, as: UTF8.self))", db)
    }
}

extension Session.State {
    var isLive: Bool { self == .starting || self == .active }
}
