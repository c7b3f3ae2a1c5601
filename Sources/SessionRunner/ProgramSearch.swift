import Glibc
import HookCore

/// Finds programs without starting any.
enum ProgramSearch {
    /// The real claude: `PARALLEL_CC_CLAUDE` (a path, or a name to look up), else `claude` on `PATH`. Programs that
    /// lead back to us are skipped, so that a `claude` linked to the wrapper never starts itself for ever.
    static func claude() -> String? {
        if let chosen = RunnerEnvironment.variable("PARALLEL_CC_CLAUDE"), let path = first(chosen, where: isForeign) {
            return path
        }
        return first("claude", where: isForeign)
    }

    /// The path of `parallel-cc`: the one that was installed together with us, else the one on `PATH`.
    static func parallelCC() -> String? {
        if let folder = RunnerEnvironment.ownFolder(), isExecutable(folder + "/parallel-cc") {
            return folder + "/parallel-cc"
        }
        return first("parallel-cc") { _ in true }
    }

    private static func first(_ name: String, where isWanted: (String) -> Bool) -> String? {
        if name.utf8.contains(UInt8(ascii: "/")) { return isExecutable(name) && isWanted(name) ? name : nil }
        let path = RunnerEnvironment.variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
        for folder in path.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            let candidate = (folder.isEmpty ? "." : String(Substring(folder))) + "/" + name
            if isExecutable(candidate), isWanted(candidate) { return candidate }
        }
        return nil
    }

    private static func isExecutable(_ path: String) -> Bool {
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
