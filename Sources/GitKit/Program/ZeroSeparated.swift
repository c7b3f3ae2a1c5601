internal import Glibc

/// Answers of git's `-z` options: byte strings that each end with a NUL, since a path may hold anything else.
package enum ZeroSeparated {
    /// The fields of an answer; the empty one behind the last NUL is left out; none of an empty answer.
    package static func fields(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        if bytes.isEmpty { return [] }
        return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast(bytes.last == 0 ? 1 : 0)
    }
}

/// A path inside a working tree as the bytes that the kernel and git use; it need not be UTF-8.
package typealias PathBytes = [UInt8]

extension PathBytes {
    /// For people; invalid UTF-8 is replaced.
    package var display: String { String(decoding: self, as: UTF8.self) }

    /// `directory` + "/" + the path, NUL-terminated, for system calls.
    package func absolute(in directory: String) -> [CChar] {
        (Array(directory.utf8) + [UInt8(ascii: "/")] + self + [0]).map { CChar(bitPattern: $0) }
    }

    /// Removes the directories that lead to it, as far as they are empty.
    func removeEmptyParents(in root: String) {
        var path = self
        while let slash = path.lastIndex(of: UInt8(ascii: "/")) {
            path = Array(path[..<slash])
            if rmdir(path.absolute(in: root)) != 0 { return }
        }
    }
}
