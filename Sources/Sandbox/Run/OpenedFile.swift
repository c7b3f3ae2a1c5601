internal import Files
internal import Glibc
internal import HookCore

/// Files that children read or write by their descriptors.
enum OpenedFile {
    static func read(_ path: String) throws(ParallelError) -> Descriptor {
        try open(path, flags: O_RDONLY, code: .fileUnreadable)
    }

    /// Makes a file anew, or empties it.
    static func make(_ path: String) throws(ParallelError) -> Descriptor {
        try open(path, flags: O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, code: .cannotWrite)
    }

    private static func open(
        _ path: String, flags: Int32, code: ParallelError.Code
    ) throws(ParallelError) -> Descriptor {
        do throws(Errno) {
            return try Descriptor(opening: path, flags: flags, mode: 0o600)
        } catch {
            throw ParallelError(
                code, operation: "open file", subject: path, message: "the file cannot be opened",
                cause: String(cString: strerror(error.code)))
        }
    }
}
