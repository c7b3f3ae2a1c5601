internal import Exec
internal import GitProgram
package import HookCore

/// An entry of `git worktree list`.
package struct WorktreeEntry: Equatable, Sendable {
    /// The root of the worktree, as an absolute path.
    package fileprivate(set) var path: String
    /// The commit of HEAD; nil for a bare repository.
    package let head: String?
    /// The branch without `refs/heads/`; nil when HEAD is detached.
    package let branch: String?
    /// The reason of the lock: empty when locked without a reason, nil when not locked.
    package let lockReason: String?
    /// Whether the directory is missing.
    package let isPrunable: Bool
}

extension Git {
    /// Returns all worktrees of the repository, the main checkout first.
    /// - Parameter main: the root of the main checkout, if it is known. For a submodule, with `--separate-git-dir`, and
    ///   behind a linked `.git`, git names the git directory instead.
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
            branch: branch.map { FilePath.relative($0, to: "refs/heads") ?? $0 },
            lockReason: fields["locked"], isPrunable: fields["prunable"] != nil)
    }
}
