internal import Exec
internal import Glibc
package import HookCore

/// The one lock per repository for everything that touches `.git/worktrees`.
///
/// git itself has none there: parallel `git worktree add` fail each other. The lock is a kernel lock on a file in the
/// common git directory, so it ends with its holder, however that ends, and serves all data directories.
package enum RepositoryLock {
    /// Runs `body` while no other process holds the lock. Waits for it as long as it takes.
    /// - Parameter isInterruptible: whether a caught interruption ends the wait.
    /// - Throws: what `body` throws; `.unusableRepository` when the git directory cannot be written; `.interrupted`.
    package static func held<Result>(
        in commonDirectory: String, isInterruptible: Bool = true, _ body: () throws(ParallelError) -> Result
    ) throws(ParallelError) -> Result {
        let path = commonDirectory + "/parallel-cc.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw ParallelError(
                .unusableRepository, operation: "lock repository", subject: path,
                message: "the git directory cannot be written", cause: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            let error = errno
            if error == EINTR, isInterruptible, Interruption.signal != nil {
                throw ParallelError(
                    .interrupted, operation: "lock repository", subject: path, message: "interrupted by a signal")
            }
            guard error == EINTR else {
                throw ParallelError(
                    .unusableRepository, operation: "lock repository", subject: path, message: "the lock failed",
                    cause: String(cString: strerror(error)))
            }
        }
        return try body()
    }
}
