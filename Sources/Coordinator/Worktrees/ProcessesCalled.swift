internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// Finds processes by their command lines.
package enum ProcessesCalled {
    /// Returns the pid of a process that works in a directory and whose arguments contain all these words; nil for
    /// none.
    package static func first(with words: [String], in directory: String) -> Int32? {
        let wanted = words.map { ArraySlice($0.utf8) }
        return DirectoryNames.list("/proc").lazy.compactMap { Int32($0) }.first { pid in
            let line = FileBytes.read("/proc/\(pid)/cmdline", limit: 1 << 16) ?? []
            let arguments = line.split(separator: 0)
            return wanted.allSatisfy(arguments.contains) && realPath("/proc/\(pid)/cwd").isSame(as: directory)
        }
    }
}
