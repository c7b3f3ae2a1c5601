internal import Coordinator
internal import HookCore
internal import JSON

/// `get_my_session`: the worktree and the branch of the caller.
struct GetMySession: Tool {
    let name = "get_my_session"
    let title = "This session"
    let description = """
        Says which git worktree and branch this Claude Code session works in, since when, and how many sessions share \
        the repository.
        """
    let effect = ToolEffect.reads
    let inputSchema = JSONSchema.object([])
    let outputSchema = JSONSchema.object(
        [
            ("sessionId", JSONSchema.textOrNull), ("name", JSONSchema.textOrNull),
            ("worktreePath", JSONSchema.textOrNull),
            ("worktreeName", JSONSchema.textOrNull), ("branch", JSONSchema.textOrNull),
            ("repository", JSONSchema.textOrNull),
            ("isMainRepo", JSONSchema.truth), ("startedAt", JSONSchema.textOrNull),
            ("parallelSessions", JSONSchema.whole),
            ("error", JSONSchema.text),
        ],
        required: [
            "sessionId", "name", "worktreePath", "worktreeName", "branch", "repository", "isMainRepo", "startedAt",
            "parallelSessions",
        ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let coordinator = try context.coordinator()
        guard let session = try context.session() else { return try unknown(coordinator, in: context) }
        let living = try coordinator.livingSessions(in: session.repository)
        let main = try? coordinator.mainCheckout(at: session.worktreePath)
        return [
            "sessionId": .string(session.id), "name": .optional(session.name),
            "worktreePath": .string(session.worktreePath), "worktreeName": .optional(session.worktreeName),
            "branch": .optional((try? coordinator.branch(at: session.worktreePath)) ?? session.branch),
            "repository": .string(session.repository), "isMainRepo": .bool(main.isSame(as: session.worktreePath)),
            "startedAt": .string(session.createdAt), "parallelSessions": .whole(living.count),
        ]
    }

    private func unknown(_ coordinator: Coordinator, in context: CallContext) throws(ParallelError) -> JSONValue {
        let repository = try? coordinator.repositoryIdentity(at: context.directory)
        let count = try repository.map { place throws(ParallelError) in try coordinator.livingSessions(in: place).count
        }
        return [
            "sessionId": .null, "name": .null, "worktreePath": .null, "worktreeName": .null, "branch": .null,
            "repository": .optional(repository), "isMainRepo": false, "startedAt": .null,
            "parallelSessions": .whole(count ?? 0),
            "error": "This session is not coordinated by parallel-cc; start it with claude-parallel.",
        ]
    }
}
