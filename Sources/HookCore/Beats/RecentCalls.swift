import Glibc

/// The tool calls that hooks of a session have seen last. A second hook for the same event of the same call (one from a
/// plugin, one from settings) thus does nothing.
///
/// It is a small file beside the session's beat, and is removed with it: a ring of checksums under a lock. If anything
/// fails, a call counts as new: doing something twice is better than never.
package struct RecentCalls: Sendable {
    /// The number of calls that are recorded. Subagents' calls overlap, but not many.
    private static let capacity = 32
    /// The size of the file in bytes: the ring, and the index of the next entry.
    private static let size = (capacity + 1) * MemoryLayout<UInt64>.size

    private let folder: String
    private let path: String

    /// The calls of one session.
    package init(_ beats: BeatDirectory, process: ProcessIdentity) {
        folder = beats.path
        path = "\(beats.path)/\(BeatDirectory.fileName(process, agentID: nil)).calls"
    }

    /// Records an event of a call.
    /// - Parameter call: Claude's `tool_use_id`.
    /// - Returns: false when it was recorded before.
    package func recordIfNew(_ event: String, call: String) -> Bool {
        var descriptor = Self.open(path)
        // No hook has run in this data directory before.
        if descriptor < 0, errno == ENOENT, mkdir(folder, 0o700) == 0 || errno == EEXIST {
            descriptor = Self.open(path)
        }
        guard descriptor >= 0 else { return true }
        // Closing releases the lock as well.
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 { if errno != EINTR { return true } }
        var ring = [UInt64](repeating: 0, count: Self.capacity + 1)
        _ = ring.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, Self.size, 0) }
        let sum = Self.checksum("\(event) \(call)")
        if ring.dropLast().contains(sum) { return false }
        let next = Int(ring[Self.capacity] % UInt64(Self.capacity))
        ring[next] = sum
        ring[Self.capacity] = UInt64(next + 1)
        _ = ring.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, Self.size, 0) }
        return true
    }

    /// Records an event that concerns no call and can come again with exactly the same content. It counts as recorded
    /// for some seconds only.
    package func recordIfNew(_ event: String, now milliseconds: Int64) -> Bool {
        let period = milliseconds / 5_000
        guard recordIfNew(event, call: "\(period)") else { return false }
        return recordIfNew(event, call: "\(period + 1)")
    }

    private static func open(_ path: String) -> Int32 {
        Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }

    /// Returns a checksum that is never 0, which marks an empty entry.
    private static func checksum(_ text: String) -> UInt64 {
        max(FNV1a(text).value, 1)
    }
}
