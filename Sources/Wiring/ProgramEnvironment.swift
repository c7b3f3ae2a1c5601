internal import Exec
internal import Files
internal import FoundationEssentials
internal import Glibc
internal import HookCore

/// What the program is started with: the one place where environment and working directory are read.
package struct ProgramEnvironment: Sendable {
    package let environment: [String: String]
    /// The working directory; nil when it was removed under us.
    package let directory: String?
    package let home: String?
    /// Absolute; nil when neither `PARALLEL_CC_DATA_DIR` nor `HOME` says where.
    package let dataDirectory: String?
    /// `${CLAUDE_CONFIG_DIR:-~/.claude}`.
    package let claudeDirectory: String?

    /// Of this process.
    package static let current = ProgramEnvironment(ProcessInfo.processInfo.environment)

    init(_ environment: [String: String]) {
        self.environment = environment
        home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        dataDirectory = DataDirectory.resolve { environment[$0] }
        let moved = environment["CLAUDE_CONFIG_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        claudeDirectory = moved ?? home.map { $0 + "/.claude" }
        let path = getcwd(nil, 0)
        directory = path.map { String(cString: $0) }
        free(path)
    }

    /// This very binary, links resolved.
    package static var binary: String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The directory of this very binary, links resolved: its companions lie beside it.
    package static var binaryDirectory: String? {
        binary.map(FilePath.folder)
    }

    /// `$SHELL`, else the login shell of the user database: inside a container the variable is often missing.
    package var shell: String? {
        if let shell = environment["SHELL"], !shell.isEmpty { return shell }
        guard let entry = getpwuid(getuid()), let shell = entry.pointee.pw_shell else { return nil }
        return String(cString: shell)
    }

    /// The first claude on `PATH` that is not our wrapper, or what `PARALLEL_CC_CLAUDE` names.
    package var claude: String? {
        if let chosen = environment["PARALLEL_CC_CLAUDE"], !chosen.isEmpty {
            return Executables.find(chosen, searchPath: environment["PATH"])
        }
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            let candidate = String(folder) + "/claude"
            if Executables.find(candidate, searchPath: nil) != nil, !Self.leadsBack(candidate) { return candidate }
        }
        return nil
    }

    /// A link to the wrapper, or a script that calls it.
    private static func leadsBack(_ path: String) -> Bool {
        guard let real = realpath(path, nil) else { return true }
        defer { free(real) }
        let ours = ["claude-parallel", "parallel-cc-run"]
        if ours.contains(where: { String(cString: real).hasSuffix("/" + $0) }) { return true }
        guard let head = FileBytes.read(path), head.starts(with: Array("#!".utf8)) else { return false }
        let text = String(decoding: head, as: UTF8.self)
        return ours.contains { text.contains($0) }
    }

    /// The directory that was typed; the working directory where none was.
    package func place(_ typed: String?) -> String { typed.map(absolute) ?? directory ?? "/" }

    /// What was typed as a path, made absolute.
    package func absolute(_ path: String) -> String {
        if path == "~" || path.hasPrefix("~/"), let home { return home + path.dropFirst(1) }
        return path.hasPrefix("/") ? path : (directory ?? "/") + "/" + path
    }
}
