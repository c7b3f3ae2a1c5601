internal import CLibGit2
internal import Files
internal import Glibc

/// Copies files and links of one checkout into another. Each thread has its own.
struct FileCopier: ~Copyable {
    /// The files copied so far.
    private(set) var report = CopyReport()
    private var source: DirectoryStack
    private var target: DirectoryStack
    private let sizes: BlobSizes
    private var content = ContentCopier()

    /// Opens both checkouts and the repository; nil when one of them cannot be opened.
    init?(source: String, target: String, repository: String) {
        guard let source = DirectoryStack(root: source, isCreating: false),
            let target = DirectoryStack(root: target, isCreating: true), let sizes = BlobSizes(repository: repository)
        else { return nil }
        self.source = source
        self.target = target
        self.sizes = sizes
    }

    /// Copies one candidate and records it in its entry. On any doubt the entry stays untouched and no file is left.
    mutating func copy(_ candidate: CopyCandidate) {
        guard let path = candidate.source.pointee.path, let size = sizes.size(of: candidate.source.pointee.id),
            // The index has the size of the file. A conversion in the past (line ends, encoding) shows in a size other
            // than the blob's.
            size == Int(candidate.source.pointee.file_size)
        else { return }
        let bytes = path.bytes
        let length = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
        let directory = UnsafeRawBufferPointer(rebasing: bytes[..<length])
        guard let from = source.enter(directory), let into = target.enter(directory) else { return }
        let place = Place(source: from, target: into, name: path + length)
        let isCopied =
            candidate.source.pointee.mode == EntryMode.link
            ? copyLink(candidate, at: place) : copyFile(candidate, at: place)
        if isCopied { report.copied += 1 }
    }

    /// A name in a directory of each checkout.
    private struct Place {
        let source: Int32
        let target: Int32
        let name: UnsafePointer<CChar>
    }

    private mutating func copyFile(_ candidate: CopyCandidate, at place: Place) -> Bool {
        // O_NONBLOCK: a FIFO that has taken the file's place must not stop us.
        let input = openat(place.source, place.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard input >= 0 else { return false }
        defer { close(input) }
        let entry = candidate.source.pointee
        guard let before = status(input), FileStamp.matches(entry, status: before) else { return false }
        let mode: mode_t = entry.mode == EntryMode.executable ? 0o777 : 0o666
        let output = openat(place.target, place.name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard output >= 0 else { return false }
        defer { close(output) }
        let outcome = content.copy(input, to: output, size: before.st_size)
        guard outcome != .failed, let after = status(input), FileStamp.matches(entry, status: after),
            futimens(output, Self.times(after)) == 0, let made = status(output), made.st_size == after.st_size
        else {
            unlinkat(place.target, place.name, 0)
            return false
        }
        FileStamp.record(made, in: candidate.target)
        if outcome == .reflinked { report.reflinked += 1 }
        report.bytes += UInt64(made.st_size)
        return true
    }

    private func copyLink(_ candidate: CopyCandidate, at place: Place) -> Bool {
        let entry = candidate.source.pointee
        let size = Int(entry.file_size)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: size + 2) { buffer in
            guard let base = buffer.baseAddress, let before = linkStatus(place.source, name: place.name),
                FileStamp.matches(entry, status: before), readlinkat(place.source, place.name, base, size + 1) == size
            else { return false }
            buffer[size] = 0
            // The text of a link's inode never changes: one look is enough to know that this is the entry's link.
            guard let after = linkStatus(place.source, name: place.name), FileStamp.matches(entry, status: after),
                symlinkat(base, place.target, place.name) == 0
            else { return false }
            guard utimensat(place.target, place.name, Self.times(after), AT_SYMLINK_NOFOLLOW) == 0,
                let made = linkStatus(place.target, name: place.name), made.st_size == entry.file_size
            else {
                unlinkat(place.target, place.name, 0)
                return false
            }
            FileStamp.record(made, in: candidate.target)
            return true
        }
    }

    /// Returns times that keep the last access and set the last change of content.
    private static func times(_ status: stat) -> [timespec] {
        [timespec(tv_sec: 0, tv_nsec: omit), status.st_mtim]
    }

    /// C's `UTIME_OMIT`, a macro that Swift does not import.
    private static let omit = (1 << 30) - 2

    private func status(_ descriptor: Int32) -> stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    private func linkStatus(_ directory: Int32, name: UnsafePointer<CChar>) -> stat? {
        var status = stat()
        return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }
}
