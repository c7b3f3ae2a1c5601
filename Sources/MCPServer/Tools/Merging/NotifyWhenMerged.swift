internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `notify_when_merged`: tells the caller's session once a branch is merged.
struct NotifyWhenMerged: Tool {
    let name = "notify_when_merged"
    let title = "Tell me when it is merged"
    let description = """
        Asks to be told, once, at a later prompt or tool call of this session, that a branch has been merged: by a \
        merge, rebased, squashed, cherry-picked whole. Says at once when it is merged already.
        """
    let effect = ToolEffect.notes
    let inputSchema = JSONSchema.object(
        [
            ("branch", JSONSchema.text("The branch; a remote's as origin/NAME.", longest: 255)),
            ("targetBranch", MergeAnswer.targetBranch),
        ], required: ["branch"])
    let outputSchema = JSONSchema.object([
        ("subscribed", JSONSchema.truth), ("message", JSONSchema.text), ("subscriptionId", JSONSchema.textOrNull),
        ("isMerged", JSONSchema.truth), ("how", JSONSchema.text), ("target", JSONSchema.text),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let branch = try arguments.required("branch")
        let session = try context.ownSession()
        let result = try MergeDetection(context.coordinator()).subscribe(
            session.id, to: branch, target: arguments.text("targetBranch"))
        let message =
            result.subscription == nil
            ? "\(branch) is merged into \(result.state.into ?? result.target) already (\(result.state.how))"
            : "You will be told when \(branch) is merged into \(result.target)"
        return [
            "subscribed": .bool(result.subscription != nil), "message": .string(message),
            "subscriptionId": .optional(result.subscription?.id), "isMerged": .bool(result.subscription == nil),
            "how": .string(result.state.how), "target": .string(result.target),
        ]
    }
}
