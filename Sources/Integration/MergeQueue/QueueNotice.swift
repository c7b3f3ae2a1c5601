internal import Coordinator
internal import Exec
internal import Files
internal import GitKit

/// The message to a session about a branch that was to land.
struct QueueNotice {
    private static let shownFiles = 20

    let entry: QueueEntry
    /// The name of the state on which it was put.
    let base: String
    /// Whether the branch has new commits since then.
    let hasMovedOn: Bool
    /// The command that moves the target to the ready merge.
    let command: String

    var text: String {
        let branch = "Branch \(entry.branch) (\(entry.tip.prefix(10)))"
        var sentences: [String] = []
        switch entry.state {
        case .landed: sentences = ["\(branch) has landed on \(entry.target) as \(entry.result?.prefix(10) ?? "")."]
        case .ready:
            sentences = [
                "\(branch) is ready to land on \(entry.target), which cannot be moved just now; it waits at "
                    + "\(ReadyMerge.reference(entry.target)). Where \(entry.target) is checked out: "
                    + command
            ]
        case .conflict:
            sentences = [
                "\(branch) did not land on \(entry.target): it conflicts in \(files).",
                "Bring it up to date and queue it again: git rebase \(ShellWord.quote(base)), then "
                    + "parallel-cc merge queue add \(ShellWord.quote(entry.branch))",
            ]
        default: sentences = ["\(branch) did not land on \(entry.target): \(entry.message ?? "")"]
        }
        if let message = entry.message, entry.state == .landed || entry.state == .ready { sentences.append(message) }
        if hasMovedOn { sentences.append("What came to it since then has not landed.") }
        return sentences.joined(separator: " ")
    }

    private var files: String {
        let shown = entry.files.prefix(Self.shownFiles).map(\.display).joined(separator: ", ")
        let rest = entry.files.count - Self.shownFiles
        return rest > 0 ? "\(shown) and \(rest) more" : shown
    }

    /// Returns the command that moves a target to the ready merge.
    static func command(_ target: String) -> String {
        "git merge --ff-only --no-overwrite-ignore \(ShellWord.quote(ReadyMerge.reference(target)))"
    }
}
