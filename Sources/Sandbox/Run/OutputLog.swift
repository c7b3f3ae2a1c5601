internal import Files
internal import Glibc
internal import HookCore
internal import Synchronization

/// A file that grows by what a sandbox prints, and by lines of ours between its lines.
final class OutputLog: Sendable {
    private struct State {
        /// Whether the last line has its line break.
        var isAtLineStart = true
        /// Our lines that wait for it.
        var waiting: [UInt8] = []
    }

    private let path: String
    private let descriptor: Int32
    private let state = Mutex(State())

    /// Opens the file at its end; makes it where it is missing.
    init(_ path: String) throws(ParallelError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor < 0 { throw failure }
    }

    deinit { close(descriptor) }

    /// Adds what the sandbox has printed.
    func add(_ piece: UnsafeRawBufferPointer) throws(ParallelError) {
        guard let last = piece.last else { return }
        let isWritten = state.withLock { state in
            var bytes = Array(piece)
            state.isAtLineStart = last == 0x0A
            if state.isAtLineStart {
                bytes += state.waiting
                state.waiting = []
            }
            return FileBytes.write(bytes, to: descriptor) == 0
        }
        if !isWritten { throw failure }
    }

    /// Adds a line of ours, with its line break. One that cannot be written is missing.
    func add(line: [UInt8]) {
        state.withLock { state in
            if state.isAtLineStart {
                _ = FileBytes.write(line, to: descriptor)
            } else {
                state.waiting += line
            }
        }
    }

    private var failure: ParallelError {
        ParallelError(
            .cannotWrite, operation: "write log", subject: path, message: "the log cannot be written",
            cause: String(cString: strerror(errno)))
    }
}
