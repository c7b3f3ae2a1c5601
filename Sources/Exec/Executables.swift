internal import Glibc

/// Finds programs as a shell would.
package enum Executables {
    /// Returns the path of a program: `name` itself where it holds a slash, else the first executable file of that name
    /// on `searchPath`.
    /// - Parameter searchPath: the value of `PATH`. An empty component is the working directory, as in a shell.
    /// - Returns: nil when there is none.
    package static func find(_ name: String, searchPath: String?) -> String? {
        if name.utf8.contains(UInt8(ascii: "/")) { return isExecutableFile(name) ? name : nil }
        let directories = (searchPath ?? "/usr/local/bin:/usr/bin:/bin").split(
            separator: ":", omittingEmptySubsequences: false)
        for directory in directories {
            let candidate = directory.isEmpty ? "./\(name)" : "\(directory)/\(name)"
            if isExecutableFile(candidate) { return candidate }
        }
        return nil
    }

    private static func isExecutableFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
