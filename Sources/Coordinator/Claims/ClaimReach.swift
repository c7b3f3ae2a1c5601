package import HookCore
internal import Store

/// What a claim is about, in every repository that sees it: a file in a submodule lies in the superproject, too.
package struct ClaimReach {
    private let views: [String: ClaimTarget]

    /// - Parameter root: of the worktree in which the target is meant; repositories around it see it, too.
    package init(_ target: ClaimTarget, in repository: String, at root: String) {
        self.init(target, in: repository, ClaimReach.surroundings(of: root))
    }

    fileprivate init(_ target: ClaimTarget, in repository: String, _ surroundings: [String: [UInt8]]) {
        views = surroundings.mapValues(target.moved).merging([repository: target]) { $1 }
    }

    /// Where a worktree lies in the repositories around it: paths that end with a slash.
    fileprivate static func surroundings(of root: String) -> [String: [UInt8]] {
        let locations = ClaimLocation.enclosing(root + "/-")
        return Dictionary(locations.map { ($0.repository, Array($0.path.dropLast())) }) { first, _ in first }
    }

    fileprivate var repositories: Set<String> { Set(views.keys) }

    fileprivate func meets(_ other: ClaimReach) -> Bool {
        views.contains { repository, target in other.views[repository]?.overlaps(target) == true }
    }
}

extension Coordinator {
    /// The claims that hold and have something in common with this, also those of repositories in one another.
    package func claims(meeting reach: ClaimReach) throws(ParallelError) -> [HeldClaim] {
        try database.read { db throws(StoreError) in try livingClaims(meeting: reach, db) }
    }

    func livingClaims(meeting reach: ClaimReach, _ db: Connection) throws(StoreError) -> [HeldClaim] {
        var surroundings: [String: [String: [UInt8]]] = [:]
        var repositories = reach.repositories
        for session in try SessionTable.live(db) where surroundings[session.worktreePath] == nil {
            let around = ClaimReach.surroundings(of: session.worktreePath)
            surroundings[session.worktreePath] = around
            if !reach.repositories.isDisjoint(with: around.keys) { repositories.insert(session.repository) }
        }
        var found: [HeldClaim] = []
        for repository in repositories.sorted() {
            found += try livingClaims(in: repository, db).filter { held in
                let around = surroundings[held.session.worktreePath] ?? [:]
                return reach.meets(ClaimReach(held.claim.target, in: repository, around))
            }
        }
        return found
    }
}
