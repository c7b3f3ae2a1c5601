internal import Glibc

/// Standard output for a reader that may be slow, stuck or gone. Nothing here ever waits: a line for which there is no
/// room is left out.
struct StandardOutput {
    private let descriptor: Int32
    /// The rest of a line that has been written in part.
    private var rest: ArraySlice<UInt8> = []
    private var isClosed = false

    init() {
        var status = stat()
        // A file never blocks, and others write to it at the same position.
        if fstat(STDOUT_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            descriptor = STDOUT_FILENO
            return
        }
        // A description of our own: others may share ours, and expect it to block. A socket, or another user's pipe,
        // cannot be opened anew.
        let own = open("/proc/self/fd/1", O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        descriptor = own >= 0 ? own : STDOUT_FILENO
        if own < 0 { _ = fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK) }
    }

    /// Writes a line, or leaves it out.
    mutating func write(_ line: [UInt8]) {
        flush()
        guard rest.isEmpty else { return }
        rest = line[...]
        let whole = rest.count
        flush()
        if rest.count == whole { rest = [] }
    }

    private mutating func flush() {
        while !rest.isEmpty, !isClosed {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            if count < 0 { isClosed = true }
            rest = rest.dropFirst(max(0, count))
        }
        if isClosed { rest = [] }
    }
}
