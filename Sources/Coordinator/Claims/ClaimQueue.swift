internal import HookCore

/// The waiters, in the order in which they asked, and the holders, in the repositories that one request is about.
struct ClaimQueue {
    /// Each waiter with its target as all of these repositories see it.
    let waiters: [(waiter: ClaimWaiter, reach: ClaimReach)]
    let claims: [(held: HeldClaim, reach: ClaimReach)]

    /// Returns the claims of other sessions that overlap with the target.
    func others(meeting reach: ClaimReach, than session: String) -> [HeldClaim] {
        claims.filter { $0.held.session.id != session && $0.reach.meets(reach) }.map(\.held)
    }

    /// Returns the waiters that have waited longer for something that excludes the request. A session that holds a
    /// SHARED or EXCLUSIVE claim there goes first, else the two would wait for one another. An INTENT takes nothing
    /// from others and waits for none.
    func ahead(of request: ClaimRequest, reach: ClaimReach) -> [ClaimWaiter] {
        ahead(of: request.sessionID, mode: request.mode, reach: reach, waiters: waiters[...])
    }

    /// Whether one of these sessions waits, directly or through others, for something that `asker` holds, or stands
    /// behind it in the queue. A session counts as one, however many agents it has.
    func leads(from sessions: Set<String>, to asker: String) -> Bool {
        var open = sessions
        var seen = sessions
        while let session = open.popFirst() {
            for (index, entry) in waiters.enumerated() where entry.waiter.sessionID == session {
                for next in inTheWay(of: entry.waiter, reach: entry.reach, at: index) where seen.insert(next).inserted {
                    open.insert(next)
                }
            }
            if seen.contains(asker) { return true }
        }
        return false
    }

    private func inTheWay(of waiter: ClaimWaiter, reach: ClaimReach, at index: Int) -> [String] {
        let holders = claims.filter { held, other in
            held.session.id != waiter.sessionID && !held.claim.mode.admits(waiter.mode) && other.meets(reach)
        }
        return holders.map(\.held.session.id)
            + ahead(of: waiter.sessionID, mode: waiter.mode, reach: reach, waiters: waiters[..<index]).map(\.sessionID)
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
