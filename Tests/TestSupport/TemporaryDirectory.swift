internal import Glibc

/// A folder of a test's own, removed when the value goes away.
package final class TemporaryDirectory: Sendable {
    /// Its real path.
    package let path: String

    package init(_ name: String = "parallel-cc-test") {
        var template = Array("/tmp/\(name)-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template), let real = realpath(made, nil) else {
            preconditionFailure("no temporary directory: \(String(cString: strerror(errno)))")
        }
        path = String(cString: real)
        free(real)
    }

    deinit { Self.remove(path) }

    /// The path of something inside.
    package func appending(_ name: String) -> String { path + "/" + name }

    /// Removes a tree, also where a test has taken permissions away.
    package static func remove(_ path: String) {
        nftw(
            path,
            { path, _, kind, _ in
                if kind == Int32(FTW_DNR), let path { chmod(path, 0o700) }
                return 0
            }, 16, Int32(FTW_PHYS))
        nftw(path, { path, _, _, _ in path.map { Glibc.remove($0) } ?? 0 }, 16, Int32(FTW_DEPTH | FTW_PHYS))
    }
}
