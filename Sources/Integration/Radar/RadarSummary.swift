internal import Coordinator

/// What the radar has seen last of a repository: for those who have no time to look themselves.
package struct RadarSummary: Equatable, Sendable {
    package struct Pair: Equatable, Sendable {
        /// Ids of nodes: a worktree's root, or the target's reference.
        package let a: String
        package let b: String
        /// What people call them: the branch.
        package let aName: String
        package let bName: String
        /// False: it was not known, and `error` says why.
        package let isConflict: Bool
        package let files: [RadarFile]
        package let error: String?
    }

    /// When; ISO-8601 with Z. What was done since is not in it.
    package let checkedAt: String
    /// All pairs that were not clean.
    package let pairs: [Pair]
}
