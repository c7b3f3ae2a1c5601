internal import Files
internal import Glibc

/// What `/proc` tells of one process, by one descriptor: it cannot become another process with the same pid.
struct ProcessFolder: ~Copyable {
    /// What a link of `/proc` leads to.
    enum Target { case inside, outside, unreadable, missing }

    private let descriptor: Int32

    /// Nil when there is no such process any more.
    init?(pid: Int32) {
        descriptor = open("/proc/\(pid)", O_PATH | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Where `cwd`, `root` or `exe` leads, seen from a directory.
    func target(of link: String, in directory: [UInt8]) -> Target {
        link.withCString { Self.target(descriptor, $0, directory) }
    }

    /// Whether a file inside the directory is open.
    func hasOpenFile(in directory: [UInt8]) -> Bool {
        let listed = openat(descriptor, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard listed >= 0 else { return false }
        guard let reader = try? DirectoryReader(owning: listed) else { return false }
        var isFound = false
        _ = reader.visit { name, _ in
            if !isFound { isFound = Self.target(reader.descriptor, name, directory) == .inside }
        }
        return isFound
    }

    /// Whether a file inside the directory is mapped into memory.
    func mapsFile(in directory: [UInt8]) -> Bool {
        let maps = openat(descriptor, "maps", O_RDONLY | O_CLOEXEC)
        guard maps >= 0 else { return false }
        defer { close(maps) }
        // The kernel writes a line break in a path so.
        let escaped = directory.flatMap { $0 == 0x0A ? Array("\\012".utf8) : [$0] }
        let needle = [UInt8(ascii: " ")] + escaped + [UInt8(ascii: "/")]
        return needle.withUnsafeBytes { needle in
            withUnsafeTemporaryAllocation(byteCount: 32_768 + needle.count, alignment: 1) { buffer in
                Self.contains(maps, needle, buffer)
            }
        }
    }

    /// Searches a stream piece by piece; the end of each piece stays for what begins in it.
    private static func contains(
        _ stream: Int32, _ needle: UnsafeRawBufferPointer, _ buffer: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard let start = buffer.baseAddress, let wanted = needle.baseAddress else { return false }
        var kept = 0
        while case let count = read(stream, start + kept, buffer.count - kept), count > 0 {
            let filled = kept + count
            if memmem(start, filled, wanted, needle.count) != nil { return true }
            kept = min(filled, needle.count - 1)
            memmove(start, start + filled - kept, kept)
        }
        return false
    }

    private static func target(_ place: Int32, _ name: UnsafePointer<CChar>, _ directory: [UInt8]) -> Target {
        withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { buffer in
            guard let start = buffer.baseAddress else { return .missing }
            let count = readlinkat(place, name, start.assumingMemoryBound(to: CChar.self), buffer.count)
            if count < 0 { return errno == EACCES ? .unreadable : .missing }
            let isInside =
                count >= directory.count && memcmp(start, directory, directory.count) == 0
                && (count == directory.count || buffer[directory.count] == UInt8(ascii: "/"))
            return isInside ? .inside : .outside
        }
    }
}
