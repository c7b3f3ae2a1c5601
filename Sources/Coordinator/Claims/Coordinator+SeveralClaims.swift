package import HookCore
internal import Store

extension Coordinator {
    /// Claims all of these targets for one living session, or none: two sessions that need the same files cannot each
    /// get half.
    /// - Parameter requests: requests of one session about different targets.
    /// - Returns: one result for each request, in their order. When one target is not free, none is claimed.
    /// - Throws: `.unknownSession`, the `database…` codes.
    package func takeClaims(_ requests: [ClaimRequest]) throws(ParallelError) -> [ClaimResult] {
        for id in Set(requests.map(\.sessionID)) { try requireLiving(id) }
        let results = try database.write { db throws(StoreError) in
            var results: [ClaimResult] = []
            for request in requests {
                results.append(try ClaimDecision(coordinator: self, request: request, db: db).obstacles())
            }
            guard results.allSatisfy(\.isFree) else { return results }
            results = []
            for request in requests {
                results.append(try ClaimDecision(coordinator: self, request: request, db: db).decide(ticket: nil))
            }
            return results
        }
        for result in results { announce(result) }
        return results
    }

    func requireLiving(_ id: String) throws(ParallelError) {
        if let session = try session(.id(id)), session.state.isLive, liveness(session) != .dead { return }
        throw ParallelError(
            .unknownSession, operation: "claim", subject: id, message: "no such living session",
            hint: "parallel-cc status")
    }

    /// Returns claims that are no longer in force: given back, expired, or of sessions that are gone. The newest comes
    /// first.
    package func formerClaims(in repository: String, limit: Int) throws(ParallelError) -> [(Claim, Session?)] {
        try database.read { db throws(StoreError) in
            let living = Set(try livingClaims(of: repository, in: db).map(\.claim.id))
            var found: [(Claim, Session?)] = []
            for claim in try ClaimTable.newest(limit + living.count, of: repository, in: db)
            where !living.contains(claim.id) && found.count < limit {
                found.append((claim, try SessionTable.find(id: claim.sessionID, in: db)))
            }
            return found
        }
    }
}
