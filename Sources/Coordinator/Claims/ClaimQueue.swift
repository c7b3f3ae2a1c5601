internal import HookCore

/// Who waits for what, in the order in which they asked, and who holds what: in the repositories that one request is about.
struct ClaimQueue {
    /// With what each is about, as all of these repositories see it.
    let waiters: [(waiter: ClaimWaiter, reach: ClaimReach)]
    let claims: [(held: HeldClaim, reach: ClaimReach)]

    /// What others hold of that.
    func others(meeting reach: ClaimReach, than session: String) -> [HeldClaim] {
        claims.filter { $0.held.session.id != session && $0.reach.meets(reach) }.map(\.held)
    }

    /// Who has waited longer for what does not go together with a request. Whoever shares already goes first, else the two
    /// would wait for one another; an intent takes nothing from anybody.
    func ahead(of request: ClaimRequest, reach: ClaimReach) -> [ClaimWaiter] {
        ahead(of: request.sessionID, mode: request.mode, reach: reach, waiters: waiters[...])
    }

    /// Whether one of these sessions waits, maybe over others, for what another one holds, or stands behind it in the queue:
    /// a session counts as one, however many agents it has.
    func leads(from sessions: Set<String>, to asker: String) -> Bool {
        var open = sessions
        var seen = sessions
        while let session = open.popFirst() {
            for (place, entry) in waiters.enumerated() where entry.waiter.sessionID == session {
                for next in inTheWay(of: entry.waiter, reach: entry.reach, at: place) where seen.insert(next).inserted {
                    open.insert(next)
                }
            }
            if seen.contains(asker) { return true }
        }
        return false
    }

    private func inTheWay(of waiter: ClaimWaiter, reach: ClaimReach, at place: Int) -> [String] {
        let holders = claims.filter { held, other in
            held.session.id != waiter.sessionID && !held.claim.mode.admits(waiter.mode) && other.meets(reach)
        }
        return holders.map(\.held.session.id)
            + ahead(of: waiter.sessionID, mode: waiter.mode, reach: reach, waiters: waiters[..<place]).map(\.sessionID)
    }

    private func ahead(
        of session: String, mode: ClaimMode, reach: ClaimReach,
        waiters: ArraySlice<(waiter: ClaimWaiter, reach: ClaimReach)>
    ) -> [ClaimWaiter] {
        if mode == .intent { return [] }
        let sharesAlready = claims.contains { held, other in
            held.session.id == session && held.claim.mode != .intent && other.meets(reach)
        }
        if sharesAlready { return [] }
        return waiters.filter { waiter, other in
            let goTogether = waiter.mode.admits(mode) && mode.admits(waiter.mode)
            return waiter.sessionID != session && !goTogether && other.meets(reach)
        }.map(\.waiter)
    }
}
