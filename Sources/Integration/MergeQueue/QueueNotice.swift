internal import Coordinator
internal import Files
internal import GitKit

/// What a session is told of a branch that was to land.
struct QueueNotice {
    private static let shownFiles = 20

    let entry: QueueEntry
    /// What it was put on.
    let base: String
    /// Whether the branch has gone on since.
    let hasMovedOn: Bool
    /// What brings the target to what waits for it.
    let command: String

    var text: String {
        let branch = "Branch \(entry.branch) (\(entry.tip.prefix(10)))"
        var sentences: [String] = []
        switch entry.state {
        case .landed: sentences = ["\(branch) has landed on \(entry.target) as \(entry.result?.prefix(10) ?? "")."]
        case .pending:
            sentences = [
                "\(branch) is ready to land on \(entry.target), which cannot be moved just now; it waits at "
                    + "\(ReadyMerge.reference(entry.target)). Where \(entry.target) is checked out: "
                    + command
            ]
        case .conflict:
            sentences = [
                "\(branch) did not land on \(entry.target): it conflicts in \(files).",
                "Bring it up to date and queue it again: git rebase \(Self.word(base)), then "
                    + "parallel-cc merge queue add \(Self.word(entry.branch))",
            ]
        default: sentences = ["\(branch) did not land on \(entry.target): \(entry.message ?? "")"]
        }
        if let words = entry.message, entry.state == .landed || entry.state == .pending { sentences.append(words) }
        if hasMovedOn { sentences.append("What came to it since then has not landed.") }
        return sentences.joined(separator: " ")
    }

    private var files: String {
        let shown = entry.files.prefix(Self.shownFiles).map(\.display).joined(separator: ", ")
        let rest = entry.files.count - Self.shownFiles
        return rest > 0 ? "\(shown) and \(rest) more" : shown
    }

    /// What brings a target to what waits for it.
    static func command(_ target: String) -> String {
        "git merge --ff-only --no-overwrite-ignore \(word(ReadyMerge.reference(target)))"
    }

    /// A branch's name may hold what a shell obeys.
    static func word(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return isPlain && !text.hasPrefix("-") ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
