import Glibc

/// The references that keep every stash entry that was ever seen: `refs/parallel-cc/stash/<commit>`. parallel-cc never
/// deletes one.
package enum StashPin {
    /// The prefix of the references, without the slash at its end.
    package static let prefix = "refs/parallel-cc/stash"

    /// Pins entries as git writes a loose reference: a lock file that only one process can make, renamed once it is on
    /// the disk.
    ///
    /// For the hook, which has no time for git; all other code uses git itself. Does nothing where references are kept
    /// in a reftable (`ReftableStash`).
    /// - Returns: whether all are pinned now.
    package static func keep(_ commits: some Sequence<String>, in commonDirectory: String) -> Bool {
        guard access(commonDirectory + "/reftable", F_OK) != 0 else { return false }
        let folder = commonDirectory + "/" + prefix
        var areAllKept = true
        var isChanged = false
        for commit in commits {
            let reference = folder + "/" + commit
            if access(reference, F_OK) == 0 { continue }
            if write(commit, to: reference, in: commonDirectory) { isChanged = true } else { areAllKept = false }
        }
        if isChanged { synchronize(folder) }
        return areAllKept
    }

    private static func write(_ commit: String, to reference: String, in commonDirectory: String) -> Bool {
        let lock = reference + ".lock"
        let descriptor = openLock(lock, in: commonDirectory)
        guard descriptor >= 0 else { return false }
        let isWritten = FileBytes.write(Array((commit + "\n").utf8), to: descriptor) == 0
        // A power cut must not leave an empty reference, which git takes for a damaged one.
        let isStored = isWritten && fsync(descriptor) == 0
        close(descriptor)
        if isStored, rename(lock, reference) == 0 { return true }
        unlink(lock)
        return false
    }

    private static func openLock(_ path: String, in commonDirectory: String) -> Int32 {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(path, flags, 0o666)
        if descriptor >= 0 { return descriptor }
        if errno == ENOENT {
            var folder = commonDirectory
            for part in FilePath.parts(of: prefix) {
                folder += "/" + part
                mkdir(folder, 0o777)
            }
        } else {
            var status = stat()
            // No process needs the lock that long: the one that made it was killed.
            guard errno == EEXIST, lstat(path, &status) == 0, time(nil) - status.st_mtim.tv_sec > 60 else { return -1 }
            unlink(path)
        }
        return open(path, flags, 0o666)
    }

    private static func synchronize(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
