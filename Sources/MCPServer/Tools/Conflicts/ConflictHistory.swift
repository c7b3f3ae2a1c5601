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
    let inputSchema = JSONSchema.object(
        [
            ("filePath", JSONSchema.text("Only conflicts of this file.")),
            ("conflictType", JSONSchema.choice(ConflictAnswer.types, description: "Only of this type.")),
            (
                "resolutionStrategy",
                JSONSchema.choice(ResolutionStrategy.allCases.map(\.rawValue), description: "Only those that ended so.")
            ), ("limit", JSONSchema.whole(1...100, default: 20, description: "How many.")),
            (
                "offset",
                JSONSchema.whole(0...1_000_000, default: 0, description: "How many of the newest to leave out.")
            ),
        ], required: [])
    let outputSchema = JSONSchema.object([
        ("history", JSONSchema.list(of: recordSchema)),
        (
            "statistics",
            JSONSchema.object([
                ("totalResolutions", JSONSchema.whole), ("autoFixRate", JSONSchema.number),
                ("averageConfidence", ["type": ["number", "null"]]), ("byType", JSONSchema.counts),
                ("byStrategy", JSONSchema.counts),
            ])
        ),
        (
            "pagination",
            JSONSchema.object([("offset", JSONSchema.whole), ("limit", JSONSchema.whole), ("total", JSONSchema.whole)])
        ),
    ])

    private static let recordSchema = JSONSchema.object([
        ("id", JSONSchema.text), ("filePath", JSONSchema.text), ("conflictType", JSONSchema.text),
        ("severity", JSONSchema.text),
        ("kind", JSONSchema.text), ("cleanMerge", JSONSchema.truth), ("currentBranch", JSONSchema.text),
        ("targetBranch", JSONSchema.text), ("worktreePath", JSONSchema.textOrNull), ("places", JSONSchema.whole),
        ("resolutionStrategy", JSONSchema.textOrNull), ("confidence", ["type": ["number", "null"]]),
        ("detectedAt", JSONSchema.text), ("resolvedAt", JSONSchema.textOrNull),
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
        let found = try Conflicts(context.coordinator()).list(filter)
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
