import CSystem
import Glibc

/// The program to supervise, with its command line byte for byte as we got it.
struct Claude {
    let path: String
    /// A null-terminated array. Its strings are the process's own arguments and live as long as the process.
    private let argv: [UnsafeMutablePointer<CChar>?]

    /// - Parameter arguments: `passed` counts from the first argument after the program's name.
    init(path: String, arguments: ClaudeArguments) {
        self.path = path
        argv = [strdup(path)] + arguments.passed.map { CommandLine.unsafeArgv[$0 + 1] } + [nil]
    }

    /// Forks the stub that will become claude.
    func startStub(_ signals: Signals) -> Result<csystem_stub, SystemFailure> {
        var stub = csystem_stub()
        var former = signals.former
        let code = csystem_stub_start(path, argv, &former, &stub)
        return code == 0 ? .success(stub) : .failure(SystemFailure(code: code))
    }

    /// Lets the stub become claude. With `directory` nil, claude runs in our working directory.
    func start(_ stub: inout csystem_stub, in directory: String?, variables: [String]) -> StartOutcome {
        var strings = variables
        if let directory { strings.append("PWD=\(directory)") }
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var code: Int32 = 0
        switch csystem_stub_go(&stub, directory, copies, copies.count, &code) {
        case CSYSTEM_STUB_DIRECTORY: return .noDirectory(SystemFailure(code: code))
        case CSYSTEM_STUB_EXEC: return .notExecutable(SystemFailure(code: code))
        default: return .started
        }
    }

    /// Becomes claude at once, without any session. Returns only on failure, with the exit status for it.
    func execute() -> Int32 {
        csystem_execute(path, argv)
        return failed(SystemFailure(code: errno))
    }

    /// Reports why claude cannot run. Returns the exit status that a shell gives in that case.
    func failed(_ failure: SystemFailure) -> Int32 {
        RunnerEnvironment.say("parallel-cc: cannot start \(path): \(failure.text)")
        return failure.code == ENOENT ? 127 : 126
    }

    enum StartOutcome {
        case started
        case noDirectory(SystemFailure)
        case notExecutable(SystemFailure)
    }
}
