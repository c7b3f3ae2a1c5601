internal import Coordinator

/// The radar's last results for a repository, for callers that have no time for a look.
package struct RadarSummary: Equatable, Sendable {
    /// Two nodes that do not merge cleanly.
    package struct Pair: Equatable, Sendable {
        /// The id of a node: a worktree's root, or the target's reference.
        package let a: String
        /// The id of the other node.
        package let b: String
        /// The name that people use for the node: its branch.
        package let aName: String
        /// The name of the other node.
        package let bName: String
        /// Whether there is a conflict. If not, the result is unknown, and `error` has the reason.
        package let isConflict: Bool
        /// The conflicting files; empty when the result is unknown.
        package let files: [RadarFile]
        /// The reason why the result is unknown; nil for a conflict.
        package let error: String?
    }

    /// The time of the look, in ISO-8601 with Z. Later changes are not in the results.
    package let checkedAt: String
    /// All pairs that were not clean.
    package let pairs: [Pair]
}
