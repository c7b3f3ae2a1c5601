internal import Files
internal import Glibc
internal import HookCore

/// Lets one process at a time move entries out of a trash folder, to delete them or to bring them back. It ends with its
/// holder, however that ends.
enum TrashLock {
    /// - Throws: what `body` throws; `.unknownTrash` when the entry is not there any more.
    static func held(around entry: String, body: () throws(ParallelError) -> Void) throws(ParallelError) {
        let folder = open(FilePath.folder(of: entry), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if folder >= 0 { close(folder) } }
        // It is held for the time of a few renames.
        while folder >= 0, flock(folder, LOCK_EX) != 0, errno == EINTR {}
        guard FileAccess.exists(entry) else {
            let isDoomed = FileAccess.exists(entry + Coordinator.deletingSuffix)
            throw ParallelError(
                .unknownTrash, operation: "take from trash", subject: entry,
                message: isDoomed ? "it is being deleted" : "it is not there any more", hint: "parallel-cc trash list")
        }
        try body()
    }
}
