internal import Coordinator
internal import HookCore
internal import JSON

/// `list_rescues`: the work that was saved before a removal or a change.
struct ListRescues: Tool {
    let name = "list_rescues"
    let title = "Saved work"
    let description = """
        Lists the rescues of this repository: whole working trees (uncommitted and untracked files too) that \
        parallel-cc saved before it removed or changed something. `parallel-cc rescue show|diff|restore ID` work with \
        one.
        """
    let effect = ToolEffect.reads
    let inputSchema = JSONSchema.object(
        [
            RepositoryArgument.schema,
            ("limit", JSONSchema.whole(1...200, default: 20, description: "How many, newest first.")),
            (
                "offset",
                JSONSchema.whole(0...1_000_000, default: 0, description: "How many of the newest to leave out.")
            ),
        ], required: [])
    let outputSchema = JSONSchema.object([
        (
            "rescues",
            JSONSchema.list(
                of: JSONSchema.object([
                    ("id", JSONSchema.text), ("createdAt", JSONSchema.text), ("worktreePath", JSONSchema.text),
                    ("branch", JSONSchema.textOrNull), ("head", JSONSchema.textOrNull), ("commit", JSONSchema.text),
                    ("sessionId", JSONSchema.textOrNull), ("reason", JSONSchema.text),
                    ("trackedFiles", JSONSchema.whole),
                    ("untrackedFiles", JSONSchema.whole), ("deletedFiles", JSONSchema.whole),
                    ("restoreCommand", JSONSchema.text),
                    ("restoredAt", JSONSchema.textOrNull),
                ]))
        ), ("total", JSONSchema.whole),
        (
            "pagination",
            JSONSchema.object([("offset", JSONSchema.whole), ("limit", JSONSchema.whole), ("total", JSONSchema.whole)])
        ),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let repository = try context.repository(arguments.text(RepositoryArgument.name))
        let all = try context.coordinator().rescues(in: repository)
        let (limit, offset) = (arguments.whole("limit") ?? 20, arguments.whole("offset") ?? 0)
        let page = all.reversed().dropFirst(offset).prefix(limit)
        return [
            "rescues": .array(page.map(Self.describe)), "total": .whole(all.count),
            "pagination": ["offset": .whole(offset), "limit": .whole(limit), "total": .whole(all.count)],
        ]
    }

    private static func describe(_ rescue: RescueInfo) -> JSONValue {
        [
            "id": .string(rescue.id), "createdAt": .string(rescue.createdAt), "worktreePath": .string(rescue.worktree),
            "branch": .optional(rescue.branch), "head": .optional(rescue.head), "commit": .string(rescue.commit),
            "sessionId": .optional(rescue.sessionID), "reason": .string(rescue.reason),
            "trackedFiles": .whole(rescue.trackedFiles), "untrackedFiles": .whole(rescue.untrackedFiles),
            "deletedFiles": .whole(rescue.deletedFiles),
            "restoreCommand": .string(rescue.restoreCommand),
            "restoredAt": .optional(rescue.restoredAt),
        ]
    }
}
