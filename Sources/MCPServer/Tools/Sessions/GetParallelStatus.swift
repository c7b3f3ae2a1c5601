internal import Coordinator
internal import HookCore
internal import JSON

/// `get_parallel_status`: the sessions in the repository.
struct GetParallelStatus: Tool {
    let name = "get_parallel_status"
    let title = "Parallel sessions"
    let description = """
        Lists the Claude Code sessions that are live in this git repository, in all of its worktrees: where each \
        works, on which branch, and what it is doing.
        """
    let effect = ToolEffect.reads
    let inputSchema = JSONSchema.object([RepositoryArgument.schema], required: [])
    let outputSchema = JSONSchema.object([
        ("repository", JSONSchema.text),
        (
            "sessions",
            JSONSchema.list(
                of: JSONSchema.object([
                    ("sessionId", JSONSchema.text), ("pid", JSONSchema.whole), ("name", JSONSchema.textOrNull),
                    ("kind", JSONSchema.text), ("activity", JSONSchema.textOrNull), ("worktreePath", JSONSchema.text),
                    ("worktreeName", JSONSchema.textOrNull), ("branch", JSONSchema.textOrNull),
                    ("isMainRepo", JSONSchema.truth),
                    ("durationMinutes", JSONSchema.whole), ("isAlive", JSONSchema.truth),
                ]))
        ),
        ("totalSessions", JSONSchema.whole),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let repository = try context.repository(arguments.text(RepositoryArgument.name))
        let sessions = try context.coordinator().status(repository: repository, withWork: false).sessions
        return [
            "repository": .string(repository), "sessions": .array(sessions.map(Self.describe)),
            "totalSessions": .whole(sessions.count),
        ]
    }

    private static func describe(_ status: SessionStatus) -> JSONValue {
        let session = status.session
        let started = Timestamp(text: session.createdAt) ?? status.lastHeartbeat
        let minutes = (Timestamp.now().milliseconds - started.milliseconds) / 60_000
        return [
            "sessionId": .string(session.id), "pid": .whole(Int(session.process.pid)), "name": .optional(session.name),
            "kind": .string(session.kind.rawValue), "activity": .optional(status.activity?.rawValue),
            "worktreePath": .string(session.worktreePath), "worktreeName": .optional(session.worktreeName),
            "branch": .optional(session.branch), "isMainRepo": .bool(status.isMainCheckout),
            "durationMinutes": .whole(Int(minutes)), "isAlive": .bool(status.liveness == .alive),
        ]
    }
}
