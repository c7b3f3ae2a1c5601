import CSystem
import Glibc
import HookCore

/// Runs `parallel-cc register` for the waiting stub and waits for its answer, however long a worktree takes to make.
struct RegisterCall {
    enum Outcome {
        case leased(Lease)
        /// Another session lives in this checkout and no worktree could be made: claude must not start.
        case refused(error: String, hint: String?)
        /// Any other failure, in words.
        case failed(String)
    }

    private static let mostBytes = 1 << 20

    private let signals: Signals
    private var output: [UInt8] = []
    private var status: Int32?
    /// The signal that asked us to stop meanwhile; register got it too.
    private(set) var interruption: Int32?

    init(signals: Signals) { self.signals = signals }

    /// The arguments for `parallel-cc`.
    static func arguments(_ claude: ClaudeArguments, directory: String, pid: pid_t) -> [String] {
        var result = ["register", "--repo", directory, "--pid", "\(pid)", "--json", "--wait", "2"]
        func append(_ option: String, value: String?) {
            guard let value else { return }
            result += value.hasPrefix("-") ? ["\(option)=\(value)"] : [option, value]
        }
        append("--name", value: claude.name)
        if claude.here { result.append("--here") }
        append("--resume", value: claude.resume)
        if claude.continues { result.append("--continue") }
        return result
    }

    mutating func run(_ program: String, arguments: [String]) -> Outcome {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { return .failed(SystemFailure(code: errno).text) }
        defer { close(ends[0]) }
        let started = Child.start(program, arguments: arguments, output: ends[1])
        close(ends[1])
        switch started {
        case .failure(let failure): return .failed("\(program) could not be started: \(failure.text)")
        case .success(let pid):
            _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
            follow(pid, pipe: ends[0])
            return outcome()
        }
    }

    /// Reads the output until register has ended. The end of its output is no sign of that: a process that register
    /// left running may hold it open.
    private mutating func follow(_ pid: pid_t, pipe: Int32) {
        var isOpen = true
        while status == nil {
            var entries = [
                pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen ? pipe : -1, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&entries, 2, -1) >= 0 || errno == EINTR else { break }
            if entries[1].revents != 0 { isOpen = drain(pipe) }
            if entries[0].revents != 0, let signal = signals.next() { handle(signal, of: pid) }
        }
        _ = drain(pipe)
    }

    private mutating func handle(_ signal: csystem_signal, of pid: pid_t) {
        switch signal.number {
        case SIGCHLD:
            switch Child.reap(pid) {
            case .ended(let status): self.status = status
            case .stopped where Child.isStopped(pid):
                signals.stopSelf()
                if Child.isStopped(pid) { kill(pid, SIGCONT) }
            case .stopped, nil: break
            }
        case SIGINT, SIGTERM, SIGHUP, SIGQUIT:
            guard !signals.isIgnored(signal.number) else { return }
            interruption = interruption ?? signal.number
            // The terminal itself has sent its key to register.
            if signal.from_process || signal.number == SIGHUP { kill(pid, signal.number) }
        default: break
        }
    }

    /// Reads the output that is available; returns false at its end.
    private mutating func drain(_ pipe: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = read(pipe, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count < 0 && errno == EAGAIN }
            output.append(contentsOf: buffer[..<min(count, Self.mostBytes - output.count)])
        }
    }

    private func outcome() -> Outcome {
        guard let status else { return .failed("parallel-cc register was lost sight of") }
        let fields = JSONScanner.scan(output, keys: Lease.keys)
        guard csystem_exited(status) else {
            return .failed("parallel-cc register was ended by signal \(csystem_term_signal(status))")
        }
        let code = csystem_exit_status(status)
        if code == 0 {
            if let lease = fields.flatMap(Lease.init) { return .leased(lease) }
            return .failed("parallel-cc register gave an answer that cannot be understood")
        }
        if let error = fields?.string("error") {
            guard fields?.string("code") == "checkout-in-use" else { return .failed(error) }
            return .refused(error: error, hint: fields?.string("hint"))
        }
        if code == 127 { return .failed("parallel-cc cannot run (a program or library is missing)") }
        return .failed("parallel-cc register failed with status \(code)")
    }
}
