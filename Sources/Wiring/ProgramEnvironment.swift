internal import Exec
internal import Files
internal import FoundationEssentials
internal import Glibc
internal import HookCore

/// The environment and the working directory of the program. They are read only here.
package struct ProgramEnvironment: Sendable {
    /// All environment variables.
    package let environment: [String: String]
    /// The working directory; nil when it was removed while we run.
    package let directory: String?
    /// The absolute path in `HOME`; nil for any other.
    package let home: String?
    /// The absolute path of the data directory; nil when neither `PARALLEL_CC_DATA_DIR` nor `HOME` gives one.
    package let dataDirectory: String?
    /// The directory `${CLAUDE_CONFIG_DIR:-~/.claude}`.
    package let claudeDirectory: String?

    /// The environment of this process.
    package static let current = ProgramEnvironment(ProcessInfo.processInfo.environment)

    init(_ environment: [String: String]) {
        self.environment = environment
        home = environment["HOME"].flatMap { FilePath.isAbsolute($0) ? $0 : nil }
        dataDirectory = DataDirectory.resolve { environment[$0] }
        let moved = environment["CLAUDE_CONFIG_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        claudeDirectory = moved ?? home.map { $0 + "/.claude" }
        let path = getcwd(nil, 0)
        directory = path.map { String(cString: $0) }
        free(path)
    }

    /// The real path of this program's file.
    package static var binary: String? {
        LinkTarget.text("/proc/self/exe")
    }

    /// The directory of this program's file, links resolved; the companion programs lie beside it.
    package static var binaryDirectory: String? {
        binary.map(FilePath.folder)
    }

    /// The value of `SHELL`, else the login shell in the user database: inside a container the variable is often
    /// missing.
    package var shell: String? {
        if let shell = environment["SHELL"], !shell.isEmpty { return shell }
        guard let entry = getpwuid(getuid()), let shell = entry.pointee.pw_shell else { return nil }
        return String(cString: shell)
    }

    /// The claude that the runner starts.
    package var claude: String? {
        ClaudeProgram.find(chosen: environment["PARALLEL_CC_CLAUDE"], searchPath: environment["PATH"])
    }

    /// The value of `PARALLEL_CC_CLAUDE` where it names no program that the runner would start.
    package var uselessClaude: String? {
        guard let chosen = environment["PARALLEL_CC_CLAUDE"], !chosen.isEmpty else { return nil }
        return ClaudeProgram.find(named: chosen, searchPath: environment["PATH"]) == nil ? chosen : nil
    }

    /// Returns the directory that was typed, or the working directory where none was.
    package func place(_ typed: String?) -> String { typed.map(absolute) ?? directory ?? "/" }

    /// Returns a typed path as an absolute one; `~` is the home directory.
    package func absolute(_ path: String) -> String {
        if let home, let rest = FilePath.relative(path, to: "~") { return rest.isEmpty ? home : home + "/" + rest }
        return FilePath.absolute(path, in: directory ?? "/")
    }
}
