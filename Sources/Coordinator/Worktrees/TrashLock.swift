internal import Files
internal import HookCore

/// Lets one process at a time move entries out of a trash folder, to delete or restore them.
enum TrashLock {
    /// Runs `body` while this process has the lock.
    /// - Throws: the error of `body`; `.unknownTrash` when the entry is no longer there.
    static func held(around entry: String, body: () throws(ParallelError) -> Void) throws(ParallelError) {
        // The holder keeps the lock for the time of a few renames.
        try DirectoryLock.held(on: FilePath.folder(of: entry)) { () throws(ParallelError) in
            guard FileAccess.exists(entry) else {
                let isDoomed = FileAccess.exists(entry + Coordinator.deletingSuffix)
                throw ParallelError(
                    .unknownTrash, operation: "take from trash", subject: entry,
                    message: isDoomed ? "it is being deleted" : "it is not there any more",
                    hint: "parallel-cc trash list")
            }
            try body()
        }
    }
}
