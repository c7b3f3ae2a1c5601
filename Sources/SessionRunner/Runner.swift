import CSystem
import Glibc
import HookCore

/// A session from the command line to its exit status.
///
/// The order is: start the stub, get the lease for the stub's pid, let the stub become claude. So no kill at any moment
/// leaves a claude running without a lease.
struct Runner {
    private let claude: Claude
    private let signals: Signals
    private let program: String
    private let directory: String
    private let arguments: ClaudeArguments

    /// Runs claude, coordinated if that is possible. Returns the exit status, or replaces this process by claude.
    static func run() -> Int32 {
        RunnerEnvironment.fillStandardDescriptors()
        let arguments = ClaudeArguments(Array(CommandLine.arguments.dropFirst()))
        guard let path = ProgramSearch.claude() else {
            RunnerEnvironment.say("parallel-cc: claude was not found on PATH; install it or set PARALLEL_CC_CLAUDE")
            return 127
        }
        let claude = Claude(path: path, arguments: arguments)
        if arguments.makesWorktree { return withWorktree(claude, name: arguments.worktreeName) }
        if isNested() || RunnerEnvironment.variable("PARALLEL_CC_DISABLE") == "1" { return claude.execute() }
        guard let directory = RunnerEnvironment.workingDirectory() else {
            return uncoordinated(claude, because: "the working directory does not exist any more")
        }
        guard let program = ProgramSearch.parallelCC() else {
            return uncoordinated(claude, because: "parallel-cc was not found")
        }
        guard let signals = Signals() else { return uncoordinated(claude, because: "signals cannot be read") }
        return Runner(
            claude: claude, signals: signals, program: program, directory: directory, arguments: arguments
        ).run()
    }

    /// Runs a claude that makes its own worktree and so needs no lease. The commits that its branch had before are
    /// kept.
    private static func withWorktree(_ claude: Claude, name: String?) -> Int32 {
        if RunnerEnvironment.variable("PARALLEL_CC_DISABLE") != "1", let name,
            let directory = RunnerEnvironment.workingDirectory(),
            let held = HeldBranch.hold(name, from: directory)
        {
            RunnerEnvironment.say("parallel-cc: \(held.text)")
        }
        return claude.execute()
    }

    /// Whether we run in Claude's own Bash, where the session already has its lease. A terminal multiplexer that was
    /// started there has left the session, though it inherits the variable.
    private static func isNested() -> Bool {
        guard RunnerEnvironment.variable("CLAUDECODE") == "1" else { return false }
        guard let directory = DataDirectory.resolve(environment: RunnerEnvironment.variable) else { return true }
        let locator = SessionLocator(beats: BeatDirectory(dataDirectory: directory))
        if case .known = locator.find(claudePid: nil, parent: getppid()) { return true }
        return false
    }

    private static func uncoordinated(_ claude: Claude, because reason: String) -> Int32 {
        RunnerEnvironment.say(Banner.uncoordinated(reason))
        return claude.execute()
    }

    private func run() -> Int32 {
        var stub: csystem_stub
        switch claude.startStub(signals) {
        case .failure(let failure): return goOnAlone("no process could be started: \(failure.text)")
        case .success(let started): stub = started
        }
        var registration = RegisterCall(signals: signals)
        let registerArguments = RegisterCall.arguments(arguments, directory: directory, pid: stub.pid)
        let outcome = registration.run(program, arguments: registerArguments)
        if let interruption = registration.interruption {
            csystem_stub_cancel(&stub)
            if case .leased(let lease) = outcome { Ending.release(lease, with: program, signals: signals) }
            return Ending.bySignal(interruption)
        }
        switch outcome {
        case .leased(let lease): return supervise(&stub, lease: lease)
        case .refused(let error, let hint):
            csystem_stub_cancel(&stub)
            RunnerEnvironment.say("parallel-cc: \(error)")
            if let hint { RunnerEnvironment.say(hint) }
            return 1
        case .failed(let reason):
            csystem_stub_cancel(&stub)
            return goOnAlone(reason)
        }
    }

    private func supervise(_ stub: inout csystem_stub, lease: Lease) -> Int32 {
        Banner.lines(for: lease).forEach(RunnerEnvironment.say)
        let moved = lease.directory.isSame(as: directory) ? nil : lease.directory
        switch claude.start(&stub, in: moved, variables: lease.variables) {
        case .started:
            let status = Supervisor(signals: signals, claude: stub.pid).run()
            Ending.release(lease, with: program, signals: signals)
            return Ending.status(like: status)
        case .notExecutable(let failure):
            reap(stub)
            Ending.release(lease, with: program, signals: signals)
            return claude.failed(failure)
        case .noDirectory(let failure):
            reap(stub)
            Ending.release(lease, with: program, signals: signals)
            return goOnAlone("\(lease.directory) cannot be entered: \(failure.text)")
        }
    }

    private func reap(_ stub: csystem_stub) {
        while waitpid(stub.pid, nil, 0) < 0, errno == EINTR {}
    }

    private func goOnAlone(_ reason: String) -> Int32 {
        signals.giveBack()
        return Self.uncoordinated(claude, because: reason)
    }
}
