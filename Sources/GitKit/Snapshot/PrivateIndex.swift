internal import CLibGit2
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// An index file of our own, for building trees; removed by `close`.
struct PrivateIndex {
    static let prefix = "parallel-cc-index-"

    private let path: String
    private let git: Git

    /// - Parameter directory: where the file goes; must be on a writable file system.
    init(_ git: Git, directory: String) throws(ParallelError) {
        var template = Array("\(directory)/\(Self.prefix)XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw ParallelError(
                .gitFailed, operation: "create private index", subject: directory, message: "cannot write there",
                cause: String(cString: strerror(errno)))
        }
        Glibc.close(descriptor)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // git takes a missing index for an empty one, but not an empty file.
        unlink(path)
        // A split one would leave its shared half in the worktree's own git directory.
        self.git = git.withIndex(path).setting("core.splitIndex", value: "false")
    }

    /// Writes the tree of the given entries, but for those whose names git refuses: it says so and goes on.
    func tree(of entries: [IndexEntry]) throws(ParallelError) -> String {
        let records = entries.flatMap { $0.indexInfo() }
        try git.run(["read-tree", "--empty"])
        try git.run(["update-index", "-z", "--index-info"], input: records)
        // git knows the empty tree without having it, and so does not write it.
        if records.isEmpty { return try git.line(["hash-object", "-t", "tree", "-w", "--stdin"], input: []) }
        // A partial clone's index names blobs that were never fetched; those are the remote's to keep.
        return try git.line(["write-tree", "--missing-ok"])
    }

    func close() {
        unlink(path)
        unlink(path + ".lock")
    }
}

extension Git {
    /// Removes what killed processes of ours have left in a repository, an hour later: private indexes, and folders beside
    /// them.
    package static func sweepPrivateIndexes(in commonDirectory: String) {
        let worktrees = commonDirectory + "/worktrees"
        let places = [commonDirectory] + DirectoryNames.list(worktrees).map { worktrees + "/" + $0 }
        for place in places {
            for name in DirectoryNames.list(place) where name.hasPrefix(PrivateIndex.prefix) {
                var status = stat()
                let path = place + "/" + name
                if lstat(path, &status) == 0, status.st_mtim.tv_sec + 3_600 < time(nil) {
                    try? TreeDeletion.delete(path)
                }
            }
        }
    }
}
