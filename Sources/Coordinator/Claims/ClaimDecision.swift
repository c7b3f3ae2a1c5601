internal import GitKit
internal import HookCore
internal import Store

/// Decides on one request for a claim, inside a transaction. It asks only the database and the kernel.
struct ClaimDecision {
    let coordinator: Coordinator
    let request: ClaimRequest
    let db: Connection

    private var now: Timestamp { coordinator.context.now() }

    /// Grants the claim if nothing is in the way: no holder whose mode forbids it, and no session that has waited
    /// longer for something that the grant would take away.
    /// - Parameter ticket: the ticket of the process that asks, when it waits already.
    func decide(ticket: Int64?) throws(StoreError) -> ClaimResult {
        let own = try ClaimTable.held(request.target, by: request.sessionID, of: request.repository, in: db)
        if let own, !own.isExpired(now), own.mode.rank >= request.mode.rank {
            guard let ticket else { return ClaimResult(claim: try keep(own)) }
            try ClaimWaiterTable.remove(ticket, in: db)
            // The waiting process did not ask for less than the session has got meanwhile by another call.
            return ClaimResult(claim: own.mode == request.mode ? try keep(own) : own)
        }
        let (reach, queue) = try reachAndQueue(before: ticket)
        let others = queue.others(meeting: reach, than: request.sessionID)
        let holders = others.filter { !$0.claim.mode.admits(request.mode) }
        let ahead = queue.ahead(of: request, reach: reach)
        guard holders.isEmpty, ahead.isEmpty else {
            let inTheWay = Set(holders.map(\.session.id) + ahead.map(\.sessionID))
            return ClaimResult(
                holders: holders, waitersAhead: ahead.count,
                isDeadlock: queue.leads(from: inTheWay, to: request.sessionID))
        }
        if let own { try ClaimTable.end(own.id, reason: "raised to \(request.mode.rawValue)", at: now.text, in: db) }
        if let ticket { try ClaimWaiterTable.remove(ticket, in: db) }
        let claim = try ClaimTable.insert(newClaim, in: db)
        try coordinator.record("claim.taken", claim: claim, cause: request.reason, in: db)
        let intents = others.filter { $0.claim.mode == .intent }
        if claim.mode == .exclusive { try warn(intents, of: claim) }
        return ClaimResult(claim: claim, intents: intents)
    }

    /// Tells sessions with an INTENT that their writes to the claimed paths are refused from now on.
    private func warn(_ intents: [HeldClaim], of claim: Claim) throws(StoreError) {
        guard let holder = try SessionTable.find(id: claim.sessionID, in: db) else { return }
        let reason = claim.reason.map { ": \($0)" } ?? ""
        for session in intents.map(\.session).reduce(into: [String: Session](), { $0[$1.id] = $1 }).values {
            let paths = intents.filter { $0.session.id == session.id }.map(\.claim.target.label)
            let more = paths.count > 10 ? " and \(paths.count - 10) more" : ""
            try coordinator.post(
                """
                What you are working on, too, has been claimed EXCLUSIVE by \(holder.label), which works in \
                \(holder.worktreePath)\(reason): \(paths.prefix(10).joined(separator: ", "))\(more). \
                Further writes there are refused. Settle it \
                with `parallel-cc messages send --to \(holder.id) TEXT`.
                """, kind: .claim, to: session, from: holder.id, in: db)
        }
    }

    /// Grants the claim that another session hands on, with its reason and its end. A claim that the heir has there
    /// already stays if it keeps others out at least as much.
    /// - Returns: no claim when another one is in the way: one of another session, or one of the giver's own that
    ///   overlaps.
    func inherit(_ claim: Claim) throws(StoreError) -> ClaimResult {
        let own = try ClaimTable.held(request.target, by: request.sessionID, of: request.repository, in: db)
        let (reach, queue) = try reachAndQueue(before: nil)
        let holders = queue.others(meeting: reach, than: request.sessionID).filter {
            $0.claim.id != claim.id && !$0.claim.mode.admits(claim.mode)
        }
        guard holders.isEmpty else { return ClaimResult(holders: holders) }
        try ClaimTable.end(claim.id, reason: "transferred to \(request.sessionID)", at: now.text, in: db)
        if let own, !own.isExpired(now), own.mode.rank >= claim.mode.rank { return ClaimResult(claim: own) }
        if let own { try ClaimTable.end(own.id, reason: "replaced by a transfer", at: now.text, in: db) }
        var inherited = newClaim
        inherited.reason = claim.reason
        inherited.expiresAt = claim.expiresAt
        let granted = try ClaimTable.insert(inherited, in: db)
        try coordinator.record("claim.transferred", claim: granted, cause: "from \(claim.sessionID)", in: db)
        return ClaimResult(claim: granted)
    }

    /// Lowers the session's claim or extends its time. The fence stays, because no other session can have come in
    /// between.
    private func keep(_ own: Claim) throws(StoreError) -> Claim? {
        try ClaimTable.change(own.id, mode: request.mode, reason: request.reason, expiresAt: expiry, in: db)
        if own.mode != request.mode {
            try coordinator.record("claim.lowered", claim: own, cause: request.reason, in: db)
        }
        return try ClaimTable.find(id: own.id, in: db)
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

    /// Returns the claims and waiters that are in the way now. Grants nothing, and only removes dead waiters from the
    /// queue.
    func obstacles() throws(StoreError) -> ClaimResult {
        let own = try ClaimTable.held(request.target, by: request.sessionID, of: request.repository, in: db)
        if let own, !own.isExpired(now), own.mode.rank >= request.mode.rank { return ClaimResult() }
        let (reach, queue) = try reachAndQueue(before: nil)
        let holders = queue.others(meeting: reach, than: request.sessionID).filter {
            !$0.claim.mode.admits(request.mode)
        }
        return ClaimResult(holders: holders, waitersAhead: queue.ahead(of: request, reach: reach).count)
    }

    /// Returns the target as all repositories see it, and the waiters and holders there. Removes waiters that wait no
    /// longer from the queue.
    private func reachAndQueue(before ticket: Int64?) throws(StoreError) -> (reach: ClaimReach, queue: ClaimQueue) {
        let root = try SessionTable.find(id: request.sessionID, in: db)?.worktreePath ?? ""
        let reach = ClaimReach(request.target, in: request.repository, at: root)
        let scope = try ClaimScope(reach, in: db)
        var waiters: [(waiter: ClaimWaiter, reach: ClaimReach)] = []
        for repository in scope.repositories {
            for waiter in try ClaimWaiterTable.all(of: repository, in: db) where waiter.ticket < ticket ?? .max {
                if coordinator.isWaiting(waiter) {
                    let reach = scope.reach(waiter.target, in: repository, of: waiter.sessionID)
                    waiters.append((waiter, reach))
                } else {
                    try ClaimWaiterTable.remove(waiter.ticket, in: db)
                }
            }
        }
        waiters.sort { $0.waiter.ticket < $1.waiter.ticket }
        return (reach, ClaimQueue(waiters: waiters, claims: try coordinator.livingClaims(in: scope, db: db)))
    }
}

extension ClaimMode {
    /// The strength of the mode: a higher one keeps more others out.
    fileprivate var rank: Int {
        switch self {
        case .intent: 0
        case .shared: 1
        case .exclusive: 2
        }
    }
}
