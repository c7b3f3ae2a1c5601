/// The changes in the repository that Claude Code saw while a Bash command ran. It compares the whole tree before and
/// after, so the writes of other programs in the meantime are among them.
///
/// Seen with Claude Code 2.1.327, which reports them in the modes `auto` and `bypassPermissions`, elsewhere with the
/// user's setting `bashEditDiffEnabled`. It leaves out ignored files, files outside the repository and names with a
/// line break, and names 200 files at most.
package struct BashChanges: Hashable, Sendable {
    /// The number of files that are read at most.
    package static let mostFiles = 200

    /// The absolute paths of the files that were created, changed, deleted or moved.
    package let files: [String]
    /// The number of files that changed, those included that are not named.
    package let total: Int

    /// Reads `tool_response.bashEditDiff`; nil where nothing changed or Claude Code does not report it.
    init?(_ payload: JSONFields) {
        let keys = ["changedFiles", "moreFiles", "files"]
        guard let diff = payload.fields("tool_response.bashEditDiff", keys: keys),
            let files = diff.strings("changedFiles", limit: Self.mostFiles), !files.isEmpty
        else { return nil }
        self.files = files
        // The payload lists the files with shown changes, and the number of the rest.
        let shown = diff.count("files") ?? 0
        total = max(files.count, shown + Int(clamping: diff.integer("moreFiles") ?? 0))
    }
}
