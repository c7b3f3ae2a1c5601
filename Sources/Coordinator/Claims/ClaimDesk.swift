internal import GitKit
internal import HookCore
internal import Store

/// Decides on one request for a claim, inside a transaction: it asks nothing but the database and the kernel.
struct ClaimDesk {
    let coordinator: Coordinator
    let request: ClaimRequest
    let db: Connection

    private var now: Timestamp { coordinator.context.now() }

    /// Grants the claim if nobody is in the way: no holder whose mode forbids it, and nobody who has waited longer for
    /// something that it would take away.
    /// - Parameter ticket: of the process that asks, when it waits already.
    func decide(ticket: Int64?) throws(StoreError) -> ClaimResult {
        let own = try ClaimTable.held(request.target, by: request.sessionID, in: request.repository, db)
        if let own, !own.isExpired(now), own.mode.rank >= request.mode.rank {
            if let ticket { try ClaimWaiterTable.remove(ticket, db) }
            return ClaimResult(claim: try keep(own))
        }
        let others = try overlappingClaims()
        let holders = others.filter { !$0.claim.mode.admits(request.mode) }
        let ahead = try waitersAhead(of: ticket)
        guard holders.isEmpty, ahead.isEmpty else {
            let inTheWay = Set(holders.map(\.session.id) + ahead.map(\.sessionID))
            return ClaimResult(
                holders: holders, waitersAhead: ahead.count,
                isDeadlock: try isDeadlock(inTheWay, ticket: ticket))
        }
        if let own { try ClaimTable.end(own.id, reason: "raised to \(request.mode.rawValue)", at: now.text, db) }
        if let ticket { try ClaimWaiterTable.remove(ticket, db) }
        let claim = try ClaimTable.insert(newClaim, db)
        try coordinator.record("claim.taken", claim, cause: request.reason, db)
        let intents = others.filter { $0.claim.mode == .intent }
        if claim.mode == .exclusive { try tell(intents, of: claim) }
        return ClaimResult(claim: claim, intents: intents)
    }

    /// Those who have announced to write there are refused from now on, and had better hear it before.
    private func tell(_ intents: [HeldClaim], of claim: Claim) throws(StoreError) {
        guard let holder = try SessionTable.find(id: claim.sessionID, db) else { return }
        let why = claim.reason.map { ": \($0)" } ?? ""
        for session in intents.map(\.session).reduce(into: [String: Session](), { $0[$1.id] = $1 }).values {
            let paths = intents.filter { $0.session.id == session.id }.map(\.claim.target.label)
            let more = paths.count > 10 ? " and \(paths.count - 10) more" : ""
            try coordinator.post(
                """
                What you are working on, too, has been claimed EXCLUSIVE by \(holder.label), which works in \
                \(holder.worktreePath)\(why): \(paths.prefix(10).joined(separator: ", "))\(more). Further writes there are refused. Settle it \
                with `parallel-cc messages send --to \(holder.id) TEXT`.
                """, .claim, to: session, from: holder.id, db)
        }
    }

    /// Grants what another session hands on, with its reason and its end. What the heir has there already stays if it keeps
    /// others out at least as much.
    /// - Returns: nobody's claim where another one is in the way: the giver's own, on something that overlaps.
    func inherit(_ claim: Claim) throws(StoreError) -> ClaimResult {
        let own = try ClaimTable.held(request.target, by: request.sessionID, in: request.repository, db)
        let holders = try overlappingClaims().filter {
            $0.claim.id != claim.id && !$0.claim.mode.admits(claim.mode)
        }
        guard holders.isEmpty else { return ClaimResult(holders: holders) }
        try ClaimTable.end(claim.id, reason: "transferred to \(request.sessionID)", at: now.text, db)
        if let own, !own.isExpired(now), own.mode.rank >= claim.mode.rank { return ClaimResult(claim: own) }
        if let own { try ClaimTable.end(own.id, reason: "replaced by a transfer", at: now.text, db) }
        var inherited = newClaim
        inherited.reason = claim.reason
        inherited.expiresAt = claim.expiresAt
        let granted = try ClaimTable.insert(inherited, db)
        try coordinator.record("claim.transferred", granted, cause: "from \(claim.sessionID)", db)
        return ClaimResult(claim: granted)
    }

