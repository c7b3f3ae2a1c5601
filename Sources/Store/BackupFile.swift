import CSQLite
import Glibc

/// Writes a backup that appears under its name only when it is complete and sound.
enum BackupFile {
    /// C's `RENAME_NOREPLACE`, a macro that Swift does not import.
    private static let renameNoReplace: UInt32 = 1

    static func write(
        to destination: String, fill: (_ partial: String) throws(StoreError) -> Void
    ) throws(StoreError) {
        let partial = "\(destination).partial-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try check(DatabaseFile.reserve(partial), verb: "make", at: partial)
        do throws(StoreError) {
            try fill(partial)
            try verify(partial)
            try publish(partial, as: destination)
        } catch {
            for suffix in ["", "-journal", "-wal", "-shm"] { unlink(partial + suffix) }
            throw error
        }
        syncFolder(of: destination)
    }

    private static func verify(_ partial: String) throws(StoreError) {
        let copy = try Connection(path: partial, mode: .readOnly)
        defer { copy.close() }
        let problems = try copy.integrityCheck()
        guard problems.isEmpty else {
            throw StoreError(.sqlite(SQLITE_CORRUPT), message: "the backup is damaged: \(problems[0])")
        }
    }

    /// Renames without replacing. A file system that cannot do both at once gets a check and a rename.
    private static func publish(_ partial: String, as destination: String) throws(StoreError) {
        if renameat2(AT_FDCWD, partial, AT_FDCWD, destination, renameNoReplace) == 0 { return }
        guard errno == EINVAL || errno == ENOSYS else { return try check(errno, verb: "name", at: destination) }
        var status = stat()
        if lstat(destination, &status) == 0 { try check(EEXIST, verb: "name", at: destination) }
        if rename(partial, destination) != 0 { try check(errno, verb: "name", at: destination) }
    }

    /// Makes the file's name durable; SQLite has synced the file itself. Some file systems refuse, which is no failure.
    private static func syncFolder(of path: String) {
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[...$0] } ?? "."
        let descriptor = open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Glibc.close(descriptor)
    }

    private static func check(_ number: Int32, verb: String, at path: String) throws(StoreError) {
        guard number != 0 else { return }
        throw StoreError(.fileSystem(number), message: "cannot \(verb) \(path): \(String(cString: strerror(number)))")
    }
}
