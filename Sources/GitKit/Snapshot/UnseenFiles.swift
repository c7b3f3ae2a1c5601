// Swift attributes `dirent` to this module because its headers are read first.
internal import CLibGit2
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Finds files that `git status` passes over though nothing ignores them. For example, where `core.ignoreCase` is set,
/// git passes over a file whose name differs from a tracked one only by case.
struct UnseenFiles {
    private let workTree: String
    /// The files that git knows or has named, and the directories that are not to be entered.
    private let known: Set<PathBytes>
    private var found: [PathBytes] = []

    /// Returns the unseen files of a working tree, sorted.
    /// - Parameters:
    ///   - status: all paths that git names in the working tree.
    ///   - others: further files that are accounted for.
    /// - Throws: `.unreadableFile` for a directory that cannot be read.
    static func list(
        _ git: Git, workTree: String, status: WorkTreeStatus, others: Set<PathBytes>
    ) throws(ParallelError) -> [PathBytes] {
        var known = others
        for entry in try IndexEntry.list(git) { known.insert(entry.path) }
        for entry in status.entries { known.insert(entry.path) }
        for path in status.ignored { known.insert(path.last == 0x2F ? path.dropLast() : path) }
        var files = UnseenFiles(workTree: workTree, known: known)
        try files.walk([])
        return files.found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private init(workTree: String, known: Set<PathBytes>) {
        self.workTree = workTree
        self.known = known
    }

    private mutating func walk(_ directory: PathBytes) throws(ParallelError) {
        let entries = try SavedDirectory.entries(directory, in: workTree)
        // This is a repository. Other code looks for it, and keeps the worktree.
        if !directory.isEmpty, entries.contains(where: { $0.name.display == ".git" }) { return }
        for entry in entries where !directory.isEmpty || entry.name.display != ".git" {
            let path = directory.isEmpty ? entry.name : directory + [0x2F] + entry.name
            if known.contains(path) { continue }
            try add(path, kind: entry.kind)
        }
    }

    private mutating func add(_ path: PathBytes, kind: DirectoryEntry.Kind) throws(ParallelError) {
        switch kind {
        case .directory: try walk(path)
        case .regular, .symbolicLink: found.append(path)
        case .unknown:
            guard let status = try WorkTreeFile.status(path, in: workTree) else { return }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try walk(path)
            case S_IFREG, S_IFLNK: found.append(path)
            default: return
            }
        case .other: return
        }
    }
}
