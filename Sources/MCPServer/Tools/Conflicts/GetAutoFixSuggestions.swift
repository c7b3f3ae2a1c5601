internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `get_auto_fix_suggestions`: resolutions for the conflict of a file.
struct GetAutoFixSuggestions: Tool {
    let name = "get_auto_fix_suggestions"
    let title = "How to resolve a conflict"
    let description = """
        Suggests how to resolve a file in conflict, as a whole file. Where a merge or rebase has stopped at it in this \
        worktree, apply_auto_fix can put a suggestion in place; else what merging the two branches would need is only \
        shown.
        """
    let effect = ToolEffect.notes
    let inputSchema = JSONSchema.object(
        [
            ("filePath", JSONSchema.text("The file in conflict.")),
            ("currentBranch", JSONSchema.text("The branch with the work.", longest: 255)),
            ("targetBranch", JSONSchema.text("The branch that it is to be merged with.", longest: 255)),
            ("minConfidence", JSONSchema.number(0...1, default: 0.5, description: "Leave out less sure ones.")),
            ("maxSuggestions", JSONSchema.whole(1...10, default: 3, description: "How many at most.")),
        ], required: ["filePath", "currentBranch", "targetBranch"])
    let outputSchema = JSONSchema.object([
        ("suggestions", JSONSchema.list(of: suggestionSchema)), ("totalGenerated", JSONSchema.whole),
        ("filteredByConfidence", JSONSchema.whole), ("message", JSONSchema.text),
    ])

    private static let suggestionSchema = JSONSchema.object([
        ("suggestionId", JSONSchema.textOrNull), ("confidence", JSONSchema.number), ("strategy", JSONSchema.text),
        ("explanation", JSONSchema.text),
        (
            "preview",
            JSONSchema.object([
                ("beforeLines", JSONSchema.texts), ("afterLines", JSONSchema.texts),
                (
                    "diffStats",
                    JSONSchema.object([("linesAdded", JSONSchema.whole), ("linesRemoved", JSONSchema.whole)])
                ),
            ])
        ), ("conflictType", JSONSchema.text), ("canAutoApply", JSONSchema.truth), ("risks", JSONSchema.texts),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let location = try context.location(try arguments.required("filePath"), in: try context.repository())
        let found = try Suggestions(context.coordinator()).show(
            for: location.path, at: location.root, between: try arguments.required("currentBranch"),
            and: try arguments.required("targetBranch"))
        let least = arguments.number("minConfidence") ?? 0.5
        let sure = found.suggestions.filter { $0.score >= least }.sorted { $0.score > $1.score }
        let count = found.suggestions.count
        return [
            "suggestions": .array(sure.prefix(arguments.whole("maxSuggestions") ?? 3).map(Self.describe)),
            "totalGenerated": .whole(count), "filteredByConfidence": .whole(count - sure.count),
            "message": .string(found.note ?? "\(count) suggestions"),
        ]
    }

    private static func describe(_ suggestion: ShownSuggestion) -> JSONValue {
        let preview = suggestion.preview
        return [
            "suggestionId": .optional(suggestion.id), "confidence": ConflictAnswer.number(suggestion.score),
            "strategy": .string(suggestion.strategy), "explanation": .string(suggestion.explanation),
            "preview": [
                "beforeLines": .texts(preview.before), "afterLines": .texts(preview.after),
                "diffStats": ["linesAdded": .whole(preview.added), "linesRemoved": .whole(preview.removed)],
            ], "conflictType": .string(suggestion.type.rawValue),
            "canAutoApply": .bool(suggestion.id != nil && suggestion.score >= 0.7), "risks": .texts(suggestion.risks),
        ]
    }
}
