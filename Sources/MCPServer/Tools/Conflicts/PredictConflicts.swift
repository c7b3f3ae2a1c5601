internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `predict_conflicts`: the worktrees that would conflict with one another, and with the target branch.
struct PredictConflicts: Tool {
    let name = "predict_conflicts"
    let title = "Conflicts ahead"
    let description = """
        Compares the worktrees of all live sessions with one another and with the target branch, uncommitted work \
        included, and says which pairs would conflict in which files. By default only pairs with a conflict or an \
        error are listed.
        """
    let effect = ToolEffect.reads
    let inputSchema = JSONSchema.object(
        [
            ("targetBranch", MergeAnswer.targetBranch),
            ("onlyMine", JSONSchema.truth(default: false, description: "Only pairs of this session's worktree.")),
            ("includeClean", JSONSchema.truth(default: false, description: "Also pairs without a conflict.")),
            (
                "allWorktrees",
                JSONSchema.truth(default: false, description: "Also worktrees in which no session lives.")
            ),
        ], required: [])
    let outputSchema = JSONSchema.object([
        ("repository", JSONSchema.text), ("target", JSONSchema.textOrNull), ("hasConflicts", JSONSchema.truth),
        ("summary", JSONSchema.text),
        (
            "nodes",
            JSONSchema.list(
                of: JSONSchema.object([
                    ("id", JSONSchema.text), ("kind", JSONSchema.text), ("branch", JSONSchema.textOrNull),
                    ("path", JSONSchema.textOrNull), ("head", JSONSchema.textOrNull),
                    ("dirty", ["type": ["boolean", "null"]]), ("sessionId", JSONSchema.textOrNull),
                ]))
        ),
        (
            "pairs",
            JSONSchema.list(
                of: JSONSchema.object(
                    [
                        ("a", JSONSchema.text), ("b", JSONSchema.text), ("state", JSONSchema.text),
                        (
                            "files",
                            JSONSchema.list(
                                of: JSONSchema.object([("path", JSONSchema.text), ("kind", JSONSchema.text)]))
                        ), ("error", JSONSchema.text),
                    ], required: ["a", "b", "state", "files"]))
        ),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let coordinator = try context.coordinator()
        let report = try Radar(coordinator).predict(
            RadarRequest(
                directory: context.directory, target: arguments.text("targetBranch"),
                includesAll: arguments.truth("allWorktrees") ?? false))
        let own = try context.session()?.worktreePath
        if arguments.truth("onlyMine") == true, own == nil { _ = try context.ownSession() }
        let relevant = report.pairs.filter { pair in
            arguments.truth("onlyMine") != true || [pair.a, pair.b].contains { $0.isSame(as: own) }
        }
        let shown = relevant.filter { arguments.truth("includeClean") == true || $0.state != .clean }
        let sessions = try coordinator.livingSessions(in: report.repository)
        return [
            "repository": .string(report.repository), "target": .optional(report.target),
            "hasConflicts": .bool(relevant.contains { $0.state == .conflict }),
            "summary": .string(Self.summary(relevant)),
            "nodes": .array(report.nodes.map { node in Self.node(node, sessions: sessions) }),
            "pairs": .array(shown.map(Self.pair)),
        ]
    }

    /// The summary of pairs. An error is never counted as clean.
    private static func summary(_ pairs: [RadarPair]) -> String {
        let conflicts = pairs.count { $0.state == .conflict }
        let errors = pairs.count { $0.state == .error }
        let unknown = errors == 0 ? "" : "; of \(errors) it is not known"
        return "\(pairs.count) pairs: \(conflicts) would conflict\(unknown)"
    }

    private static func node(_ node: RadarNode, sessions: [Session]) -> JSONValue {
        [
            "id": .string(node.id), "kind": .string(node.kind.rawValue), "branch": .optional(node.branch),
            "path": .optional(node.path), "head": .optional(node.head),
            "dirty": node.isDirty.map { .bool($0) } ?? .null,
            "sessionId": .optional(sessions.last { $0.worktreePath.isSame(as: node.path) }?.id),
        ]
    }

    private static func pair(_ pair: RadarPair) -> JSONValue {
        .members([
            ("a", .string(pair.a)), ("b", .string(pair.b)), ("state", .string(pair.state.rawValue)),
            ("files", .array(pair.files.map { ["path": .string($0.text), "kind": .string($0.kind)] })),
            ("error", pair.error.map { .string($0.description) }),
        ])
    }
}
