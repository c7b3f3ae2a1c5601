internal import Files
internal import Glibc
package import HookCore

/// Until `git worktree add` has written `HEAD` and `commondir`, git cannot read what it has begun: killed there, it makes
/// `git fetch`, `git gc` and `git worktree list` fail in the whole repository. So git is not asked about such a one.
extension WorktreeAdministration {
    /// What git makes before the worktree can be used.
    private static let firstNames: Set = [
        "locked", "gitdir", "HEAD", "HEAD.lock", "commondir", "logs", "refs", "reftable",
    ]

    /// Takes away what killed commands of ours have begun, which holds nothing of anybody's. Hold the `RepositoryLock`: then
    /// no living one is at it.
    /// - Parameter name: of one that is known to be ours, also where git had not written down why it is locked.
    /// - Throws: `.cannotWrite`.
    package static func removeUnfinished(commonDirectory: String, named name: String? = nil) throws(ParallelError) {
        for directory in unfinished(commonDirectory: commonDirectory, named: name) {
            try TreeDeletion.delete(directory)
        }
    }

    /// Such git directories: ours by git's lock, without what makes them usable, and with nothing in the worktree. One that
    /// is being made just now looks the same.
    package static func unfinished(commonDirectory: String, named name: String? = nil) -> [String] {
        let hasTables = access(commonDirectory + "/reftable", F_OK) == 0
        return DirectoryNames.list(commonDirectory + "/worktrees").compactMap { entry in
            let directory = "\(commonDirectory)/worktrees/\(entry)"
            if isUsable(directory, hasTables: hasTables) { return nil }
            let reason = line(directory + "/locked") ?? ""
            guard reason.hasPrefix("parallel-cc ") || (reason.isEmpty && entry == name), holdsNothing(directory) else {
                return nil
            }
            return directory
        }
    }

    private static func isUsable(_ directory: String, hasTables: Bool) -> Bool {
        let files = ["gitdir", "commondir", "HEAD"] + (hasTables ? ["reftable/tables.list"] : [])
        // git points HEAD at no commit before it points it at the branch.
        return files.allSatisfy { line("\(directory)/\($0)")?.contains { $0 != "0" } == true }
    }

    private static func holdsNothing(_ directory: String) -> Bool {
        guard firstNames.isSuperset(of: DirectoryNames.list(directory)) else { return false }
        // The one line that git writes with the first HEAD.
        let log = line(directory + "/logs/HEAD") ?? ""
        guard !log.contains("\n"), DirectoryNames.list(directory + "/logs").allSatisfy({ $0 == "HEAD" }),
            DirectoryNames.list(directory + "/refs").allSatisfy({ $0 == "heads" }),
            DirectoryNames.list(directory + "/refs/heads").isEmpty
        else { return false }
        guard let place = line(directory + "/gitdir"), place.hasSuffix("/.git") else { return true }
        let tree = absolute(String(place.dropLast("/.git".count)), from: directory)
        return DirectoryNames.list(tree).allSatisfy { $0 == ".git" }
    }
}
