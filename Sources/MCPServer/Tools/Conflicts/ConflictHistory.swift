internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `conflict_history`: the conflicts that were seen, and how they ended.
struct ConflictHistory: Tool {
    let name = "conflict_history"
    let title = "Conflicts seen"
    let description = "Lists the conflicts that were seen in this repository, newest first, and how they ended."
    let effect = ToolEffect.reads
    let inputSchema = Schema.object(
        [
            ("filePath", Schema.text("Only conflicts of this file.")),
            ("conflictType", Schema.choice(ConflictAnswer.types, description: "Only of this type.")),
            (
                "resolutionStrategy",
                Schema.choice(ResolutionStrategy.allCases.map(\.rawValue), description: "Only those that ended so.")
            ), ("limit", Schema.whole(1...100, default: 20, description: "How many.")),
            ("offset", Schema.whole(0...1_000_000, default: 0, description: "How many of the newest to leave out.")),
        ], required: [])
    let outputSchema = Schema.object([
        ("history", Schema.list(of: recordSchema)),
        (
            "statistics",
            Schema.object([
                ("totalResolutions", Schema.whole), ("autoFixRate", Schema.number),
                ("averageConfidence", ["type": ["number", "null"]]), ("byType", Schema.counts),
                ("byStrategy", Schema.counts),
            ])
        ),
        (
            "pagination",
            Schema.object([("offset", Schema.whole), ("limit", Schema.whole), ("total", Schema.whole)])
        ),
    ])

    private static let recordSchema = Schema.object([
        ("id", Schema.text), ("filePath", Schema.text), ("conflictType", Schema.text), ("severity", Schema.text),
        ("kind", Schema.text), ("cleanMerge", Schema.truth), ("currentBranch", Schema.text),
        ("targetBranch", Schema.text), ("worktreePath", Schema.textOrNull), ("places", Schema.whole),
        ("resolutionStrategy", Schema.textOrNull), ("confidence", ["type": ["number", "null"]]),
        ("detectedAt", Schema.text), ("resolvedAt", Schema.textOrNull),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        var filter = ConflictFilter()
        filter.repository = try context.repository()
        if let path = arguments.text("filePath") {
            filter.path = try context.location(path, in: filter.repository ?? "").path
        }
        filter.type = arguments.text("conflictType").flatMap(ConflictType.init(rawValue:))
        filter.strategy = arguments.text("resolutionStrategy").flatMap(ResolutionStrategy.init(rawValue:))
        (filter.limit, filter.offset) = (arguments.whole("limit") ?? 20, arguments.whole("offset") ?? 0)
        let found = try context.coordinator().conflicts(filter)
        let statistics = found.statistics
        return [
            "history": .array(found.records.map(Self.describe)),
            "statistics": [
                "totalResolutions": .whole(statistics.total),
                "autoFixRate": ConflictAnswer.number(statistics.autoFixRate),
                "averageConfidence": statistics.averageConfidence.map(ConflictAnswer.number) ?? .null,
                "byType": ConflictAnswer.counts(statistics.byType),
                "byStrategy": ConflictAnswer.counts(statistics.byStrategy),
            ],
            "pagination": [
                "offset": .whole(filter.offset), "limit": .whole(filter.limit), "total": .whole(found.total),
            ],
        ]
    }

    private static func describe(_ record: ConflictRecord) -> JSONValue {
        [
            "id": .string(record.id), "filePath": .string(ConflictAnswer.text(record.path)),
            "conflictType": .string(record.type.rawValue), "severity": .string(record.severity.rawValue),
            "kind": .string(record.kind), "cleanMerge": .bool(record.isCleanMerge),
            "currentBranch": .string(record.source.label), "targetBranch": .string(record.target.label),
            "worktreePath": .optional(record.worktree), "places": .whole(record.places),
            "resolutionStrategy": .optional(record.strategy?.rawValue),
            "confidence": record.confidence.map(ConflictAnswer.number) ?? .null,
            "detectedAt": .string(record.detectedAt), "resolvedAt": .optional(record.resolvedAt),
        ]
    }
}
