internal import HookCore

/// Who waits for what in a repository, in the order in which they asked, and who holds what.
struct ClaimQueue {
    let waiters: [ClaimWaiter]
    let claims: [HeldClaim]

    /// Who has waited longer for what does not go together with a request. Whoever shares already goes first, else the two
    /// would wait for one another; an intent takes nothing from anybody.
    func ahead(of request: ClaimRequest) -> [ClaimWaiter] {
        ahead(of: request.sessionID, request.mode, request.target, waiters[...])
    }

    /// Whether one of these sessions waits, maybe over others, for what another one holds, or stands behind it in the queue:
    /// a session counts as one, however many agents it has.
    func leads(from sessions: Set<String>, to asker: String) -> Bool {
        var open = sessions
        var seen = sessions
        while let session = open.popFirst() {
            for (place, waiter) in waiters.enumerated() where waiter.sessionID == session {
                for next in inTheWay(of: waiter, at: place) where seen.insert(next).inserted { open.insert(next) }
            }
            if seen.contains(asker) { return true }
        }
        return false
    }

    private func inTheWay(of waiter: ClaimWaiter, at place: Int) -> [String] {
        let holders = claims.filter {
            $0.session.id != waiter.sessionID && !$0.claim.mode.admits(waiter.mode)
                && $0.claim.target.overlaps(waiter.target)
        }
        let ahead = ahead(of: waiter.sessionID, waiter.mode, waiter.target, waiters[..<place])
        return holders.map(\.session.id) + ahead.map(\.sessionID)
    }

    private func ahead(
        of session: String, _ mode: ClaimMode, _ target: ClaimTarget, _ waiters: ArraySlice<ClaimWaiter>
    ) -> [ClaimWaiter] {
        if mode == .intent { return [] }
        let sharesAlready = claims.contains {
            $0.session.id == session && $0.claim.mode != .intent && $0.claim.target.overlaps(target)
        }
        if sharesAlready { return [] }
        return waiters.filter { waiter in
            let goTogether = waiter.mode.admits(mode) && mode.admits(waiter.mode)
            return waiter.sessionID != session && !goTogether && waiter.target.overlaps(target)
        }
    }
}
