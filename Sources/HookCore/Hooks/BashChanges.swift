/// What Claude Code saw change in the repository while a Bash command ran: a comparison of the whole tree before and after,
/// so writes of others in the meantime are in it too.
///
/// Seen with Claude Code 2.1.327, which tells it in the modes `auto` and `bypassPermissions`, elsewhere with the user's
/// setting `bashEditDiffEnabled`; which leaves out ignored files, files outside the repository and names with a line break;
/// and which names 200 files at most.
package struct BashChanges: Hashable, Sendable {
    /// More are not looked at.
    package static let mostFiles = 200

    /// Absolute; created, changed, deleted or moved.
    package let files: [String]
    /// How many files changed, those included that are not named.
    package let total: Int

    /// From `tool_response.bashEditDiff`; nil where nothing changed or nothing is told.
    init?(_ payload: JSONFields) {
        let keys = ["changedFiles", "moreFiles", "files"]
        guard let diff = payload.fields("tool_response.bashEditDiff", keys: keys),
            let files = diff.strings("changedFiles", limit: Self.mostFiles), !files.isEmpty
        else { return nil }
        self.files = files
        // Those whose changes are shown, and the rest by number.
        let shown = diff.count("files") ?? 0
        total = max(files.count, shown + Int(clamping: diff.integer("moreFiles") ?? 0))
    }
}
