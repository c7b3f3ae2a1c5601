internal import Glibc
internal import HookCore

/// A file that children read or write by its descriptor. It is closed with its owner.
struct OpenFile: ~Copyable {
    let descriptor: Int32

    private init(_ path: String, flags: Int32, mode: mode_t) throws(ParallelError) {
        descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode)
        if descriptor < 0 {
            throw ParallelError(
                .unusableFolder, operation: "open", subject: path, message: "the file cannot be opened",
                cause: String(cString: strerror(errno)))
        }
    }

    init(reading path: String) throws(ParallelError) { try self.init(path, flags: O_RDONLY, mode: 0) }

    /// Opens a file for writing at its end, and makes it if need be.
    init(appending path: String) throws(ParallelError) {
        try self.init(path, flags: O_RDWR | O_CREAT | O_APPEND, mode: 0o644)
    }

    /// Makes a file anew.
    init(replacing path: String) throws(ParallelError) {
        unlink(path)
        try self.init(path, flags: O_RDWR | O_CREAT | O_EXCL, mode: 0o644)
    }

    /// Makes a file that has no name, with a content to be read from its beginning.
    init(holding bytes: [UInt8]) throws(ParallelError) {
        descriptor = memfd_create("prompt", UInt32(MFD_CLOEXEC))
        guard descriptor >= 0, FileBytes.write(bytes, to: descriptor) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw ParallelError(
                .unusableFolder, operation: "keep", subject: "the prompt", message: "there is no memory for it",
                cause: String(cString: strerror(errno)))
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The size in bytes.
    var size: off_t {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_size : 0
    }

    /// Ends a line that was cut off.
    func endLine() {
        var last: UInt8 = 0x0A
        if size > 0, pread(descriptor, &last, 1, size - 1) == 1, last != 0x0A {
            _ = FileBytes.write([0x0A], to: descriptor)
        }
    }

    /// Returns the last lines of the file, without blank ones, a few thousand bytes at most.
    /// - Parameter start: where to begin at the earliest.
    func lastLines(from start: off_t) -> String {
        let begin = max(start, size - 4_000)
        var bytes = [UInt8](repeating: 0, count: max(0, Int(size - begin)))
        let count = pread(descriptor, &bytes, bytes.count, begin)
        let lines = bytes.prefix(max(0, count)).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        return lines.suffix(20).map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }
}
