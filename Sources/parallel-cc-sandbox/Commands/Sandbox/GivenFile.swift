internal import Files
internal import Glibc
internal import HookCore
internal import Wiring

/// A file that a user names: also a link, or a FIFO such as a shell's `<(…)`.
enum GivenFile {
    /// Returns its content.
    /// - Parameters:
    ///   - path: as it was typed.
    ///   - missing: what is said where it is not there.
    /// - Throws: `.fileUnreadable`.
    static func text(_ path: String, missing: String = "there is no such file") throws(ParallelError) -> String {
        let path = ProgramEnvironment.current.absolute(path)
        do throws(Errno) {
            return String(decoding: try bytes(path), as: UTF8.self)
        } catch {
            let isMissing = error.code == ENOENT
            throw ParallelError(
                .fileUnreadable, operation: "read file", subject: path,
                message: isMissing ? missing : "the file cannot be read",
                cause: isMissing ? nil : String(cString: strerror(error.code)))
        }
    }

    private static func bytes(_ path: String) throws(Errno) -> [UInt8] {
        let file = try Descriptor(opening: path, flags: O_RDONLY)
        var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let count = read(file.number, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Errno.current
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }
}
