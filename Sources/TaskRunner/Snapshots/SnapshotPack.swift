internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// A pack of the objects that a snapshot adds to what is stored already.
struct SnapshotPack {
    let git: Git
    let path: String

    /// Writes the pack under another name, and gives it its own when it is whole and on the disk.
    /// - Parameters:
    ///   - wanted: ids of commits and tags whose objects are to be stored.
    ///   - stored: ids of those whose objects are stored already.
    /// - Returns: false where there is nothing to add; then there is no pack.
    /// - Throws: `.gitFailed`, `.cannotWrite`; then there is no pack.
    func write(_ wanted: Set<String>, without stored: Set<String>) throws(ParallelError) -> Bool {
        let temporary = path + ".new"
        let file = try OpenFile(replacing: temporary)
        do throws(ParallelError) {
            // A plain git: what replaced objects and grafts (git-replace(1)) hide must be stored, too.
            let plain = git.unreplaced
            let lines = wanted.sorted() + ["--not"] + (try existing(stored, with: plain)).sorted()
            var command = plain.command(["pack-objects", "--revs", "--stdout", "--quiet", "--delta-base-offset"])
            command.input = .bytes(Array(lines.map { $0 + "\n" }.joined().utf8))
            command.output = .descriptor(file.descriptor)
            try git.run(command)
            if Self.isEmpty(file.descriptor) {
                unlink(temporary)
                return false
            }
            guard fsync(file.descriptor) == 0, rename(temporary, path) == 0 else { throw failure }
            DirectorySync.sync(FilePath.folder(of: path))
            return true
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Returns the ids whose objects git still has.
    private func existing(_ ids: Set<String>, with git: Git) throws(ParallelError) -> [String] {
        if ids.isEmpty { return [] }
        let input = Array(ids.sorted().map { $0 + "\n" }.joined().utf8)
        let answer = try git.line(["cat-file", "--batch-check=%(objectname)"], input: input)
        return answer.split(separator: "\n").map(String.init).filter { ids.contains($0) }
    }

    /// Whether a pack has no objects: their number stands in its bytes 8 to 11 (gitformat-pack(5)).
    private static func isEmpty(_ descriptor: Int32) -> Bool {
        var head = [UInt8](repeating: 0, count: 12)
        return pread(descriptor, &head, head.count, 0) == head.count && head[8...].allSatisfy { $0 == 0 }
    }

    private var failure: ParallelError {
        ParallelError(
            .cannotWrite, operation: "store snapshot", subject: path, message: "the pack cannot be written",
            cause: String(cString: strerror(errno)))
    }
}
