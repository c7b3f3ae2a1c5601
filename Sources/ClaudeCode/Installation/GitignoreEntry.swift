internal import HookCore

/// The entry `.claude/` in the ignore file of a main checkout, so that local settings are not committed by accident.
struct GitignoreEntry {
    private static let variants: Set = [
        ".claude", ".claude/", "/.claude", "/.claude/", ".claude/*", "/.claude/*", ".claude/**", "**/.claude",
        "**/.claude/",
    ]
    private let block = MarkedBlock(
        remark: "local settings of Claude Code", line: ".claude/", recognizes: { $0 == ".claude/" })

    func install(in draft: inout InstallDraft, path: String) throws(ParallelError) {
        let content = try draft.content(of: path) ?? []
        let lines = String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline)
        if lines.contains(where: { Self.variants.contains(Self.trimmed($0)) }) { return }
        try draft.editText(path, reason: "ignore .claude/") { block.added(to: $0) }
    }

    /// Removes our two lines; a foreign entry stays.
    func uninstall(in draft: inout InstallDraft, path: String) throws(ParallelError) {
        guard block.isPresent(in: try draft.content(of: path) ?? []) else { return }
        try draft.editText(path, reason: "no longer ignore .claude/") { block.removed(from: $0) }
        draft.forget(path)
    }

    private static func trimmed(_ line: Substring) -> String {
        String(line.reversed().drop(while: \.isWhitespace).reversed())
    }
}
