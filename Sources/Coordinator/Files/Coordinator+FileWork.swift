internal import Exec
package import Files
internal import GitKit
internal import GitProgram
package import HookCore

extension Coordinator {
    /// Returns the changes of the other worktrees of a repository to these files, committed or not.
    /// - Parameters:
    ///   - paths: paths from the repository's root; a directory stands for everything below it.
    ///   - directory: a directory in the asker's worktree, which is left out.
    /// - Throws: when the asker's own worktree cannot be read. Failures in other worktrees are among the problems.
    package func work(on paths: [PathBytes], besides directory: String) throws(ParallelError) -> FileWorkSurvey {
        let own = try repository(at: directory)
        let head = try git(directory).head().commit
        let sessions = Dictionary(
            try livingSessions(in: own.commonDirectory).map { (Name($0.worktreePath), $0) }, uniquingKeysWith: { $1 })
        var survey = FileWorkSurvey()
        for worktree in Self.worktrees(of: own) where !worktree.isSame(as: own.workTree) {
            do throws(ParallelError) {
                let git = git(worktree).with(["GIT_LITERAL_PATHSPECS": "1"])
                let found = try git.head()
                var changes: [PathBytes: FileWork.Change] = [:]
                try git.addCommitted(to: &changes, paths: paths, base: head, tip: found.commit)
                try git.addUncommitted(to: &changes, paths: paths)
                if changes.isEmpty { continue }
                survey.work.append(
                    FileWork(
                        worktree: worktree, branch: found.branch, session: sessions[Name(worktree)],
                        changes: changes.values.sorted { $0.path.lexicographicallyPrecedes($1.path) }))
            } catch  where error.code != .interrupted {
                survey.problems.append((worktree, error.description))
            }
        }
        return survey
    }

    /// Returns the worktrees whose directories exist, the main checkout first.
    private static func worktrees(of repository: Repository) -> [String] {
        let linked = WorktreeAdministration.all(commonDirectory: repository.commonDirectory).map { realPath($0.path) }
        let all = (repository.mainCheckout.map { [$0] } ?? []) + linked.sorted()
        return all.filter { FileAccess.exists($0 + "/.git") }
    }
}

extension Git {
    /// Adds the files that `tip` has changed since it parted from `base`.
    fileprivate func addCommitted(
        to changes: inout [PathBytes: FileWork.Change], paths: [PathBytes], base: String?, tip: String?
    ) throws(ParallelError) {
        guard let base, let tip, base != tip else { return }
        let common = try run(["merge-base", base, tip], statuses: [0, 1]).text.split(separator: "\n").first
        let start = common.map(String.init) ?? base
        if start == tip { return }
        let asked = PathArguments(paths)
        let answer = try run(
            ["diff-tree", "-r", "--no-renames", "--name-only", "-z", start, tip, "--"] + asked.texts)
        for path in ZeroSeparated.fields(answer.output) where !path.isEmpty && asked.cover(Array(path)) {
            changes[Array(path), default: .init(path: Array(path))].isCommitted = true
        }
    }

    fileprivate func addUncommitted(
        to changes: inout [PathBytes: FileWork.Change], paths: [PathBytes]
    ) throws(ParallelError) {
        for entry in try workTreeStatus(of: paths) {
            let kind =
                switch entry.kind {
                case .tracked: "modified"
                case .unmerged: "unmerged"
                case .untracked: "untracked"
                }
            changes[entry.path, default: .init(path: entry.path)].uncommitted = kind
        }
    }
}
