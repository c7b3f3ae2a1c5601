// Swift attributes `stat` to this module because its headers are read first.
internal import CLibGit2
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Finds tracked files that git calls unchanged by their size and times although their content differs.
///
/// git compares whole seconds only, though it writes down more (git-update-index(1), racy-git.txt). A file is taken for
/// unchanged if it gets other content of the same size, and its old time, within the second in which git has looked at
/// it.
struct DriftedFiles {
    let git: Git
    let gitDirectory: String
    let workTree: String

    /// Returns the paths of such files.
    /// - Parameter status: git's status. The files that differ from the index need no comparison.
    /// - Returns: no files for an index that only git itself reads: split, sparse, of SHA-256.
    func changed(_ status: WorkTreeStatus) throws(ParallelError) -> [PathBytes] {
        let candidates = candidates().subtracting(status.entries.filter(\.differsFromIndex).map(\.path))
        if candidates.isEmpty { return [] }
        let entries = try IndexEntry.list(git).filter { $0.stage == 0 && candidates.contains($0.path) }
        return try CheckoutComparison(git: git, workTree: workTree).differing(entries)
    }

    /// Returns the files whose size, but not whose times, are those of the index.
    private func candidates() -> Set<PathBytes> {
        guard let index = try? IndexFile.read(gitDirectory + "/index") else { return [] }
        var found: Set<PathBytes> = []
        for position in 0..<index.count {
            guard let entry = index.entry(position)?.pointee, let path = entry.path,
                [EntryMode.file, EntryMode.executable, EntryMode.link].contains(entry.mode)
            else { continue }
            let name = Array(path.bytes)
            var status = stat()
            guard lstat(name.absolute(in: workTree), &status) == 0,
                UInt32(truncatingIfNeeded: status.st_size) == entry.file_size
            else { continue }
            if !Self.isSame(entry.mtime, now: status.st_mtim) || !Self.isSame(entry.ctime, now: status.st_ctim) {
                found.insert(name)
            }
        }
        return found
    }

    /// Whether two times are equal. The parts of a second are zero if the program that wrote the index did not know
    /// them.
    private static func isSame(_ noted: git_index_time, now: timespec) -> Bool {
        guard noted.seconds == Int32(truncatingIfNeeded: now.tv_sec) else { return false }
        return noted.nanoseconds == 0 || Int(noted.nanoseconds) == now.tv_nsec
    }
}
