import Glibc

/// Reads symbolic links.
package enum LinkTarget {
    /// Returns the path that a link holds, as it is; nil where there is no link, or it cannot be read.
    package static func read(_ path: UnsafePointer<CChar>) -> [UInt8]? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink(path, &buffer, buffer.count)
        return count < 0 ? nil : buffer[..<count].map { UInt8(bitPattern: $0) }
    }

    /// Returns the same as text; invalid UTF-8 is replaced.
    package static func text(_ path: String) -> String? {
        read(path).map { String(decoding: $0, as: UTF8.self) }
    }
}
