internal import Glibc

/// Reads whole small files at once.
package enum WholeFile {
    /// Returns the content of a regular file; nil where it cannot be opened or read. Never follows a symbolic link at
    /// the end of the path, and never blocks on a FIFO.
    package static func read(_ path: String) -> [UInt8]? { path.withCString { read($0) } }

    /// Returns the same for a path that need not be UTF-8.
    package static func read(_ path: UnsafePointer<CChar>) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return contents(of: descriptor)
    }

    /// Returns the content of a file of the user's own, such as the configuration, which is often a link.
    package static func followed(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return contents(of: descriptor)
    }

    /// Returns the rest of an open regular file; nil where it is none or cannot be read.
    package static func contents(of descriptor: Int32) -> [UInt8]? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes.append(contentsOf: chunk[..<count])
        }
    }
}