    /// Lowered, or its time extended; its fence stays, since nobody else can have come in between.
    private func keep(_ own: Claim) throws(StoreError) -> Claim? {
        try ClaimTable.change(own.id, mode: request.mode, reason: request.reason, expiresAt: expiry, db)
        if own.mode != request.mode { try coordinator.record("claim.lowered", own, cause: request.reason, db) }
        return try ClaimTable.find(id: own.id, db)
    }

    private var expiry: String? {
        request.lifetime.map { Timestamp(milliseconds: now.milliseconds + $0).text }
    }

    private var newClaim: Claim {
        Claim(
            id: coordinator.context.makeID(), fence: 0, repository: request.repository, target: request.target,
            mode: request.mode, sessionID: request.sessionID, reason: request.reason, takenAt: now.text,
            expiresAt: expiry)
    }

    /// What is in the way now; nothing is written. Nobody's claim comes with it.
    func obstacles() throws(StoreError) -> ClaimResult {
        let own = try ClaimTable.held(request.target, by: request.sessionID, in: request.repository, db)
        if let own, !own.isExpired(now), own.mode.rank >= request.mode.rank { return ClaimResult() }
        let holders = try overlappingClaims().filter { !$0.claim.mode.admits(request.mode) }
        return ClaimResult(holders: holders, waitersAhead: try waitersAhead(of: nil).count)
    }

    /// Those of others on what the request is about.
    private func overlappingClaims() throws(StoreError) -> [HeldClaim] {
        try coordinator.livingClaims(in: request.repository, db).filter {
            $0.claim.sessionID != request.sessionID && $0.claim.target.overlaps(request.target)
        }
    }

    /// Whether those in the way wait for the session that asks, or for somebody who does. Whoever has waited longest goes on
    /// waiting.
    private func isDeadlock(_ inTheWay: Set<String>, ticket: Int64?) throws(StoreError) -> Bool {
        let waiters = try waiters(before: ticket)
        if waiters.isEmpty { return false }
        let claims = try coordinator.livingClaims(in: request.repository, db)
        var open = inTheWay
        var seen = open
        while let session = open.popFirst() {
            for waiter in waiters where waiter.sessionID == session {
                let inItsWay = claims.filter {
                    $0.session.id != session && !$0.claim.mode.admits(waiter.mode)
                        && $0.claim.target.overlaps(waiter.target)
                }
                for next in inItsWay.map(\.session.id) where seen.insert(next).inserted { open.insert(next) }
            }
            if seen.contains(request.sessionID) { return true }
        }
        return false
    }

    /// Those who still wait, and have waited longer. The others are taken out of the queue.
    private func waiters(before ticket: Int64?) throws(StoreError) -> [ClaimWaiter] {
        var found: [ClaimWaiter] = []
        for waiter in try ClaimWaiterTable.all(in: request.repository, db) where waiter.ticket < ticket ?? .max {
            if coordinator.isWaiting(waiter) {
                found.append(waiter)
            } else {
                try ClaimWaiterTable.remove(waiter.ticket, db)
            }
        }
        return found
    }

    /// Who has waited longer for what does not go together with this request. Whoever shares already goes first, else the
    /// two would wait for one another; an intent takes nothing from anybody.
    private func waitersAhead(of ticket: Int64?) throws(StoreError) -> [ClaimWaiter] {
        if request.mode == .intent { return [] }
        let sharesAlready = try ClaimTable.held(in: request.repository, db).contains {
            $0.sessionID == request.sessionID && $0.mode != .intent && $0.target.overlaps(request.target)
        }
        if sharesAlready { return [] }
        return try waiters(before: ticket).filter { waiter in
            let goTogether = waiter.mode.admits(request.mode) && request.mode.admits(waiter.mode)
            return waiter.sessionID != request.sessionID && !goTogether && waiter.target.overlaps(request.target)
        }
    }
}

extension ClaimMode {
    /// How much it keeps others out.
    fileprivate var rank: Int {
        switch self {
        case .intent: 0
        case .shared: 1
        case .exclusive: 2
        }
    }
}
