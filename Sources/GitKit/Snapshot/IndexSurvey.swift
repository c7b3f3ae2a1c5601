internal import CLibGit2
internal import Glibc

/// What one pass over an index tells: where tracked files lie, how much they are, whether any hides from `git status`.
package struct IndexSurvey: Sendable {
    /// Every directory that tracked files lie below, the root (empty path) included.
    package private(set) var directories: Set<PathBytes> = [[]]
    /// Bytes of the tracked files, as git saw them last.
    package private(set) var bytes: UInt64 = 0
    /// Whether an entry is assume-unchanged or skip-worktree.
    private(set) var hasFlaggedFiles = false

    /// Whether an entry is a submodule or another gitlink.
    package private(set) var hasGitlinks = false

    /// - Returns: nil where libgit2 cannot read the index: split, sparse, of SHA-256, or missing.
    package init?(gitDirectory: String) {
        guard let index = try? IndexFile.read(gitDirectory + "/index") else { return nil }
        var last: PathBytes = []
        for position in 0..<index.count {
            guard let entry = index.entry(position), let path = entry.pointee.path else { return nil }
            bytes += UInt64(entry.pointee.file_size)
            let isValid = UInt32(entry.pointee.flags) & UInt32(GIT_INDEX_ENTRY_VALID.rawValue) != 0
            let skips = UInt32(entry.pointee.flags_extended) & UInt32(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue) != 0
            hasFlaggedFiles = hasFlaggedFiles || isValid || skips
            hasGitlinks = hasGitlinks || entry.pointee.mode == 0o160000
            guard let slash = strrchr(path, 0x2F) else { continue }
            // Entries are sorted, so most lie where the one before lay.
            let directory = UnsafeRawBufferPointer(start: path, count: slash - UnsafeMutablePointer(mutating: path))
            if directory.count == last.count, directory.elementsEqual(last) { continue }
            last = Array(directory)
            add(last)
        }
    }

    private mutating func add(_ directory: PathBytes) {
        var directory = directory
        while directories.insert(directory).inserted, let slash = directory.lastIndex(of: 0x2F) {
            directory = Array(directory[..<slash])
        }
        directories.insert(directory)
    }
}
