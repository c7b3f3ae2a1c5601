internal import Glibc
package import HookCore

/// Exchanges and writes files so that other programs see the old file or the new one, and never a part of either.
package enum FileExchange {
    /// Exchanges the files of two names in one step.
    /// - Throws: `.cannotWrite`, also where the file system cannot exchange names. Nothing is changed then.
    package static func swap(first: PathBytes, second: PathBytes, in directory: String) throws(ParallelError) {
        let flags = UInt32(RENAME_EXCHANGE)
        guard renameat2(AT_FDCWD, first.absolute(in: directory), AT_FDCWD, second.absolute(in: directory), flags) == 0
        else { throw failure("exchange", at: first) }
    }

    /// Makes a new file with these bytes and permissions. It is on the disk when this returns.
    /// - Throws: `.cannotWrite`; then there is no such file.
    package static func create(
        _ path: PathBytes, bytes: [UInt8], mode: UInt32, in directory: String
    ) throws(ParallelError) {
        try create(path, bytes: bytes, initialMode: 0o600, finalMode: mode & 0o7777, in: directory)
    }

    /// Makes a new file with these bytes, and with the permissions that the umask leaves to a new file. It is on the
    /// disk when this returns.
    /// - Throws: `.cannotWrite`; then there is no such file.
    package static func create(
        _ path: PathBytes, bytes: [UInt8], isExecutable: Bool, in directory: String
    ) throws(ParallelError) {
        try create(path, bytes: bytes, initialMode: isExecutable ? 0o777 : 0o666, finalMode: nil, in: directory)
    }

    private static func create(
        _ path: PathBytes, bytes: [UInt8], initialMode: mode_t, finalMode: mode_t?, in directory: String
    ) throws(ParallelError) {
        let name = path.absolute(in: directory)
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, initialMode)
        guard descriptor >= 0 else { throw failure("create", at: path) }
        defer { close(descriptor) }
        guard FileBytes.write(bytes, to: descriptor) == 0 else { throw undone(name, at: path) }
        if let finalMode, fchmod(descriptor, finalMode) != 0 { throw undone(name, at: path) }
        guard fsync(descriptor) == 0 else { throw undone(name, at: path) }
    }

    /// Removes a plain file for good, if it still has these bytes and no program can write to it any more. A program
    /// that opened it under another name, before an exchange, would write into a removed file.
    ///
    /// The kernel knows which programs have it open, mapped files included. It grants a read lease (fcntl(2),
    /// F_SETLEASE) only while no program can write. Some file systems cannot do that, and only the file's owner gets
    /// one; then nothing is removed.
    /// - Parameter mode: the permissions that it must still have; nil accepts any.
    package static func remove(
        _ path: PathBytes, ifStill bytes: [UInt8], mode: UInt32? = nil, in directory: String
    ) -> FileRemoval {
        let name = path.absolute(in: directory)
        let descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return errno == ENOENT ? .removed : .inUse }
        defer { close(descriptor) }
        let isQuiet = takeLease(on: descriptor)
        let isUnwatchable = !isQuiet && errno != EAGAIN
        // A program that opens the file now is let in without a signal to us, which would end this process.
        if isQuiet { _ = fcntl(descriptor, F_SETOWN, 0) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, let now = WholeFile.contents(of: descriptor) else { return .inUse }
        guard now == bytes, mode ?? (status.st_mode & 0o7777) == status.st_mode & 0o7777 else { return .changed }
        guard isQuiet else { return isUnwatchable ? .unwatchable : .inUse }
        return unlink(name) == 0 ? .removed : .inUse
    }

    /// Takes a read lease, and waits some milliseconds for it. A process that another thread of ours is just starting
    /// has our files open until it executes its program.
    private static func takeLease(on descriptor: Int32) -> Bool {
        for _ in 0..<20 {
            if fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0 { return true }
            if errno != EAGAIN { return false }
            usleep(1_000)
        }
        return fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0
    }

    /// Returns the bytes and permissions of a plain file; nil for anything else.
    package static func read(_ path: PathBytes, in directory: String) -> (bytes: [UInt8], mode: UInt32)? {
        let descriptor = open(path.absolute(in: directory), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, let bytes = WholeFile.contents(of: descriptor) else { return nil }
        return (bytes, status.st_mode & 0o7777)
    }

    private static func undone(_ name: [CChar], at path: PathBytes) -> ParallelError {
        let error = failure("write", at: path)
        unlink(name)
        return error
    }

    private static func failure(_ act: String, at path: PathBytes) -> ParallelError {
        ParallelError(
            .cannotWrite, operation: act, subject: path.display, message: "the file cannot be replaced",
            cause: String(cString: strerror(errno)))
    }
}
