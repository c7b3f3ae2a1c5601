internal import FoundationEssentials
internal import Glibc
internal import HookCore

extension ParallelError.Code {
    /// The file of a bundle could not be written.
    static let bundleNotWritten: Self = "bundle-not-written"
}

/// The new file of a bundle, which only its owner may read.
enum BundleFile {
    /// - Throws: `bundle-not-written`. An existing file stays as it was, and no half-written file is left.
    static func write(_ document: BundleDocument, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(document)) + Array("\n".utf8)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path, error: errno) }
        var error = FileBytes.write(bytes, to: descriptor)
        if close(descriptor) != 0, error == 0 { error = errno }
        if error != 0 {
            unlink(path)
            throw failure(path, error: error)
        }
    }

    private static func failure(_ path: String, error: Int32) -> ParallelError {
        let isThere = error == EEXIST
        return ParallelError(
            .bundleNotWritten, operation: "write bundle", subject: path,
            message: isThere ? "there is such a file already" : "the file cannot be made",
            hint: isThere ? "name another one, or take it away" : nil, cause: String(cString: strerror(error)))
    }
}
