package import HookCore
internal import Store

/// The target of a claim in every repository that sees it: a file in a submodule lies in the superproject, too.
package struct ClaimReach {
    private let views: [Name: ClaimTarget]

    /// Makes the reach of a target. Repositories around the worktree see it, too.
    /// - Parameter root: the root of the worktree to which the target's path is relative.
    package init(_ target: ClaimTarget, in repository: String, at root: String) {
        self.init(target, in: repository, surroundings: ClaimReach.surroundings(of: root))
    }

    fileprivate init(_ target: ClaimTarget, in repository: String, surroundings: [Name: [UInt8]]) {
        views = surroundings.mapValues(target.moved).merging([Name(repository): target]) { $1 }
    }

    /// Returns the path of a worktree in each repository around it. The paths end with a slash.
    fileprivate static func surroundings(of root: String) -> [Name: [UInt8]] {
        let locations = ClaimLocation.enclosing(root + "/-")
        return Dictionary(locations.map { (Name($0.repository), Array($0.path.dropLast())) }) { first, _ in first }
    }

    fileprivate var repositories: Set<Name> { Set(views.keys) }

    /// Whether the two have a path in common.
    func meets(_ other: ClaimReach) -> Bool {
        views.contains { repository, target in other.views[repository]?.overlaps(target) == true }
    }
}

/// The repositories that a target lies in, and the repositories inside of them in which sessions work.
struct ClaimScope {
    let repositories: [String]
    private let surroundings: [Name: [Name: [UInt8]]]
    private let roots: [String: String]

    init(_ reach: ClaimReach, in db: Connection) throws(StoreError) {
        var surroundings: [Name: [Name: [UInt8]]] = [:]
        var roots: [String: String] = [:]
        var repositories = reach.repositories
        for session in try SessionTable.live(in: db) {
            roots[session.id] = session.worktreePath
            if surroundings[Name(session.worktreePath)] != nil { continue }
            let around = ClaimReach.surroundings(of: session.worktreePath)
            surroundings[Name(session.worktreePath)] = around
            if !reach.repositories.isDisjoint(with: around.keys) { repositories.insert(Name(session.repository)) }
        }
        self.repositories = repositories.sorted().map(\.text)
        self.surroundings = surroundings
        self.roots = roots
    }

    /// Returns the reach of a target that a living session names in its own repository.
    func reach(_ target: ClaimTarget, in repository: String, of session: String) -> ClaimReach {
        ClaimReach(target, in: repository, surroundings: roots[session].flatMap { surroundings[Name($0)] } ?? [:])
    }
}

extension Coordinator {
    /// Returns the claims in force that overlap with the target, also those of surrounding and nested repositories.
    package func claims(meeting reach: ClaimReach) throws(ParallelError) -> [HeldClaim] {
        try database.read { db throws(StoreError) in
            try livingClaims(in: ClaimScope(reach, in: db), db: db).filter { $0.reach.meets(reach) }.map(\.held)
        }
    }

    func livingClaims(
        in scope: ClaimScope, db: Connection
    ) throws(StoreError) -> [(held: HeldClaim, reach: ClaimReach)] {
        var found: [(held: HeldClaim, reach: ClaimReach)] = []
        for repository in scope.repositories {
            for held in try livingClaims(of: repository, in: db) {
                let reach = scope.reach(held.claim.target, in: repository, of: held.session.id)
                found.append((held, reach))
            }
        }
        return found
    }
}
