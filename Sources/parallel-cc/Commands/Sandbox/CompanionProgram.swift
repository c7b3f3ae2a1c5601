internal import Exec
internal import Files
internal import Glibc
internal import HookCore
internal import Wiring

/// A program of ours that lies beside this one and takes over some of its verbs.
struct CompanionProgram {
    /// The one of unattended work.
    static let sandbox = CompanionProgram("parallel-cc-sandbox", libraries: ["libcurl.so.4": "libcurl4"])

    let name: String
    /// The shared libraries that it needs and this program does not, with the Debian packages that have them.
    private let libraries: [String: String]

    private init(_ name: String, libraries: [String: String]) {
        self.name = name
        self.libraries = libraries
    }

    private var path: String { (ProgramEnvironment.binaryDirectory ?? ".") + "/" + name }

    /// Becomes that program. Returns only by an error.
    func run(_ arguments: [String]) throws(ParallelError) {
        // What the loader says of a missing library tells nobody what to install, and after the exec it is too late.
        _ = try version()
        var words = ([name] + arguments).map { strdup($0) } + [nil]
        execv(path, &words)
        throw failure(String(cString: strerror(errno)))
    }

    /// Returns the text of its `--version`, which it prints wherever it can be started.
    func version() throws(ParallelError) -> String { try result(of: ["--version"]).line }

    /// Runs that program to its end, and returns what it has printed.
    /// - Throws: `.cannotStartCompanion`, also where it fails.
    func answer(_ arguments: [String]) throws(ParallelError) -> [UInt8] { try result(of: arguments).output }

    private func result(of arguments: [String]) throws(ParallelError) -> CommandResult {
        let command = Command(path, arguments: arguments, environment: ProgramEnvironment.current.environment)
        let result: CommandResult
        do throws(ParallelError) {
            result = try Spawner.run(command)
        } catch {
            throw error.code == .interrupted ? error : failure(error.cause ?? error.message)
        }
        guard result.status.isSuccess else { throw failure(result.errorText) }
        return result
    }

    private func failure(_ cause: String) -> ParallelError {
        let missing = libraries.filter { cause.contains("\($0.key): cannot open shared object file") }.map(\.value)
        let hint =
            missing.isEmpty
            ? "install parallel-cc again, with all its programs"
            : "apt install \(missing.sorted().joined(separator: " "))"
        return ParallelError(
            .cannotStartCompanion, operation: "start \(name)", subject: path, message: "it cannot be started",
            hint: hint, cause: cause)
    }
}

extension ParallelError.Code {
    /// A program of ours beside this one is missing, or cannot be started.
    static let cannotStartCompanion: Self = "cannot-start-companion"
}
