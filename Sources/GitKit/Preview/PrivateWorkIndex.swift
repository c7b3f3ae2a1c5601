// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// A copy of a worktree's index in the scratch folder, to which git may add files.
struct PrivateWorkIndex {
    private let path: String
    private let git: Git

    /// Copies the index.
    /// - Parameter git: a git in the worktree.
    init(_ git: Git, scratch: ScratchObjects) throws(ParallelError) {
        let original = try git.line(["rev-parse", "--path-format=absolute", "--git-path", "index"])
        var template = Array("\(scratch.folder)/index-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw ParallelError(
                .cannotWrite, operation: "look at uncommitted work", subject: scratch.folder,
                message: "no index can be made there", cause: String(cString: strerror(errno)))
        }
        close(descriptor)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        unlink(path)
        do throws(ParallelError) {
            try Self.copy(original, to: path)
        } catch {
            unlink(path)
            throw error
        }
        // Without these settings, half of a split index would be written beside the worktree's own, and git could rely
        // on a monitor or a cache of untracked files.
        let plain = git.setting("core.splitIndex", value: "false").setting("core.fsmonitor", value: "false")
            .setting("core.untrackedCache", value: "false")
        self.git = scratch.joined(to: plain.withIndex(path))
    }

    /// Copies an index with its time; a missing index is an empty one. git reads a file that was changed in or after
    /// the second in which the index was written, because its size and times cannot tell (gitformat-index(5), "racily
    /// clean"). A copy that is younger than the original would hide such a change.
    private static func copy(_ original: String, to path: String) throws(ParallelError) {
        let descriptor = open(original, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 && errno == ENOENT { return }
        var status = stat()
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fstat(descriptor, &status) == 0, let bytes = WholeFile.contents(of: descriptor) else {
            throw ParallelError(
                .unreadableFile, operation: "look at uncommitted work", subject: original,
                message: "the index cannot be read", cause: String(cString: strerror(errno)))
        }
        try FileWriter.create(Array(path.utf8), bytes: bytes, mode: 0o600)
        let times = [status.st_atim, status.st_mtim]
        guard utimensat(AT_FDCWD, path, times, 0) == 0 else {
            throw ParallelError(
                .cannotWrite, operation: "look at uncommitted work", subject: path,
                message: "the copy of the index cannot be given the time of the original",
                cause: String(cString: strerror(errno)))
        }
    }

    func remove() {
        unlink(path)
        unlink(path + ".lock")
    }

    /// Stores the files, and returns their modes and ids.
    func add(_ paths: [PathBytes]) throws(ParallelError) -> [PathBytes: WorkChange.Content] {
        let input: [UInt8] = paths.flatMap { path -> [UInt8] in path + [0] }
        try git.run(["update-index", "--add", "--remove", "--replace", "-z", "--stdin"], input: input)
        let wanted = Set(paths)
        var found: [PathBytes: WorkChange.Content] = [:]
        for entry in try IndexEntry.list(git) where entry.stage == 0 && wanted.contains(entry.path) {
            found[entry.path] = WorkChange.Content(mode: UInt32(entry.mode, radix: 8) ?? 0, id: entry.id)
        }
        return found
    }

    /// Makes the index that of a commit with changes, and writes its tree. The staged changes of the worktree play no
    /// part.
    /// - Parameter changes: the changes. Their objects must be stored.
    func tree(of commit: String, changes: [WorkChange]) throws(ParallelError) -> String {
        unlink(path)
        try git.run(["read-tree", commit])
        let none = String(repeating: "0", count: commit.count)
        // Removals come first: a directory may have taken a removed file's name.
        let sorted = changes.filter { $0.content == nil } + changes.filter { $0.content != nil }
        let lines = sorted.flatMap { change -> [UInt8] in
            let mode = String(change.content?.mode ?? 0, radix: 8)
            return Array("\(mode) \(change.content?.id ?? none)\t".utf8) + change.path + [0]
        }
        try git.run(["update-index", "--add", "--replace", "-z", "--index-info"], input: lines)
        return try git.line(["write-tree", "--missing-ok"])
    }
}
