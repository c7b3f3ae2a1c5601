internal import GitKit
internal import GitProgram
package import HookCore

/// Everything the Coordinator sees of the world, brought by the program around it: no environment, clock, terminal or file
/// of Claude's is read inside.
package struct CoordinatorContext: Sendable {
    /// Absolute; holds `coordinator.db`, `beats/`, `config.json`.
    package var dataDirectory: String
    /// Where the command runs; nil where no repository is to be looked for besides those in the database.
    package var directory: String?
    /// For git and for postCreate commands; without what would lead git out of the directory in which it runs.
    package var environment: [String: String]
    package var host: HostIdentity
    /// Ourselves: who owns an operation that takes a while.
    package var process: ProcessIdentity
    package var now: @Sendable () -> Timestamp
    /// Milliseconds by a clock that nobody sets, the same for all processes: for whatever waits.
    package var uptime: @Sendable () -> Int64
    /// A new unique id for a session.
    package var makeID: @Sendable () -> String
    /// Some random lower-case letters and digits, four of them, for names.
    package var makeSuffix: @Sendable () -> String
    /// Whether the process lives on this host.
    package var isAlive: @Sendable (ProcessIdentity) -> Bool
    /// Claude's own registry of running sessions.
    package var nativeSessions: @Sendable () -> [NativeSession]
    /// The conversations that Claude has stored of a directory, and when each was last written to.
    package var conversations: @Sendable (_ directory: String) -> [(claudeSessionID: String, updated: Timestamp)]
    /// One line of narration about slow work.
    package var narrate: @Sendable (String) -> Void
    /// Called at every named point of a multi-step act, so that tests can stop the program there.
    package var reach: @Sendable (String) -> Void
    /// How long to wait for a locked database, in milliseconds.
    package var busyTimeout: Int
    /// Settings that stand above the files: environment and flags.
    package var overrides: [String: String]
    /// The folder of the grammars; nil where there is none.
    package var grammars: String?

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
