internal import Glibc
package import HookCore

/// Lets one process, and one thread of it, at a time change what lies in a directory. The kernel ends the lock with its
/// holder.
package enum DirectoryLock {
    /// Runs `body` while this thread has the lock. A directory that cannot be opened has no lock: what `body` does
    /// there fails on its own.
    /// - Throws: the error of `body`.
    package static func held<Result>(
        on directory: String, body: () throws(ParallelError) -> Result
    ) throws(ParallelError) -> Result {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        while descriptor >= 0, flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
        return try body()
    }
}
