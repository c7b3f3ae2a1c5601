package import Coordinator
internal import Exec
internal import Glibc
package import HookCore
internal import Store
package import Synchronization
package import TestSupport

/// A repository, a data directory, a clock that ticks by itself, and processes that live and die by decree.
package final class CoordinatorFixture: Sendable {
    package struct State {
        /// Starts at the real time, which the ages of real processes are compared with.
        package var milliseconds = Timestamp.now().milliseconds
        /// How far the wall clock is ahead.
        package var ahead: Int64 = 0
        package var ids = 0
        package var suffixes = 0
        package var dead: Set<ProcessIdentity> = []
        package var natives: [NativeSession] = []
        /// What Claude has stored, by directory.
        package var stored: [String: [(claudeSessionID: String, updated: Timestamp)]] = [:]
        package var narration: [String] = []
    }

    package let gitFixture: GitFixture
    package let state = Mutex(State())
    package let host = HostIdentity(bootID: "boot", machineID: "machine", pidNamespace: 1)

    package init(initArguments: [String] = [], commit: Bool = true) throws {
        gitFixture = try GitFixture(initArguments: initArguments, commit: commit)
        mkdir(dataDirectory, 0o700)
    }

    package var root: String { gitFixture.root }
    package var dataDirectory: String { gitFixture.directory.appending("data") }
    package var repository: String { root + "/.git" }
    package var worktreeRoot: String { root + "-worktrees" }

    /// A command of ours: one process that runs one coordinator. Its pid never exists.
    package func command(
        _ pid: Int32 = 5_000_000, overrides: [String: String] = [:],
        directory: String? = nil, reach: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> Coordinator {
        var context = context(pid, overrides: overrides, reach: reach)
        context.directory = directory
        return try Coordinator(context)
    }

    package func context(
        _ pid: Int32 = 5_000_000, overrides: [String: String] = [:],
        reach: @escaping @Sendable (String) -> Void = { _ in }
    ) -> CoordinatorContext {
        CoordinatorContext(
            dataDirectory: dataDirectory, environment: gitFixture.environment, host: host,
            process: ProcessIdentity(pid: pid, startTime: 1), now: { self.wall() },
            uptime: { self.tick().milliseconds }, makeID: { self.nextID() },
            makeSuffix: { self.nextSuffix() }, isAlive: { self.isAlive($0) },
            nativeSessions: { self.state.withLock { $0.natives } },
            conversations: { directory in self.state.withLock { $0.stored[directory] ?? [] } },
            narrate: { line in self.state.withLock { $0.narration.append(line) } }, reach: reach, busyTimeout: 5_000,
            overrides: overrides, grammars: TestGrammars.path)
    }

    private func tick() -> Timestamp {
        state.withLock {
            $0.milliseconds += 1
            return Timestamp(milliseconds: $0.milliseconds)
        }
    }

    private func wall() -> Timestamp {
        Timestamp(milliseconds: tick().milliseconds + state.withLock { $0.ahead })
    }

    private func nextID() -> String {
        state.withLock {
            $0.ids += 1
            return "session-\($0.ids)"
        }
    }

    private func nextSuffix() -> String {
        state.withLock {
            $0.suffixes += 1
            let digits = String($0.suffixes, radix: 36)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    /// Pids that never exist live until they are killed; real ones live by the kernel's word.
    private func isAlive(_ process: ProcessIdentity) -> Bool {
        if process.pid < 4_500_000 { return process.isAlive }
        return state.withLock { !$0.dead.contains(process) }
    }

    /// Changes the database behind everybody's back.
    package func sql(_ text: String) throws {
        try command().database.write { db throws(StoreError) in try db.execute(text) }
    }

    /// What was said so far.
    package var narration: [String] { state.withLock { $0.narration } }

    package func setNatives(_ natives: [NativeSession]) { state.withLock { $0.natives = natives } }

    /// Claude stores a conversation of a directory, now.
    package func store(_ conversation: String, of directory: String) {
        let now = tick()
        state.withLock { $0.stored[directory, default: []].append((conversation, now)) }
    }

    package func advance(days: Int) { state.withLock { $0.milliseconds += Int64(days) * 86_400_000 } }

    /// Sets the wall clock forward; no time passes.
    package func setClock(forward days: Int) { state.withLock { $0.ahead += Int64(days) * 86_400_000 } }

    package func kill(_ process: ProcessIdentity) { state.withLock { _ = $0.dead.insert(process) } }

    package func kill(command pid: Int32) { kill(ProcessIdentity(pid: pid, startTime: 1)) }

    /// The process of the nth claude.
    package func claude(_ number: Int32, startTime: UInt64 = 100) -> ProcessIdentity {
        ProcessIdentity(pid: 6_000_000 + number, startTime: startTime)
    }

    /// Starts the nth claude.
    @discardableResult
    package func start(
        _ number: Int32, at directory: String? = nil, here: Bool = false,
        conversation: RegisterRequest.Conversation = .new, overrides: [String: String] = [:], name: String? = nil
    ) throws -> Registration {
        try command(overrides: overrides).register(
            RegisterRequest(
                directory: directory ?? root, process: claude(number), name: name, here: here,
                conversation: conversation))
    }

    /// Main taken, and a second session in a worktree of its own.
    package func startInWorktree(overrides: [String: String] = [:]) throws -> Registration {
        try start(1, overrides: overrides)
        return try start(2, overrides: overrides)
    }

    /// - Parameter orEmpty: an answer of git's that says no is an empty one.
    @discardableResult
    package func git(_ arguments: [String], at directory: String? = nil, orEmpty: Bool = false) throws -> String {
        do {
            return try gitFixture.git(arguments, at: directory)
        } catch  where orEmpty {
            return ""
        }
    }

    /// What git finds wrong with the repository.
    package var fsck: String {
        get throws {
            let command = Command(
                "git", arguments: ["fsck", "--strict", "--no-dangling", "--no-progress"],
                environment: gitFixture.environment,
                directory: root)
            let result = try Spawner.run(command)
            return result.text + result.errorText
        }
    }

    package var branches: [String] {
        get throws {
            try git(["for-each-ref", "--format=%(refname:short)", "refs/heads"]).split(separator: "\n").map(String.init)
        }
    }

    package var listedWorktrees: [String] {
        get throws {
            try git(["worktree", "list", "--porcelain"]).split(separator: "\n").filter { $0.hasPrefix("worktree ") }
                .map { String($0.dropFirst("worktree ".count)) }
        }
    }
}
