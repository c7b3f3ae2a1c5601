internal import Coordinator

/// In which order branches could be merged into the target so that as few as possible conflict on the way.
package struct MergePlan: Equatable, Sendable {
    /// A branch in its turn.
    package struct Step: Equatable, Sendable {
        package let node: RadarNode
        /// With which of those before it, or with the target, it conflicts anyway, and where.
        package let conflicts: [Conflict]
        /// With which of those before it, or with the target, it is not known.
        package let unknown: [RadarNode]
    }

    package struct Conflict: Equatable, Sendable {
        package let with: RadarNode
        package let files: [RadarFile]
    }

    package let report: RadarReport
    package let steps: [Step]

    /// How many of the branches can be merged as they are.
    package var cleanCount: Int { steps.count { $0.conflicts.isEmpty && $0.unknown.isEmpty } }
}
