internal import CLibGit2
package import Files

/// The result of one pass over an index: the directories with tracked files, the size of these, and whether any hides
/// from `git status`.
package struct IndexSurvey: Equatable, Sendable {
    /// Every directory that tracked files lie below, the root (empty path) included.
    package private(set) var directories: Set<PathBytes> = [[]]
    /// The number of entries.
    package private(set) var count = 0
    /// The size of the tracked files in bytes, as git saw them last.
    package private(set) var bytes: UInt64 = 0
    /// Whether an entry is a submodule or another gitlink.
    package private(set) var hasGitlinks = false
    /// Whether an entry is assume-unchanged or skip-worktree.
    private(set) var hasFlaggedFiles = false
    /// Whether it remembers what conflicts were before they were resolved.
    private(set) var hasResolveUndo = false
    private var last: PathBytes = []

    /// Surveys the index of a git directory.
    /// - Returns: nil where the index is missing, or of a kind that only git itself reads: split, sparse, of SHA-256.
    package init?(gitDirectory: String) {
        let path = gitDirectory + "/index"
        let outcome = IndexScan.run(path) { add(mode: $0, size: $1, isFlagged: $2, path: $3) }
        if case .complete(let hasResolveUndo) = outcome {
            self.hasResolveUndo = hasResolveUndo
            return
        }
        self = IndexSurvey()
        guard let index = try? IndexFile.read(path) else { return nil }
        hasResolveUndo = index.hasResolveUndo
        for position in 0..<index.count {
            guard let entry = index.entry(position)?.pointee, let path = entry.path else { return nil }
            let isValid = UInt32(entry.flags) & UInt32(GIT_INDEX_ENTRY_VALID.rawValue) != 0
            let skips = UInt32(entry.flags_extended) & UInt32(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue) != 0
            let name = UnsafeRawBufferPointer(start: path, count: String(cString: path).utf8.count)
            add(mode: entry.mode, size: entry.file_size, isFlagged: isValid || skips, path: name)
        }
    }

    private init() {}

    private mutating func add(mode: UInt32, size: UInt32, isFlagged: Bool, path: UnsafeRawBufferPointer) {
        count += 1
        bytes += UInt64(size)
        hasGitlinks = hasGitlinks || mode == 0o160000
        hasFlaggedFiles = hasFlaggedFiles || isFlagged
        guard let slash = path.lastIndex(of: 0x2F) else { return }
        // Entries are sorted, so most files lie in the same directory as the one before.
        let directory = path[..<slash]
        if directory.count == last.count, directory.elementsEqual(last) { return }
        last = Array(directory)
        var ancestor = last
        while directories.insert(ancestor).inserted, let slash = ancestor.lastIndex(of: 0x2F) {
            ancestor = Array(ancestor[..<slash])
        }
    }
}
