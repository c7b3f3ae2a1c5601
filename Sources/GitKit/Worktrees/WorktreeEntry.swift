internal import Exec
internal import GitProgram
package import HookCore

/// One line of git's own list of worktrees.
package struct WorktreeEntry: Equatable, Sendable {
    package fileprivate(set) var path: String
    package let head: String?
    /// Without `refs/heads/`; nil when detached.
    package let branch: String?
    /// Why it is locked; empty when locked without a reason, nil when not locked.
    package let lockReason: String?
    /// Whether the directory is missing.
    package let isPrunable: Bool
}

extension Git {
    /// All worktrees of the repository, the main checkout first.
    /// - Parameter main: where that lies, if it is known: for a submodule, with `--separate-git-dir` and behind a linked
    ///   `.git` git names the git directory instead.
    package func worktrees(main: String?) throws(ParallelError) -> [WorktreeEntry] {
        let answer = try run(["worktree", "list", "--porcelain", "-z"])
        var entries: [WorktreeEntry] = []
        var fields: [String: String] = [:]
        for field in ZeroSeparated.fields(answer.output) {
            if field.isEmpty {
                if let entry = WorktreeEntry(fields: fields) { entries.append(entry) }
                fields = [:]
                continue
            }
            let text = String(decoding: field, as: UTF8.self)
            let space = text.firstIndex(of: " ") ?? text.endIndex
            fields[String(text[..<space])] = space == text.endIndex ? "" : String(text[text.index(after: space)...])
        }
        if let main, entries.first?.head != nil { entries[0].path = main }
        return entries
    }
}

extension WorktreeEntry {
    fileprivate init?(fields: [String: String]) {
        guard let path = fields["worktree"] else { return nil }
        let branch = fields["branch"]
        self.init(
            path: path, head: fields["HEAD"],
            branch: branch.map { $0.hasPrefix("refs/heads/") ? String($0.dropFirst("refs/heads/".count)) : $0 },
            lockReason: fields["locked"], isPrunable: fields["prunable"] != nil)
    }
}
