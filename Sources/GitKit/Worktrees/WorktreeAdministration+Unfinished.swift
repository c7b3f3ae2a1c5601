internal import Files
internal import Glibc
package import HookCore

/// Worktrees that `git worktree add` has begun and not finished.
///
/// Until `git worktree add` has written `HEAD` and `commondir`, git cannot read what it has begun. If it is killed at
/// that point, `git fetch`, `git gc` and `git worktree list` fail in the whole repository. So git is not asked about
/// such a worktree.
extension WorktreeAdministration {
    /// The names that git makes before the worktree can be used.
    private static let firstNames: Set = [
        "locked", "gitdir", "HEAD", "HEAD.lock", "commondir", "logs", "refs", "reftable",
    ]

    /// Removes the git directories that killed commands of ours have begun, which hold nothing of the user's. Hold the
    /// `RepositoryLock`: then no running command still works on them.
    /// - Parameter name: the name of a worktree that is known to be ours, even where git had not yet written the lock's
    ///   reason.
    /// - Throws: `.cannotWrite`.
    package static func removeUnfinished(commonDirectory: String, named name: String? = nil) throws(ParallelError) {
        for directory in unfinished(commonDirectory: commonDirectory, named: name) {
            try TreeDeletion.delete(directory)
        }
    }

    /// Returns the unfinished git directories of ours. git's lock says that they are ours; they lack files that git
    /// needs, and their worktrees are empty. A worktree that git is making at this moment looks the same.
    package static func unfinished(commonDirectory: String, named name: String? = nil) -> [String] {
        let hasTables = access(commonDirectory + "/reftable", F_OK) == 0
        return DirectoryNames.list(commonDirectory + "/worktrees").compactMap { entry in
            let directory = "\(commonDirectory)/worktrees/\(entry)"
            if isUsable(directory, hasTables: hasTables) { return nil }
            let reason = line(directory + "/locked") ?? ""
            guard reason.hasPrefix("parallel-cc ") || (reason.isEmpty && entry.isSame(as: name)),
                holdsNothing(directory)
            else {
                return nil
            }
            return directory
        }
    }

    /// Takes away what a git that could not go on has left of the git directory of a worktree that it was deleting: git
    /// neither uses it, nor makes another worktree at that path while it lies there. Hold the `RepositoryLock`.
    /// - Parameter path: where the worktree was.
    /// - Throws: `.cannotWrite`.
    package static func removeRemains(of path: String, commonDirectory: String) throws(ParallelError) {
        let listed = all(commonDirectory: commonDirectory).filter { $0.path.isSame(as: path) }.map(\.directory)
        // Where git has already deleted what leads to the path, the name tells.
        let name = FilePath.name(of: path)
        let named = FilePath.isPlain(name) ? ["\(commonDirectory)/worktrees/\(name)"] : []
        for directory in (listed + named).distinctNames {
            let names = Set(DirectoryNames.list(directory))
            let isAnother = !listed.holds(name: directory) && names.contains("gitdir")
            // Somebody's `git worktree add` begins with an empty directory, and locks it next.
            if names.isEmpty || names.contains("locked") || names.isSuperset(of: ["HEAD", "commondir"]) || isAnother {
                continue
            }
            try TreeDeletion.delete(directory)
        }
    }

    private static func isUsable(_ directory: String, hasTables: Bool) -> Bool {
        let files = ["gitdir", "commondir", "HEAD"] + (hasTables ? ["reftable/tables.list"] : [])
        // git first writes HEAD without a commit, and then the branch.
        return files.allSatisfy { line("\(directory)/\($0)")?.contains { $0 != "0" } == true }
    }

    private static func holdsNothing(_ directory: String) -> Bool {
        guard firstNames.isSuperset(of: DirectoryNames.list(directory)) else { return false }
        // git writes this one line with the first HEAD.
        let log = line(directory + "/logs/HEAD") ?? ""
        guard !log.contains("\n"), DirectoryNames.list(directory + "/logs").allSatisfy({ $0 == "HEAD" }),
            DirectoryNames.list(directory + "/refs").allSatisfy({ $0 == "heads" }),
            DirectoryNames.list(directory + "/refs/heads").isEmpty
        else { return false }
        guard let gitFile = line(directory + "/gitdir"), gitFile.hasSuffix("/.git") else { return true }
        let tree = absolute(String(gitFile.dropLast("/.git".count)), from: directory)
        return DirectoryNames.list(tree).allSatisfy { $0 == ".git" }
    }
}
