internal import Glibc

/// A path inside a working tree as the bytes that the kernel and git use. It need not be UTF-8.
package typealias PathBytes = [UInt8]

extension PathBytes {
    /// The path for messages, in which invalid UTF-8 is replaced.
    package var display: String { String(decoding: self, as: UTF8.self) }

    /// Returns `directory` + "/" + the path, NUL-terminated, for system calls.
    package func absolute(in directory: String) -> [CChar] {
        (Array(directory.utf8) + [UInt8(ascii: "/")] + self + [0]).map { CChar(bitPattern: $0) }
    }

    /// Removes the directories that lead to the path, as far as they are empty.
    package func removeEmptyParents(in root: String) {
        var path = self
        while let slash = path.lastIndex(of: UInt8(ascii: "/")) {
            path = Array(path[..<slash])
            if rmdir(path.absolute(in: root)) != 0 { return }
        }
    }
}
