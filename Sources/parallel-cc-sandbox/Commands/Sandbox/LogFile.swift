internal import Files
internal import Glibc
internal import HookCore

/// A log that another process may still write.
final class LogFile {
    private let path: String
    private var position: off_t = 0
    /// The beginning of a line whose end has not come.
    private var rest: [UInt8] = []

    init(_ path: String) { self.path = path }

    /// Returns the lines that are new and whole. There are none before the file is there.
    func newLines() -> [ArraySlice<UInt8>] {
        guard let file = try? Descriptor(opening: path, flags: O_RDONLY | O_NOFOLLOW) else { return [] }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(file.number, &chunk, chunk.count, position)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            position += off_t(count)
            rest += chunk[..<count]
        }
        guard let end = rest.lastIndex(of: 0x0A) else { return [] }
        let lines = rest[...end].split(separator: 0x0A)
        rest.removeSubrange(...end)
        return lines
    }

    func wait(milliseconds: UInt32) { usleep(milliseconds * 1_000) }
}
