internal import Glibc

/// The files of a worktree's git directory that make up its state besides HEAD and the index: an operation in progress,
/// reflogs, per-worktree references and configuration.
package enum WorktreeStateFiles {
    /// What identifies the worktree rather than its state; a restored worktree has its own.
    private static let identity: Set<String> = [
        "HEAD", "commondir", "gitdir", "index", "index.lock", "locked", "modules", "worktrees", "objects", "hooks",
        "config", "description", "packed-refs", "branches",
    ]

    /// Whether a path from a rescue may be written into a worktree's git directory: state, and below it. A rescue that
    /// somebody else has made could say anything.
    static func isState(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        return !identity.contains(parts[0]) && !parts.contains { ["", ".", ".."].contains($0) }
    }

    /// Relative paths of the files, sorted. Names that are not UTF-8 do not occur in what git writes there.
    package static func paths(in gitDirectory: String) -> [String] {
        var found: [String] = []
        for name in DirectoryNames.list(gitDirectory) where !identity.contains(name) {
            collect(gitDirectory, name, depth: 0, into: &found)
        }
        return found.sorted()
    }

    private static func collect(_ root: String, _ path: String, depth: Int, into found: inout [String]) {
        var status = stat()
        guard depth < 16, lstat(root + "/" + path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFREG {
            found.append(path)
        } else if status.st_mode & S_IFMT == S_IFDIR {
            for name in DirectoryNames.list(root + "/" + path) {
                collect(root, path + "/" + name, depth: depth + 1, into: &found)
            }
        }
    }
}
