internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `detect_advanced_conflicts`: the kinds of conflicts that a merge of two branches would bring.
struct DetectAdvancedConflicts: Tool {
    let name = "detect_advanced_conflicts"
    let title = "What kind of conflicts"
    let description = """
        Says what kind of conflict each file would have if two branches, as committed, were merged: TRIVIAL, \
        STRUCTURAL, SEMANTIC, CONCURRENT_EDIT or UNKNOWN, by the syntax of the whole files. Finds also what git merges \
        without complaint: a symbol that one side renamed, removed or changed and the other still uses (cleanMerge: \
        true).
        """
    let effect = ToolEffect.notes
    let inputSchema = JSONSchema.object(
        [
            ("currentBranch", JSONSchema.text("The branch with the work.", longest: 255)),
            ("targetBranch", JSONSchema.text("The branch that it is to be merged with.", longest: 255)),
            (
                "analyzeSemantics",
                JSONSchema.truth(
                    default: true, description: "Also symbols, and what git would merge without complaint.")
            ),
        ], required: ["currentBranch", "targetBranch"])
    let outputSchema = JSONSchema.object([
        ("hasConflicts", JSONSchema.truth), ("conflicts", JSONSchema.list(of: ConflictAnswer.conflictSchema)),
        (
            "summary",
            JSONSchema.object([
                ("totalConflicts", JSONSchema.whole), ("byType", JSONSchema.counts), ("bySeverity", JSONSchema.counts),
                ("autoFixableCount", JSONSchema.whole),
            ])
        ), ("notes", JSONSchema.texts),
    ])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let withSemantics = arguments.truth("analyzeSemantics") ?? true
        let survey = try Conflicts(context.coordinator()).detect(
            ofBranch: try arguments.required("currentBranch"), with: try arguments.required("targetBranch"),
            at: context.directory)
        let findings = survey.findings.filter { withSemantics || !$0.isCleanMerge }
        return [
            "hasConflicts": .bool(!findings.isEmpty),
            "conflicts": .array(findings.map { ConflictAnswer.conflict($0, withSymbols: withSemantics) }),
            "summary": [
                "totalConflicts": .whole(findings.count),
                "byType": ConflictAnswer.counts(findings.map(\.type.rawValue)),
                "bySeverity": ConflictAnswer.counts(findings.map(\.severity.rawValue)),
                "autoFixableCount": .whole(findings.count(where: ConflictAnswer.isFixable)),
            ], "notes": .texts(survey.notes),
        ]
    }
}
