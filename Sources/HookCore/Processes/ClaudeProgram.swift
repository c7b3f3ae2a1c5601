import Glibc

/// Finds programs without starting any, above all the real claude. The runner starts what it finds; doctor and the
/// installation tell of the same.
package enum ClaudeProgram {
    /// Returns the real claude: the one that is chosen, else the first on the search path. Programs that lead back to
    /// us are skipped, so that a `claude` linked to the wrapper never starts itself for ever.
    /// - Parameters:
    ///   - chosen: the value of `PARALLEL_CC_CLAUDE`: a path, or a name to look up.
    ///   - searchPath: the value of `PATH`.
    package static func find(chosen: String?, searchPath: String?) -> String? {
        chosen.flatMap { find(named: $0, searchPath: searchPath) } ?? find(named: "claude", searchPath: searchPath)
    }

    /// Returns the program of a name or path, if it does not lead back to us.
    package static func find(named name: String, searchPath: String?) -> String? {
        first(name, searchPath: searchPath, where: isForeign)
    }

    /// Returns the first wanted program of a name. An empty part of the search path is the working directory; without
    /// a search path, or with an empty one, it is the usual one.
    package static func first(_ name: String, searchPath: String?, where isWanted: (String) -> Bool) -> String? {
        if name.isEmpty { return nil }
        if name.utf8.contains(UInt8(ascii: "/")) { return isExecutable(name) && isWanted(name) ? name : nil }
        let given = searchPath.flatMap { $0.isEmpty ? nil : $0 }
        let path = given ?? "/usr/local/bin:/usr/bin:/bin"
        for folder in path.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            let candidate = (folder.isEmpty ? "." : String(Substring(folder))) + "/" + name
            if isExecutable(candidate), isWanted(candidate) { return candidate }
        }
        return nil
    }

    /// Whether a path is that of a file that can be executed.
    package static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    /// Whether the program is neither the wrapper nor the runner, under any name, nor a script that calls them.
    private static func isForeign(_ path: String) -> Bool {
        guard let real = realpath(path, nil) else { return false }
        defer { free(real) }
        let name = String(cString: real).utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) }
        if let name, ours.contains(name) || isSameFile(one: path, other: "/proc/self/exe") { return false }
        guard let head = FileBytes.read(path), head.starts(with: Array("#!".utf8)) else { return true }
        let script = String(decoding: head, as: UTF8.self)
        return !ours.contains { script.contains($0) }
    }

    private static let ours = ["claude-parallel", "parallel-cc-run"]

    private static func isSameFile(one: String, other: String) -> Bool {
        var first = stat()
        var second = stat()
        return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
            && first.st_ino == second.st_ino
    }
}
