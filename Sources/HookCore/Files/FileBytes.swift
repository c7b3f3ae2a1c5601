import Glibc

/// Reads and writes small files with plain system calls: no Foundation, no buffering, no stat.
package enum FileBytes {
    /// Returns the first `limit` bytes of a file; nil when it cannot be opened or read.
    ///
    /// Meant for `/proc` and beat files: the size is not asked for, because `/proc` reports 0. A FIFO without a writer
    /// is empty.
    package static func read(_ path: String, limit: Int = 4096) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < limit, let base = buffer.baseAddress {
                let got = Glibc.read(descriptor, base + count, limit - count)
                if got > 0 {
                    count += got
                } else if got == 0 || errno != EINTR {
                    failed = got < 0
                    break
                }
            }
        }
        return failed ? nil : bytes
    }

    /// Writes all of `bytes`, also to a descriptor that another process has made non-blocking.
    /// - Returns: 0, or the errno of the system call that failed; a part may be written then.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if count < 0, errno != EINTR {
                return errno
            }
            rest = rest.dropFirst(max(0, count))
        }
        return 0
    }

    /// Returns the file's first word, or with `spaces` its first line; nil when the file cannot be read or is empty.
    package static func readLine(_ path: String, spaces: Bool = false) -> String? {
        guard let bytes = read(path, limit: 256) else { return nil }
        let line = bytes.prefix { $0 > 0x20 || (spaces && $0 == 0x20) }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
