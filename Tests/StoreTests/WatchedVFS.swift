import CSQLite

/// SQLite's own file system, with two moments of a checkpoint to step in. For a process of its own with one thread: it
/// is for all connections.
enum WatchedVFS {
    /// What happens when a checkpoint has just begun and when it is about to end.
    nonisolated(unsafe) static var atBothEnds: (() -> Void)?
    /// What happens, once, when a checkpoint has read where the log ends, and has copied nothing yet. Reached only if
    /// the log has changed since its connection looked at it last.
    nonisolated(unsafe) static var beforeCopying: (() -> Void)?

    /// WAL_CKPT_LOCK of SQLite's `wal.c`.
    private static let checkpointLock: Int32 = 1

    nonisolated(unsafe) private static let own = sqlite3_vfs_find(nil)
    nonisolated(unsafe) private static let watched = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    nonisolated(unsafe) private static var ownMethods: UnsafePointer<sqlite3_io_methods>?
    nonisolated(unsafe) private static let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)

    static func install() {
        guard let own else { return }
        watched.initialize(to: own.pointee)
        watched.pointee.xOpen = { _, name, file, flags, result in WatchedVFS.open(name, file, flags, result) }
        sqlite3_vfs_register(watched, 1)
    }

    private static func open(
        _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ result: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        let code = own?.pointee.xOpen(own, name, file, flags, result) ?? SQLITE_ERROR
        guard code == SQLITE_OK, flags & SQLITE_OPEN_MAIN_DB != 0, let original = file?.pointee.pMethods else {
            return code
        }
        if ownMethods == nil {
            ownMethods = original
            methods.initialize(to: original.pointee)
            methods.pointee.xShmLock = { WatchedVFS.lock($0, $1, $2, $3) }
            methods.pointee.xUnfetch = { WatchedVFS.unfetch($0, $1, $2) }
        }
        file?.pointee.pMethods = UnsafePointer(methods)
        return code
    }

    private static func unfetch(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ offset: Int64, _ page: UnsafeMutableRawPointer?
    ) -> Int32 {
        let step = beforeCopying
        beforeCopying = nil
        step?()
        return ownMethods?.pointee.xUnfetch(file, offset, page) ?? SQLITE_ERROR
    }

    private static func lock(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ offset: Int32, _ count: Int32, _ flags: Int32
    ) -> Int32 {
        let isCheckpoint = offset == checkpointLock && count == 1
        if isCheckpoint, flags & SQLITE_SHM_UNLOCK != 0 { atBothEnds?() }
        let code = ownMethods?.pointee.xShmLock(file, offset, count, flags) ?? SQLITE_ERROR
        if isCheckpoint, code == SQLITE_OK, flags & SQLITE_SHM_LOCK != 0 { atBothEnds?() }
        return code
    }
}
