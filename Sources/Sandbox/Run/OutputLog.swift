internal import Files
internal import Glibc
internal import HookCore

/// A file that grows by what a sandbox prints.
final class OutputLog {
    private let path: String
    private let descriptor: Int32

    /// Opens the file at its end; makes it where it is missing.
    init(_ path: String) throws(ParallelError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor < 0 { throw failure }
    }

    deinit { close(descriptor) }

    func add(_ piece: UnsafeRawBufferPointer) throws(ParallelError) {
        guard FileBytes.write(Array(piece), to: descriptor) == 0 else { throw failure }
    }

    private var failure: ParallelError {
        ParallelError(
            .cannotWrite, operation: "write log", subject: path, message: "the log cannot be written",
            cause: String(cString: strerror(errno)))
    }
}
