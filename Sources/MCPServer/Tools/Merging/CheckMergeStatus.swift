internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `check_merge_status`: whether a branch is merged.
struct CheckMergeStatus: Tool {
    let name = "check_merge_status"
    let title = "Is it merged"
    let description = """
        Whether a branch is merged, however that was done: merged, rebased, squashed, cherry-picked whole, or because \
        merging it would change nothing. Judged by what is here: git fetch first for what a remote has. A branch that \
        is gone is answered from the merges that were seen.
        """
    let effect = ToolEffect.reads
    let inputSchema = JSONSchema.object(
        [
            ("branch", JSONSchema.text("The branch; a remote's as origin/NAME.", longest: 255)),
            ("targetBranch", MergeAnswer.targetBranch),
        ], required: ["branch"])
    let outputSchema = JSONSchema.object([
        ("isMerged", JSONSchema.truth), ("mergeEvent", MergeAnswer.eventOrNull), ("message", JSONSchema.text),
        ("how", JSONSchema.text), ("target", JSONSchema.text),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let branch = try arguments.required("branch")
        let report = try MergeDetection(context.coordinator()).status(
            of: branch, target: arguments.text("targetBranch"), in: try context.repository())
        let how = report.state?.how ?? report.merge?.evidence ?? "not-merged"
        let message =
            if let merge = report.merge {
                "\(branch): \(MergeAnswer.words(merge))" + (report.state == nil ? " (the branch is gone)" : "")
            } else {
                how == "own-nothing"
                    ? "\(branch) has no commit of its own: there is nothing to merge"
                    : "\(branch) is not merged into \(report.target)"
            }
        return [
            "isMerged": .bool(report.merge != nil), "mergeEvent": report.merge.map(MergeAnswer.event) ?? .null,
            "message": .string(message), "how": .string(how), "target": .string(report.target),
        ]
    }
}
