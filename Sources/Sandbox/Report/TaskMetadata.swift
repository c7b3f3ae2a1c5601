internal import JSON
internal import TaskProtocol

/// What is known of a task of a batch beside its work, as the JSON document `metadata.json` in its folder. No values of
/// variables and no MCP servers stand in it: people put secrets there, though they should not.
struct TaskMetadata: Encodable {
    private let value: JSONValue

    /// - Parameters:
    ///   - claude: the version of Claude that has worked; nil where it did not start.
    ///   - download: why its work is not in its folder; nil where it is.
    init(_ outcome: TaskOutcome, claude: String?, download: String?) {
        let task = outcome.task
        var members: [JSONValue.Member] = [
            .init("taskId", value: .string(outcome.name)),
            .init("sessionId", value: .string(task.id)),
            .init("prompt", value: .string(task.prompt)),
            .init("exitCode", value: .number(task.exitStatus)),
            .init("executionTime", value: .number("\(outcome.course.duration)")),
            .init("filesDownloaded", value: .number("\(download == nil ? outcome.changes?.files ?? 0 : 0)")),
            .init("success", value: .bool(task.state == .completed)),
            .init("state", value: .string(task.state.rawValue)),
            .init("downloadSuccess", value: .bool(download == nil)),
        ]
        if let error = task.reason { members.append(.init("error", value: .string(error))) }
        if let download { members.append(.init("downloadError", value: .string(download))) }
        value = .object(members + Self.making(task, claude: claude) + Self.times(task))
    }

    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

    private static func making(_ task: TaskRecord, claude: String?) -> [JSONValue.Member] {
        [
            .init("backend", value: .string(task.backend)),
            .init("image", value: .string(task.image)),
            .init("imageDigest", value: .text(task.imageID)),
            .init("base", value: .text(task.head)),
            .init("claudeVersion", value: .text(claude)),
            .init("claudeSessionId", value: .text(task.claudeSession)),
            .init("options", value: task.request.map(options) ?? .null),
            .init("costUsd", value: .number(task.costUSD)),
            .init("turns", value: .number("\(task.turns)")),
            .init("attempt", value: .number("\(task.attempt)")),
            .init("branch", value: .text(task.branch)),
            .init("worktreePath", value: .text(task.worktree)),
            .init("snapshot", value: .text(task.snapshot)),
        ]
    }

    private static func times(_ task: TaskRecord) -> [JSONValue.Member] {
        [
            .init("createdAt", value: .string(task.createdAt)),
            .init("startedAt", value: .text(task.startedAt)),
            .init("endedAt", value: .text(task.endedAt)),
        ]
    }

    private static func options(_ request: TaskRequest) -> JSONValue {
        let claude = request.claude
        let list = { (texts: [String]) in JSONValue.array(texts.map(JSONValue.string)) }
        return [
            "branch": .text(request.branch),
            "committedOnly": .bool(request.committedOnly),
            "model": .text(claude.model),
            "fallbackModel": .text(claude.fallbackModel),
            "maxTurns": .number(claude.maxTurns),
            "allowedTools": list(claude.allowedTools),
            "disallowedTools": list(claude.disallowedTools),
            "permissionMode": .text(claude.permissionMode),
            "systemPrompt": .text(claude.systemPrompt),
            "appendSystemPrompt": .text(claude.appendSystemPrompt),
            "hasMcpConfig": .bool(claude.mcpConfig != nil),
            "variables": list(request.environment.keys.sorted()),
            "setupCommands": list(request.setupCommands),
            "timeoutSeconds": .number("\(request.timeoutSeconds)"),
            "network": .string(request.network.rawValue),
            "cpus": .number(request.limits.cpus),
            "memory": .number(request.limits.memory),
            "pids": .number(request.limits.processes),
            "keep": .bool(request.keepsSandbox),
        ]
    }
}
