internal import Exec
internal import Glibc
package import HookCore

extension ParallelError.Code {
    /// Another process holds the repository's lock for too long.
    package static let repositoryBusy: Self = "repository-busy"
}

/// The single lock of a repository for everything that changes `.git/worktrees`.
///
/// git itself has none there: parallel `git worktree add` calls fail each other. The lock is a kernel lock on a file in
/// the common git directory. So it ends with its holder, however that ends, and it works for all data directories.
package enum RepositoryLock {
    /// The time to wait for another process, in milliseconds. It is far more than any holder needs that is not stopped.
    private static let patience = 15_000
    /// The time to wait before an undo, in milliseconds. A user who has interrupted us waits for it.
    private static let undoPatience = 5_000
    private static let pause: Int32 = 5

    /// Runs `body` while no other process holds the lock.
    /// - Parameter isInterruptible: whether a caught interruption ends the wait.
    /// - Throws: the errors of `body`; `.repositoryBusy` when a holder does not release the lock; `.unusableRepository`
    ///   when the lock file cannot be opened; `.interrupted`.
    package static func held<Result>(
        in commonDirectory: String, isInterruptible: Bool = true, body: () throws(ParallelError) -> Result
    ) throws(ParallelError) -> Result {
        let path = commonDirectory + "/parallel-cc.lock"
        let descriptor = try openFile(path, in: commonDirectory)
        defer { close(descriptor) }
        var waited = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let error = errno
            guard error == EWOULDBLOCK || error == EINTR else {
                throw ParallelError(
                    .unusableRepository, operation: "lock repository", subject: path, message: "the lock failed",
                    cause: String(cString: strerror(error)))
            }
            if isInterruptible, Interruption.signal != nil {
                throw ParallelError(
                    .interrupted, operation: "lock repository", subject: path, message: "interrupted by a signal")
            }
            guard waited < (isInterruptible ? patience : undoPatience) else {
                throw ParallelError(
                    .repositoryBusy, operation: "lock repository", subject: path,
                    message: "another parallel-cc holds the repository's lock and does not go on",
                    hint: "fuser \(ShellWord.quote(path))")
            }
            poll(nil, 0, pause)
            waited += Int(pause)
        }
        return try body()
    }

    /// Opens the lock file. The first user made it, and that user's umask must not keep out others who work here.
    private static func openFile(_ path: String, in directory: String) throws(ParallelError) -> Int32 {
        // The file is opened for writing where possible: on NFS, an exclusive lock needs that.
        var descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        let error = errno
        if descriptor < 0, error == EACCES { descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard descriptor >= 0 else {
            var status = stat()
            let exists = lstat(path, &status) == 0
            throw ParallelError(
                .unusableRepository, operation: "lock repository", subject: path,
                message: exists ? "the lock file cannot be opened" : "the lock file cannot be made",
                hint: exists && error == EACCES
                    ? "its owner lets others in with: chmod a+r \(ShellWord.quote(path))" : nil,
                cause: String(cString: strerror(error)))
        }
        openUp(descriptor, as: directory)
        return descriptor
    }

    /// Lets everyone who may enter the directory open the lock. Only its owner can change that.
    private static func openUp(_ descriptor: Int32, as directory: String) {
        var file = stat()
        var folder = stat()
        guard fstat(descriptor, &file) == 0, stat(directory, &folder) == 0 else { return }
        let missing = folder.st_mode & 0o666 & ~file.st_mode
        if missing != 0, file.st_uid == geteuid() { fchmod(descriptor, file.st_mode & 0o777 | missing) }
    }
}
