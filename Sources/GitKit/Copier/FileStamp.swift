internal import CLibGit2
internal import Glibc

/// Compares the index's record of a file's `stat` with the file, and sets it.
enum FileStamp {
    /// Whether git would take the file for unchanged without reading it. Stricter than git: all fields count, even
    /// where the configuration tells git to trust fewer.
    static func matches(_ entry: git_index_entry, status: stat) -> Bool {
        guard equal(left: entry.mtime, right: status.st_mtim), equal(left: entry.ctime, right: status.st_ctim),
            entry.ino == UInt32(truncatingIfNeeded: status.st_ino), entry.uid == status.st_uid,
            entry.gid == status.st_gid, status.st_size <= UInt32.max, entry.file_size == status.st_size
        else { return false }
        if entry.mode == EntryMode.link { return status.st_mode & S_IFMT == S_IFLNK }
        let isExecutable = status.st_mode & 0o100 != 0
        return status.st_mode & S_IFMT == S_IFREG && isExecutable == (entry.mode == EntryMode.executable)
    }

    /// Whether the index proves the file's content. It does unless the file changed in or after the second in which the
    /// index was written ("racily clean", gitformat-index), or in the last two seconds.
    static func isSettled(_ entry: git_index_entry, indexModified: timespec, now: Int64) -> Bool {
        let modified = Int64(entry.mtime.seconds)
        return modified < indexModified.tv_sec && modified < now - 2 && Int64(entry.ctime.seconds) < now - 2
    }

    /// Records a file in its entry, as git does after checking it out.
    static func record(_ status: stat, in entry: UnsafeMutablePointer<git_index_entry>) {
        entry.pointee.ctime = time(status.st_ctim)
        entry.pointee.mtime = time(status.st_mtim)
        entry.pointee.dev = UInt32(truncatingIfNeeded: status.st_dev)
        entry.pointee.ino = UInt32(truncatingIfNeeded: status.st_ino)
        entry.pointee.uid = status.st_uid
        entry.pointee.gid = status.st_gid
        entry.pointee.file_size = UInt32(truncatingIfNeeded: status.st_size)
    }

    private static func time(_ time: timespec) -> git_index_time {
        git_index_time(seconds: Int32(truncatingIfNeeded: time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
    }

    private static func equal(left: git_index_time, right: timespec) -> Bool {
        left.seconds == Int32(truncatingIfNeeded: right.tv_sec) && left.nanoseconds == UInt32(right.tv_nsec)
    }
}
