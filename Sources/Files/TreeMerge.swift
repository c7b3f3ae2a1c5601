internal import Glibc
package import HookCore

/// Moves the files of one directory into another on the same file system. Nothing is overwritten.
package enum TreeMerge {
    /// Empties `source` into `target` and removes it. Where both have a file, the target's is renamed: the source's is
    /// newer.
    /// - Throws: `.cannotWrite`, also where one of them is no directory. Files that were moved stay moved.
    package static func move(_ source: String, into target: String) throws(ParallelError) {
        for directory in [source, target] where !isDirectory(Array(directory.utf8)) {
            errno = ENOTDIR
            throw failure(Array(directory.utf8))
        }
        try merge(source: Array(source.utf8), target: Array(target.utf8))
    }

    private static func merge(source: PathBytes, target: PathBytes) throws(ParallelError) {
        var status = stat()
        if lstat(cString(target), &status) == 0 {
            if isDirectory(source), status.st_mode & S_IFMT == S_IFDIR {
                for name in try names(in: source) {
                    try merge(source: source + [0x2F] + name, target: target + [0x2F] + name)
                }
                guard rmdir(cString(source)) == 0 else { throw failure(source) }
                return
            }
            try putAside(target)
        }
        guard rename(cString(source), cString(target)) == 0 else { throw failure(source) }
    }

    private static func putAside(_ path: PathBytes) throws(ParallelError) {
        var status = stat()
        for number in 1..<1_000 {
            let earlier = path + Array(".earlier-\(number)".utf8)
            if lstat(cString(earlier), &status) == 0 { continue }
            guard rename(cString(path), cString(earlier)) == 0 else { throw failure(path) }
            return
        }
        throw failure(path)
    }

    private static func isDirectory(_ path: PathBytes) -> Bool {
        var status = stat()
        return lstat(cString(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func names(in directory: PathBytes) throws(ParallelError) -> [PathBytes] {
        do throws(Errno) {
            return try DirectoryReader(Array(directory.dropFirst()), in: "").entries().map(\.name)
        } catch {
            throw failure(directory)
        }
    }

    private static func cString(_ path: PathBytes) -> [CChar] { (path + [0]).map { CChar(bitPattern: $0) } }

    private static func failure(_ path: PathBytes) -> ParallelError {
        ParallelError(
            .cannotWrite, operation: "move", subject: path.display, message: "it cannot be moved",
            cause: String(cString: strerror(errno)))
    }
}
