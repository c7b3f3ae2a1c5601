internal import Files
internal import Glibc
internal import HookCore

/// A file that is written piece by piece, and takes its place when it is whole.
struct ReportFile: ~Copyable {
    private static let pieceSize = 1 << 16

    private let path: String
    private let descriptor: Descriptor
    private var waiting: [UInt8] = []

    /// Begins a file.
    /// - Throws: `.cannotWrite`.
    init(_ path: String) throws(ParallelError) {
        self.path = path
        descriptor = try OpenedFile.make(Self.unfinished(path))
    }

    private static func unfinished(_ path: String) -> String { path + ".unfinished" }

    mutating func add(_ text: String) throws(ParallelError) {
        waiting += text.utf8
        if waiting.count >= Self.pieceSize { try flush() }
    }

    /// Puts the file in its place.
    consuming func finish() throws(ParallelError) {
        try flush()
        fchmod(descriptor.number, 0o644)
        if rename(Self.unfinished(path), path) != 0 { throw Self.failure(path, code: errno) }
    }

    private mutating func flush() throws(ParallelError) {
        let code = FileBytes.write(waiting, to: descriptor.number)
        if code != 0 { throw Self.failure(path, code: code) }
        waiting = []
    }

    private static func failure(_ path: String, code: Int32) -> ParallelError {
        ParallelError(
            .cannotWrite, operation: "write report", subject: path, message: "the file cannot be written",
            cause: String(cString: strerror(code)))
    }
}
