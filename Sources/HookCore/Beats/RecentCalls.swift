import Glibc

/// The tool calls that hooks of a session have seen last, so that a second hook for the same event of the same call (one from
/// a plugin, one from settings) does nothing.
///
/// A small file beside the session's beat, which goes with it: a ring of checksums under a lock. Whatever fails, a call
/// counts as new: doing something twice is better than never.
package struct RecentCalls: Sendable {
    /// Subagents' calls overlap, but not many.
    private static let capacity = 32
    /// The ring, and the place of the next entry.
    private static let size = (capacity + 1) * MemoryLayout<UInt64>.size

    private let folder: String
    private let path: String

    package init(_ beats: BeatDirectory, process: ProcessIdentity) {
        folder = beats.path
        path = "\(beats.path)/\(BeatDirectory.fileName(process, agentID: nil)).calls"
    }

    /// Notes one event of one call.
    /// - Parameter call: Claude's `tool_use_id`.
    /// - Returns: false when it was noted before.
    package func isNew(_ event: String, call: String) -> Bool {
        var descriptor = Self.open(path)
        // No hook has run in this data directory before.
        if descriptor < 0, errno == ENOENT, mkdir(folder, 0o700) == 0 || errno == EEXIST {
            descriptor = Self.open(path)
        }
        guard descriptor >= 0 else { return true }
        // Lets go of the lock as well.
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

    /// The same for an event that concerns no call and comes again with the very same words: it counts as noted for some
    /// seconds only.
    package func isNew(_ event: String, now milliseconds: Int64) -> Bool {
        let period = milliseconds / 5_000
        guard isNew(event, call: "\(period)") else { return false }
        return isNew(event, call: "\(period + 1)")
    }

    private static func open(_ path: String) -> Int32 {
        Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }

    /// Never 0, which is an empty place.
    private static func checksum(_ text: String) -> UInt64 {
        max(FNV1a(text).value, 1)
    }
}
