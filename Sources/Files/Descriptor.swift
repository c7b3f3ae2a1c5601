package import Glibc
internal import HookCore

/// An open file. It is closed when its owner is released.
package struct Descriptor: ~Copyable {
    /// The number, for calls of the system and for children.
    package let number: Int32

    /// Opens `path`; close-on-exec is added.
    /// - Throws: the errno.
    package init(opening path: String, flags: Int32, mode: mode_t = 0) throws(Errno) {
        number = open(path, flags | O_CLOEXEC, mode)
        if number < 0 { throw Errno.current }
    }

    deinit { close(number) }

    /// Makes the written data survive a power cut.
    func synchronize() throws(Errno) {
        if fsync(number) != 0 { throw Errno.current }
    }

    /// Gives the file the owner and the permissions of another.
    func setOwnerAndMode(of facts: FileFacts) throws(Errno) {
        if (facts.user, facts.group) != (geteuid(), getegid()), fchown(number, facts.user, facts.group) != 0 {
            throw Errno.current
        }
        if fchmod(number, facts.mode) != 0 { throw Errno.current }
    }

    /// Writes all bytes at the present position.
    func writeAll(_ bytes: [UInt8]) throws(Errno) {
        let code = FileBytes.write(bytes, to: number)
        if code != 0 { throw Errno(code: code) }
    }

    /// Returns the whole content. Fails with `EFBIG` for more than `limit` bytes.
    func readAll(limit: Int) throws(Errno) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(number, $0.baseAddress, $0.count) }
            if count == 0 { return content }
            if count < 0 {
                if errno == EINTR { continue }
                throw Errno.current
            }
            content += chunk[..<count]
            if content.count > limit { throw Errno(code: EFBIG) }
        }
    }
}
