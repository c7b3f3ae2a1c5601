internal import Files
internal import Glibc
internal import HookCore

/// Lets one process at a time move entries out of a trash folder, to delete or restore them. The kernel ends the lock
/// with its holder.
enum TrashLock {
    /// Runs `body` while this process has the lock.
    /// - Throws: the error of `body`; `.unknownTrash` when the entry is no longer there.
    static func held(around entry: String, body: () throws(ParallelError) -> Void) throws(ParallelError) {
        let folder = open(FilePath.folder(of: entry), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if folder >= 0 { close(folder) } }
        // The holder keeps the lock for the time of a few renames.
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
