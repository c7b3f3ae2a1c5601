internal import Files
internal import Glibc
internal import HookCore

/// The files of a worktree's git directory that make up its state besides HEAD and the index: an operation in progress,
/// reflogs, per-worktree references and configuration.
package enum WorktreeStateFiles {
    /// The files that identify the worktree and are no part of its state. A restored worktree has its own.
    private static let identity: Set<String> = [
        "HEAD", "commondir", "gitdir", "index", "index.lock", "locked", "modules", "reftable",
        WorktreeAdministration.markName,
    ]

    /// The files in a main checkout's git directory that belong to the checkout. Everything else there belongs to the
    /// repository or to other programs, such as credentials and the store of Git LFS.
    private static let ofMainCheckout: Set<String> = [
        "AUTO_MERGE", "BISECT_ANCESTORS_OK", "BISECT_EXPECTED_REV", "BISECT_FIRST_PARENT", "BISECT_HEAD", "BISECT_LOG",
        "BISECT_NAMES", "BISECT_RUN", "BISECT_START", "BISECT_TERMS", "CHERRY_PICK_HEAD", "COMMIT_EDITMSG",
        "MERGE_AUTOSTASH", "MERGE_HEAD", "MERGE_MODE", "MERGE_MSG", "MERGE_RR", "NOTES_EDITMSG",
        "ORIG_HEAD", "REBASE_HEAD", "REVERT_HEAD", "SQUASH_MSG", "TAG_EDITMSG",
        "rebase-apply", "rebase-merge", "sequencer", "info/sparse-checkout", "logs/HEAD", "logs/refs/bisect",
        "logs/refs/rewritten", "logs/refs/worktree", "refs/bisect", "refs/rewritten", "refs/worktree",
    ]

    /// Whether a path from a rescue may be written into a worktree's git directory: only state files and paths below
    /// them may. A rescue that another program has made could hold any path.
    static func isState(_ path: String) -> Bool {
        let parts = FilePath.parts(of: path, omittingEmpty: false).map(String.init)
        // The lock of a git that was killed would stop every other git for good.
        return !identity.contains(parts[0]) && !isLock(path) && !parts.contains { ["", ".", ".."].contains($0) }
    }

    /// Whether git itself writes a file of this name for an operation or a checkout.
    static func isWrittenByGit(_ name: String) -> Bool {
        ["HEAD", "FETCH_HEAD"].contains(name) || ofMainCheckout.contains(name)
    }

    /// Other files and directories that git keeps of each worktree, and writes anew without asking.
    private static let ofEachWorktree: Set<String> = [
        "EDIT_DESCRIPTION", "FETCH_HEAD", "config.worktree", "fsmonitor--daemon",
    ]

    /// Whether git itself writes a file of this path in a linked worktree's git directory.
    static func isGits(_ path: String) -> Bool {
        let parts = FilePath.parts(of: path).map(String.init)
        guard let first = parts.first else { return false }
        if first.hasPrefix("sharedindex.") { return parts.count == 1 && first.dropFirst(12).allSatisfy(\.isHexDigit) }
        // Where references lie in tables, this is a file and no directory.
        if path == "refs/heads" { return true }
        // With core.logAllRefUpdates=always, each reference has a log.
        let name = parts.count == 2 && first == "logs" ? parts[1] : first
        return identity.contains(first) || isWrittenByGit(name)
            || (1...parts.count).contains { count in
                let above = parts[..<count].joined(separator: "/")
                return ofEachWorktree.contains(above) || ofMainCheckout.contains(above)
            }
    }

    /// Whether a file is the lock of one of git's own files, or of a reference beside HEAD.
    static func isLock(_ path: String) -> Bool {
        guard path.hasSuffix(".lock") else { return false }
        let locked = String(path.dropLast(5))
        return path.hasPrefix("next-index-") || isGits(locked) || OwnReferences.isRoot(locked)
    }

    private static let messages = ["MERGE_MSG", "NOTES_EDITMSG", "SQUASH_MSG", "TAG_EDITMSG"]

    /// Whether a message waits for the next commit, tag or note. git removes it with that, or when the user gives it
    /// up. The message that was edited last (COMMIT_EDITMSG) stays, and is usually in a commit.
    static func holdMessage(_ gitDirectory: String) -> Bool { !messages(gitDirectory).isEmpty }

    /// Returns the files with such messages.
    static func messages(_ gitDirectory: String) -> [String] {
        messages.filter { WholeFile.read("\(gitDirectory)/\($0)")?.isEmpty == false }
    }

    /// Returns the files' relative paths, sorted. git writes no names there that are not UTF-8.
    package static func paths(in gitDirectory: String) -> [String] {
        var found: [String] = []
        // Only the git directory of a linked worktree names another one.
        let isLinked = access(gitDirectory + "/commondir", F_OK) == 0
        let names = DirectoryNames.list(gitDirectory).filter { !$0.hasPrefix(PrivateIndex.prefix) }
        let shared = names.filter { $0.hasPrefix("sharedindex.") }
        for name in isLinked ? names.filter({ !identity.contains($0) }) : ofMainCheckout.union(shared).sorted() {
            collect(gitDirectory, at: name, depth: 0, into: &found)
        }
        return found.sorted()
    }

    private static func collect(_ root: String, at path: String, depth: Int, into found: inout [String]) {
        var status = stat()
        guard depth < 16, lstat(root + "/" + path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFREG {
            found.append(path)
        } else if status.st_mode & S_IFMT == S_IFDIR {
            for name in DirectoryNames.list(root + "/" + path) {
                collect(root, at: path + "/" + name, depth: depth + 1, into: &found)
            }
        }
    }
}
