internal import Dispatch
internal import Exec
internal import Glibc
internal import HookCore
internal import Synchronization

/// A session of the demonstration: the wrapper with the stand-in for claude, running beside us.
final class DemoSession: Sendable {
    private let name: String
    private let folder: DemoFolder
    private let ready: Int32
    private let go: Int32
    private let outcome = Mutex<Result<CommandResult, ParallelError>?>(nil)
    private let hasEnded = DispatchSemaphore(value: 0)

    /// The seconds after which something is wrong: nothing in the demonstration takes longer.
    private static let patience = 15

    /// Starts the session.
    init(_ name: String, on folder: DemoFolder) throws(ParallelError) {
        self.name = name
        self.folder = folder
        ready = try Self.openPipe("\(folder.root)/\(name).ready")
        go = try Self.openPipe("\(folder.root)/\(name).go")
        var environment = folder.environment
        environment["DEMO_NAME"] = name
        // The shell only stores the wrapper's output, for us to show.
        let line = #"exec "$0" 2>"$DEMO/$DEMO_NAME.output""#
        var command = Command(
            "/bin/sh", arguments: ["-c", line, folder.wrapper], environment: environment, directory: folder.repository)
        command.timeoutMilliseconds = 2 * Self.patience * 1_000
        start(command)
    }

    deinit {
        close(ready)
        close(go)
    }

    private static func openPipe(_ path: String) throws(ParallelError) -> Int32 {
        mkfifo(path, 0o600)
        // The pipe is opened for both directions, so that neither process waits for the other to open it.
        let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw DemoFolder.failure("\(path) cannot be opened") }
        return descriptor
    }

    private func start(_ command: Command) {
        DispatchQueue.global().async { [self] in
            let result = Result { () throws(ParallelError) in try Spawner.run(command) }
            outcome.withLock { $0 = result }
            hasEnded.signal()
        }
    }

    /// Waits until the stand-in runs.
    /// - Returns: the pid of the stand-in, and the directory in which it was started.
    func waitUntilReady() throws(ParallelError) -> (pid: pid_t, directory: String) {
        for _ in 0..<(Self.patience * 10) {
            var entry = pollfd(fd: ready, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, 100) > 0 { break }
            if let problem = prematureEnd { throw problem }
        }
        var buffer = [UInt8](repeating: 0, count: 8_192)
        let count = Glibc.read(ready, &buffer, buffer.count)
        let fields = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard fields.count == 2, let pid = pid_t(fields[0]) else {
            throw DemoFolder.failure("the \(name) session did not start", cause: output.joined(separator: " "))
        }
        return (pid, String(fields[1].dropLast()))
    }

    private var prematureEnd: ParallelError? {
        if let signal = Interruption.signal {
            return ParallelError(.interrupted, operation: "demo", message: "interrupted by signal \(signal)")
        }
        guard outcome.withLock({ $0 != nil }) else { return nil }
        return DemoFolder.failure("the \(name) session ended at once", cause: output.joined(separator: " "))
    }

    /// The lines that the wrapper printed so far.
    var output: [String] {
        let text = folder.read("\(folder.root)/\(name).output") ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// Lets the stand-in end by itself.
    func letGo() { _ = Glibc.write(go, "go\n", 3) }

    /// Waits until the wrapper has ended.
    func waitForEnd() throws(ParallelError) -> ExitStatus {
        guard hasEnded.wait(timeout: .now() + .seconds(Self.patience)) == .success,
            let result = outcome.withLock({ $0 })
        else { throw DemoFolder.failure("the \(name) session did not end") }
        hasEnded.signal()
        return try result.get().status
    }
}
