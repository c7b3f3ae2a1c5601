internal import GitKit
internal import GitProgram
package import HookCore

/// Everything the Coordinator sees of the world. The program around it brings these values. The Coordinator itself
/// reads no environment, no clock, no terminal and no file of Claude Code's.
package struct CoordinatorContext: Sendable {
    /// The data directory, as an absolute path. It holds `coordinator.db`, `beats/` and `config.json`.
    package var dataDirectory: String
    /// The directory in which the command runs. Nil: only repositories in the database are looked for.
    package var directory: String?
    /// The environment of git and of postCreate commands. It lacks the variables that would lead git out of its
    /// directory.
    package var environment: [String: String]
    /// The machine, boot and pid namespace in which this program runs.
    package var host: HostIdentity
    /// This program's own process, the owner of an operation that takes a while.
    package var process: ProcessIdentity
    /// The wall clock.
    package var now: @Sendable () -> Timestamp
    /// Milliseconds of a clock that cannot be set and that all processes share. Everything that waits uses it.
    package var uptime: @Sendable () -> Int64
    /// A new unique id for a session.
    package var makeID: @Sendable () -> String
    /// Four random lower-case letters and digits, for names.
    package var makeSuffix: @Sendable () -> String
    /// Whether the process lives on this host.
    package var isAlive: @Sendable (ProcessIdentity) -> Bool
    /// The running sessions in Claude Code's own registry.
    package var nativeSessions: @Sendable () -> [NativeSession]
    /// The conversations that Claude Code has stored for a directory, and the time when each was last written to.
    package var conversations: @Sendable (_ directory: String) -> [(claudeSessionID: String, updated: Timestamp)]
    /// Shows the user one line about slow work.
    package var narrate: @Sendable (String) -> Void
    /// A call at every named point of an operation with several steps, so that tests can stop the program there.
    package var reach: @Sendable (String) -> Void
    /// Milliseconds to wait for a locked database.
    package var busyTimeout: Int
    /// Settings from the environment and from flags, by name. They go before those of the files.
    package var overrides: [String: String]
    /// The folder of the grammars; nil when there is none.
    package var grammars: String?

    /// Makes a context. Variables that would lead git out of its directory are removed from `environment`.
    package init(
        dataDirectory: String, directory: String? = nil, environment: [String: String], host: HostIdentity,
        process: ProcessIdentity,
        now: @escaping @Sendable () -> Timestamp,
        uptime: @escaping @Sendable () -> Int64 = { MonotonicClock.milliseconds() },
        makeID: @escaping @Sendable () -> String,
        makeSuffix: @escaping @Sendable () -> String, isAlive: @escaping @Sendable (ProcessIdentity) -> Bool,
        nativeSessions: @escaping @Sendable () -> [NativeSession],
        conversations: @escaping @Sendable (_ directory: String) -> [(claudeSessionID: String, updated: Timestamp)] = {
            _ in []
        },
        narrate: @escaping @Sendable (String) -> Void = { _ in },
        reach: @escaping @Sendable (String) -> Void = { _ in },
        busyTimeout: Int = 5_000, overrides: [String: String] = [:], grammars: String? = nil
    ) {
        self.dataDirectory = dataDirectory
        self.directory = directory
        self.environment = Git.unredirected(environment)
        self.host = host
        self.process = process
        self.now = now
        self.uptime = uptime
        self.makeID = makeID
        self.makeSuffix = makeSuffix
        self.isAlive = isAlive
        self.nativeSessions = nativeSessions
        self.conversations = conversations
        self.narrate = narrate
        self.reach = reach
        self.busyTimeout = busyTimeout
        self.overrides = overrides
        self.grammars = grammars
    }
}
