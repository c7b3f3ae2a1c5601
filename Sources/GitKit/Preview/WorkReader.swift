internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Reads the changed files of one worktree in the form in which `git add` would store them.
struct WorkReader {
    let scan: WorkScan
    let worktree: String
    let known: WorkHashes?

    struct Reading {
        var contents: [PathBytes: WorkChange.Content] = [:]
        var stamps: [PathBytes: ContentStamp] = [:]

        func remember(_ circumstances: String, now: Int64) -> WorkHashes {
            var hashes = WorkHashes(circumstances: circumstances)
            for (path, stamp) in stamps where stamp.isSettled(now: now) {
                if let content = contents[path] { hashes.remember(path, stamp: stamp, id: content.id) }
            }
            return hashes
        }
    }

    /// Reads files.
    /// - Parameter files: the paths with the mode that git reported; nil for untracked ones.
    /// - Returns: nil when they change meanwhile.
    /// - Throws: `.unreadableFile`, `.gitFailed`.
    func read(_ files: [PathBytes: UInt32?]) throws(ParallelError) -> Reading? {
        var reading = Reading()
        var rest: [PathBytes: UInt32?] = [:]
        for (path, mode) in files {
            guard let found = status(path) else { return nil }
            if let entry = known?.entries[path], entry.stamp == found.stamp {
                reading.contents[path] = WorkChange.Content(mode: mode ?? found.mode, id: entry.id)
                reading.stamps[path] = found.stamp
            } else {
                rest.updateValue(mode, forKey: path)
            }
        }
        if rest.isEmpty { return reading }
        if scan.settings.convertsEverywhere || AttributeSources.lead(to: Array(files.keys), in: worktree) {
            guard let read = try readByProgram(Array(rest.keys)) else { return nil }
            reading.contents.merge(read.contents) { $1 }
            reading.stamps.merge(read.stamps) { $1 }
            return reading
        }
        for (path, mode) in rest {
            guard let file = try StableFile.read(path, in: worktree), mode == nil || mode == file.mode else {
                return nil
            }
            reading.contents[path] = WorkChange.Content(mode: file.mode, id: file.id.hexadecimal)
            reading.stamps[path] = file.stamp
        }
        return reading
    }

    private func status(_ path: PathBytes) -> (mode: UInt32, stamp: ContentStamp)? {
        var status = stat()
        guard lstat(path.absolute(in: worktree), &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return (status.st_mode & 0o100 == 0 ? 0o100644 : 0o100755, ContentStamp(status))
        case S_IFLNK: return (TreeEntry.link, ContentStamp(status))
        default: return nil
        }
    }

    /// Lets git itself add the files, with all filters and conversions, to an index and an object directory of our own.
    func readByProgram(_ paths: [PathBytes]) throws(ParallelError) -> Reading? {
        let before = paths.map { status($0)?.stamp }
        let index = try PrivateWorkIndex(scan.git.at(worktree), scratch: scan.scratch)
        defer { index.remove() }
        let staged = try index.add(paths)
        guard before == paths.map({ status($0)?.stamp }) else { return nil }
        var reading = Reading()
        for (path, stamp) in zip(paths, before) {
            // A path that git would not add, such as an empty repository inside, is no change.
            guard let stamp, let content = staged[path] else { continue }
            reading.contents[path] = content
            reading.stamps[path] = stamp
        }
        return reading
    }
}
