internal import CLibGit2
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// An index file of our own, for building trees. `close` removes it.
struct PrivateIndex {
    static let prefix = "parallel-cc-index-"

    private let path: String
    private let git: Git

    /// Makes a name for the file.
    /// - Parameter directory: the directory for the file. It must be on a writable file system.
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
        // git takes a missing index for an empty one. It does not take an empty file for one.
        unlink(path)
        // A split index would leave its shared half in the worktree's own git directory.
        self.git = git.withIndex(path).setting("core.splitIndex", value: "false")
    }

    /// Writes the tree of the given entries. git leaves out the names that it refuses; it reports them and goes on.
    func tree(of entries: [IndexEntry]) throws(ParallelError) -> String {
        let records = entries.flatMap { $0.indexInfo() }
        try git.run(["read-tree", "--empty"])
        try git.run(["update-index", "-z", "--index-info"], input: records)
        // git knows the empty tree without having it, so `write-tree` does not write it.
        if records.isEmpty { return try git.line(["hash-object", "-t", "tree", "-w", "--stdin"], input: []) }
        // A partial clone's index names blobs that were never fetched. The remote keeps those.
        return try git.line(["write-tree", "--missing-ok"])
    }

    func close() {
        unlink(path)
        unlink(path + ".lock")
    }
}

extension Git {
    /// Removes private indexes, and folders beside them, that killed processes of ours left in a repository more than
    /// an hour ago.
    package static func sweepPrivateIndexes(in commonDirectory: String) {
        let worktrees = commonDirectory + "/worktrees"
        let directories = [commonDirectory] + DirectoryNames.list(worktrees).map { worktrees + "/" + $0 }
        for directory in directories {
            for name in DirectoryNames.list(directory) where name.hasPrefix(PrivateIndex.prefix) {
                var status = stat()
                let path = directory + "/" + name
                if lstat(path, &status) == 0, status.st_mtim.tv_sec + 3_600 < time(nil) {
                    try? TreeDeletion.delete(path)
                }
            }
        }
    }
}
