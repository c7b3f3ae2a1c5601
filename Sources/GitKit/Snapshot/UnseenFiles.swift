// Swift attributes `dirent` to this module because its headers are read first.
internal import CLibGit2
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Files that `git status` passes over though nothing ignores them, such as one whose name differs from a tracked one only
/// by case where `core.ignoreCase` is set.
struct UnseenFiles {
    private let workTree: String
    /// What git knows or has named: files, and directories that are not to be entered.
    private let known: Set<PathBytes>
    private var found: [PathBytes] = []

    /// - Parameters:
    ///   - status: everything that git names in the working tree.
    ///   - others: further files that are accounted for.
    /// - Throws: `.unreadableFile` for a directory that cannot be read.
    static func list(
        _ git: Git, workTree: String, _ status: WorkTreeStatus, _ others: Set<PathBytes>
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
        var names: [(name: PathBytes, kind: Int)] = []
        guard let stream = opendir(directory.absolute(in: workTree)) else {
            if errno == ENOENT || errno == ENOTDIR { return }
            throw ParallelError(
                .unreadableFile, operation: "save", subject: workTree + "/" + directory.display,
                message: "the directory cannot be read", cause: String(cString: strerror(errno)))
        }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if ![".", ".."].contains(name.display) { names.append((name, Int(entry.pointee.d_type))) }
        }
        closedir(stream)
        // A repository of its own, which is looked for elsewhere and keeps the worktree.
        if !directory.isEmpty, names.contains(where: { $0.name.display == ".git" }) { return }
        for (name, kind) in names where !directory.isEmpty || name.display != ".git" {
            let path = directory.isEmpty ? name : directory + [0x2F] + name
            if known.contains(path) { continue }
            try add(path, kind)
        }
    }

    private mutating func add(_ path: PathBytes, _ kind: Int) throws(ParallelError) {
        switch kind {
        case Int(DT_DIR): try walk(path)
        case Int(DT_REG), Int(DT_LNK): found.append(path)
        case Int(DT_UNKNOWN):
            guard let status = try WorkTreeFile.status(path, in: workTree) else { return }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try walk(path)
            case S_IFREG, S_IFLNK: found.append(path)
            default: return
            }
        default: return
        }
    }
}
