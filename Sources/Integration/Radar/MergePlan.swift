internal import Coordinator

/// An order in which branches could be merged into the target with as few conflicts as possible.
package struct MergePlan: Equatable, Sendable {
    /// A branch and its turn.
    package struct Step: Equatable, Sendable {
        /// The worktree whose branch is to be merged.
        package let node: RadarNode
        /// The conflicts with the target or with earlier branches that no order avoids.
        package let conflicts: [Conflict]
        /// The target or earlier branches for which it is unknown whether there is a conflict.
        package let unknown: [RadarNode]
    }

    /// A conflict with a node that comes earlier.
    package struct Conflict: Equatable, Sendable {
        /// The earlier branch or the target.
        package let with: RadarNode
        /// The conflicting files.
        package let files: [RadarFile]
    }

    /// The report on which the plan is based.
    package let report: RadarReport
    /// The branches, in the order of the merges.
    package let steps: [Step]

    /// The number of branches that can be merged without changes.
    package var cleanCount: Int { steps.count { $0.conflicts.isEmpty && $0.unknown.isEmpty } }
}
