internal import Files
internal import Glibc

/// The folder of one process in `/proc`, by a descriptor: another process with the same pid cannot take its place.
struct ProcessFolder: ~Copyable {
    /// The target of a link in the folder, seen from a directory.
    enum Target { case inside, outside, unreadable, missing }

    private let descriptor: Int32

    /// Opens the folder. It is nil when the process no longer exists.
    init?(pid: Int32) {
        descriptor = open("/proc/\(pid)", O_PATH | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// The name of its mount namespace; nil when it cannot be read.
    var mountNamespace: String? { content(of: "ns/mnt").map { String(decoding: $0, as: UTF8.self) } }

    /// The directory that it sees as the root of all files, as a path of this process.
    var root: [UInt8]? { content(of: "root") }

    /// The path of its mount table.
    var mountTable: String { "/proc/self/fd/\(descriptor)/mountinfo" }

    /// Returns whether `cwd`, `root` or `exe` leads into a directory that has any of these paths.
    func target(of link: String, in places: [[UInt8]]) -> Target {
        link.withCString { Self.target(descriptor, name: $0, places: places) }
    }

    /// Whether it has more than one thread.
    var isThreaded: Bool {
        var status = stat()
        // A directory has two links, and one for each directory in it.
        return fstatat(descriptor, "task", &status, 0) == 0 && status.st_nlink > 3
    }

    /// Whether it has a thread whose own working directory is inside.
    func hasThread(in places: [[UInt8]]) -> Bool {
        DirectoryNames.list("/proc/self/fd/\(descriptor)/task").contains {
            target(of: "task/\($0)/cwd", in: places) == .inside
        }
    }

    /// Whether a file inside the directory is open.
    func hasOpenFile(in places: [[UInt8]]) -> Bool {
        let listed = openat(descriptor, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard listed >= 0 else { return false }
        guard let reader = try? DirectoryReader(owning: listed) else { return false }
        var isFound = false
        _ = reader.visit { name, _ in
            if !isFound { isFound = Self.target(reader.descriptor, name: name, places: places) == .inside }
        }
        return isFound
    }

    /// Whether it maps a file inside the directory into memory, or a file that is itself mounted at one of the paths.
    func mapsFile(in places: [[UInt8]]) -> Bool {
        let maps = openat(descriptor, "maps", O_RDONLY | O_CLOEXEC)
        guard maps >= 0 else { return false }
        defer { close(maps) }
        let needles = places.flatMap { directory in
            // The kernel writes a line break in a path in this form.
            let path = [UInt8(ascii: " ")] + directory.flatMap { $0 == 0x0A ? Array("\\012".utf8) : [$0] }
            return places.count == 1 ? [path + [0x2F]] : [path + [0x2F], path + [0x0A]]
        }
        let longest = needles.map(\.count).max() ?? 0
        return withUnsafeTemporaryAllocation(byteCount: 32_768 + longest, alignment: 1) { buffer in
            Self.contains(maps, needles: needles, longest: longest, buffer: buffer)
        }
    }

    /// Searches a stream piece by piece. The end of each piece is kept for a match that begins in it.
    private static func contains(
        _ stream: Int32, needles: [[UInt8]], longest: Int, buffer: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard let start = buffer.baseAddress else { return false }
        var kept = 0
        while case let count = read(stream, start + kept, buffer.count - kept), count > 0 {
            let filled = kept + count
            if needles.contains(where: { memmem(start, filled, $0, $0.count) != nil }) { return true }
            kept = min(filled, longest - 1)
            memmove(start, start + filled - kept, kept)
        }
        return false
    }

    private func content(of link: String) -> [UInt8]? {
        link.withCString { name in
            Self.readLink(descriptor, name: name) { $0.map(Array.init) }
        }
    }

    private static func target(_ folder: Int32, name: UnsafePointer<CChar>, places: [[UInt8]]) -> Target {
        readLink(folder, name: name) { path in
            guard let path else { return errno == EACCES ? .unreadable : .missing }
            return places.contains { isInside(path, in: $0) } ? .inside : .outside
        }
    }

    private static func isInside(_ path: UnsafeRawBufferPointer, in directory: [UInt8]) -> Bool {
        guard path.count >= directory.count, let start = path.baseAddress else { return false }
        return memcmp(start, directory, directory.count) == 0
            && (path.count == directory.count || path[directory.count] == UInt8(ascii: "/"))
    }

    /// Reads a link. `use` gets nil, with `errno` set, when the link cannot be read.
    private static func readLink<Result>(
        _ folder: Int32, name: UnsafePointer<CChar>, use: (UnsafeRawBufferPointer?) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { buffer in
            guard let start = buffer.baseAddress else { return use(nil) }
            let count = readlinkat(folder, name, start.assumingMemoryBound(to: CChar.self), buffer.count)
            return use(count < 0 ? nil : UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
