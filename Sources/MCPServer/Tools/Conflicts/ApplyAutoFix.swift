internal import Coordinator
internal import HookCore
internal import Integration
internal import JSON

/// `apply_auto_fix`: puts a suggestion in the place of the file in conflict.
struct ApplyAutoFix: Tool {
    let name = "apply_auto_fix"
    let title = "Apply a suggestion"
    let description = """
        Puts a suggestion of get_auto_fix_suggestions in the place of the file in conflict, if the file is still the \
        same, the result parses and no marker is left, and the project's verify commands pass. The worktree before is \
        kept as a rescue. git is not told that the conflict is resolved, unless stage is true. leftOut says that the \
        file had edits of the user's own, which the suggestion does not have.
        """
    let effect = ToolEffect.changes
    let inputSchema = JSONSchema.object(
        [
            ("suggestionId", JSONSchema.text("Id of the suggestion.", longest: 100)),
            ("dryRun", JSONSchema.truth(default: false, description: "Only check whether it could be applied.")),
            (
                "createBackup",
                JSONSchema.truth(
                    default: true, description: "Of no effect: the state before is always kept, as a rescue.")
            ), ("stage", JSONSchema.truth(default: false, description: "Also git add the file.")),
        ], required: ["suggestionId"])
    let outputSchema = JSONSchema.object(
        [
            ("success", JSONSchema.truth), ("applied", JSONSchema.truth), ("message", JSONSchema.text),
            ("filePath", JSONSchema.text), ("backupPath", JSONSchema.text), ("rollbackCommand", JSONSchema.text),
            ("keptPath", JSONSchema.text), ("leftOut", JSONSchema.text),
            (
                "verification",
                JSONSchema.object([
                    ("conflictMarkersRemaining", JSONSchema.whole), ("syntaxValid", ["type": ["boolean", "null"]]),
                    ("diffStats", JSONSchema.object([("linesChanged", JSONSchema.whole)])),
                    ("commands", JSONSchema.texts),
                ])
            ),
            (
                "metadata",
                JSONSchema.object([
                    ("suggestionId", JSONSchema.text), ("confidence", JSONSchema.number), ("strategy", JSONSchema.text),
                    ("appliedAt", JSONSchema.textOrNull),
                ])
            ),
        ], required: ["success", "applied", "message", "filePath", "verification", "metadata"])

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let coordinator = try context.coordinator()
        let id = try arguments.required("suggestionId")
        let requested = try Suggestions(coordinator).find(id)
        try requireOwnRepository(of: requested, in: context)
        try requireNoOccupant(of: requested, with: coordinator, in: context)
        let applied = try Suggestions(coordinator).apply(
            id, isTrial: arguments.truth("dryRun") ?? false, isStaging: arguments.truth("stage") ?? false)
        let suggestion = applied.suggestion
        let path = ConflictAnswer.text(suggestion.path)
        return .members([
            ("success", true), ("applied", .bool(applied.isApplied)),
            ("message", .string(Self.message(applied, at: path))), ("filePath", .string(path)),
            ("backupPath", applied.rescue.map { .string("refs/parallel-cc/rescue/\($0)") }),
            (
                "rollbackCommand",
                applied.rescue.map { .string(Self.rollback($0, at: path, isStaged: applied.isStaged)) }
            ),
            ("keptPath", applied.kept.map { .string(ConflictAnswer.text($0)) }),
            ("leftOut", applied.leftOut.map { .string($0) }),
            (
                "verification",
                [
                    "conflictMarkersRemaining": 0, "syntaxValid": applied.isParsed ? true : .null,
                    "diffStats": ["linesChanged": .whole(applied.linesChanged)],
                    "commands": .texts(applied.verified),
                ]
            ),
            (
                "metadata",
                [
                    "suggestionId": .string(suggestion.id), "confidence": ConflictAnswer.number(suggestion.score),
                    "strategy": .string(suggestion.strategy), "appliedAt": .optional(suggestion.appliedAt),
                ]
            ),
        ])
    }

    /// Throws for a suggestion of another repository: Claude works on the one that it was started in, and uses the id
    /// of another by mistake only.
    private func requireOwnRepository(of suggestion: Suggestion, in context: CallContext) throws(ParallelError) {
        let own = try context.repository()
        guard !suggestion.repository.isSame(as: own) else { return }
        throw ParallelError(
            .unknownSuggestion, operation: name, subject: suggestion.id,
            message: "This suggestion is for another repository: \(suggestion.repository)",
            hint: "get_auto_fix_suggestions lists those of this one")
    }

    /// Throws where another session works in the worktree.
    private func requireNoOccupant(
        of suggestion: Suggestion, with coordinator: Coordinator, in context: CallContext
    ) throws(ParallelError) {
        let own = try context.session()?.id
        let occupant = try coordinator.livingSessions(in: suggestion.repository).first {
            $0.worktreePath.isSame(as: suggestion.worktree) && $0.id != own
        }
        guard let occupant else { return }
        throw ParallelError(
            .worktreeInUse, operation: name, subject: suggestion.worktree ?? "",
            message: "Session \(occupant.name ?? occupant.id) works in this worktree", hint: "tell it: send_message")
    }

    private static func message(_ applied: AppliedSuggestion, at path: String) -> String {
        guard applied.isApplied else { return "It could be applied to \(path); nothing was changed" }
        return applied.isStaged
            ? "Applied to \(path) and staged" : "Applied to \(path); read it, then git add it to end the conflict"
    }

    /// The command that undoes the change. `git checkout --merge` makes a staged file a conflict again; it writes
    /// markers of its own, so the rescue is restored after it.
    private static func rollback(_ rescue: String, at path: String, isStaged: Bool) -> String {
        // Scalars, not characters: a quote with a combining mark behind it is a different `Character`.
        let quoted = "':(top,literal)" + path.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
        let unstage = isStaged ? "git checkout --merge -- \(quoted) && " : ""
        return unstage + "git restore --source=refs/parallel-cc/rescue/\(rescue) -- \(quoted)"
    }
}
