internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// The answer of `merge plan`.
struct MergePlanDocument: Encodable {
    struct Conflict: Encodable {
        /// The id of the node: a worktree's root, or the target's reference.
        let with: String
        let files: [RadarDocument.File]
    }

    struct Step: Encodable {
        let id: String
        @ExplicitNull var branch: String?
        @ExplicitNull var dirty: Bool?
        let conflicts: [Conflict]
        /// Ids of the nodes that could not be compared.
        let unknown: [String]

        init(_ step: MergePlan.Step) {
            id = step.node.id
            branch = step.node.branch
            dirty = step.node.isDirty
            conflicts = step.conflicts.map { conflict in
                Conflict(with: conflict.with.id, files: conflict.files.map(RadarDocument.File.init))
            }
            unknown = step.unknown.map(\.id)
        }
    }

    let repository: String
    @ExplicitNull var target: String?
    /// The number of branches that can be merged as they are.
    let clean: Int
    /// The steps from first to last.
    let order: [Step]

    init(_ plan: MergePlan) {
        repository = plan.report.repository
        target = plan.report.target
        clean = plan.cleanCount
        order = plan.steps.map(Step.init)
    }
}
