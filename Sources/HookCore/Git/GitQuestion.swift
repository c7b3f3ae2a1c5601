internal import CSystem
import Glibc

/// Runs git in one repository where files do not tell enough. Used by the hook and the runner; each call takes some
/// milliseconds.
package struct GitQuestion {
    /// The options that select the repository.
    private let location: [String]
    private static let mostBytes = 1 << 20

    /// Questions about the repository with this common git directory.
    package init(commonDirectory: String) { location = ["--git-dir=" + commonDirectory] + Self.plainness }

    /// Questions about the repository around a directory.
    package init(directory: String) {
        location = ["-C", directory, "-c", "core.fsmonitor=false", "--literal-pathspecs"] + Self.plainness
    }

    /// Signatures would stand between the lines of a log.
    private static let plainness = ["-c", "log.showSignature=false"]

    /// Returns the output without the line break at its end.
    package func line(_ arguments: [String]) -> String? {
        guard let output = ask(arguments) else { return nil }
        return String(decoding: output.last == 0x0A ? output.dropLast() : output[...], as: UTF8.self)
    }

    /// Runs git.
    /// - Returns: its output; nil where it could not be run, failed, or printed more than a mebibyte.
    package func ask(_ arguments: [String], input: [UInt8] = []) -> [UInt8]? {
        guard let program = Self.program(), let source = Self.file(holding: input) else { return nil }
        defer { close(source) }
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
        let pid = start(program, arguments: ["git"] + location + arguments, input: source, output: ends[1])
        close(ends[1])
        let output = pid == nil ? nil : Self.readAll(ends[0])
        // The pipe is closed before the wait: git must not wait for a reader.
        close(ends[0])
        guard let pid else { return nil }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return nil } }
        return csystem_exited(status) && csystem_exit_status(status) == 0 ? output : nil
    }

    private static func program() -> String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        let candidates: [String] = path.split(separator: ":").filter { FilePath.isAbsolute($0) }.map { $0 + "/git" }
        return candidates.first { access($0, X_OK) == 0 }
    }

    /// Returns a descriptor from which the bytes can be read, and to which writing them never blocks.
    private static func file(holding bytes: [UInt8]) -> Int32? {
        if bytes.isEmpty {
            let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
            return null < 0 ? nil : null
        }
        let descriptor = memfd_create("input", UInt32(MFD_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        if count == bytes.count { return descriptor }
        close(descriptor)
        return nil
    }

    private func start(_ program: String, arguments: [String], input: Int32, output: Int32) -> pid_t? {
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard null >= 0 else { return nil }
        defer { close(null) }
        let argv = arguments.map { strdup($0) } + [nil]
        let variables = Self.environment.map { strdup($0) } + [nil]
        defer { for text in argv + variables { free(text) } }
        var pid: pid_t = 0
        let code = program.withCString { name in
            argv.withUnsafeBufferPointer { arguments in
                variables.withUnsafeBufferPointer { list in
                    var request = csystem_spawn_request(
                        path: name, argv: arguments.baseAddress, envp: list.baseAddress, directory: nil,
                        standard_input: input, standard_output: output, standard_error: null, new_session: false)
                    return csystem_spawn(&request, &pid)
                }
            }
        }
        return code == 0 ? pid : nil
    }

    /// Our environment without the variables that tell git where to work, and with those that keep it from prompting or
    /// waiting.
    private static var environment: [String] {
        var found: [String] = []
        var next = csystem_environment()
        while let entry = next?.pointee {
            let text = String(cString: entry)
            if !text.hasPrefix("GIT_") { found.append(text) }
            next = next?.advanced(by: 1)
        }
        return found + ["GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat", "LC_ALL=C"]
    }

    private static func readAll(_ descriptor: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < mostBytes {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
        return nil
    }
}
