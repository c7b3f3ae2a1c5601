package import Coordinator
package import HookCore

/// Everything that the server needs from the program around it.
package struct MCPContext: Sendable {
    /// The program's version, for `serverInfo`.
    package let version: String
    /// The directory where the server was started: the project's.
    package let directory: String
    /// The environment of the server, which claude passed on.
    package let environment: [String: String]
    /// The process that started the server: claude.
    package let parent: Int32
    /// The means to stop work from another thread.
    package let interruption: InterruptionControl
    /// Makes a new Coordinator for each call, so that the database is open only while it is needed. Lines about slow
    /// work go to `narrate`, and from there to the client.
    package let makeCoordinator:
        @Sendable (_ narrate: @escaping @Sendable (String) -> Void) -> Result<Coordinator, ParallelError>

    /// Takes every part as it is; reads nothing by itself.
    package init(
        version: String, directory: String, environment: [String: String], parent: Int32,
        interruption: InterruptionControl,
        makeCoordinator:
            @escaping @Sendable (_ narrate: @escaping @Sendable (String) -> Void) -> Result<Coordinator, ParallelError>
    ) {
        self.version = version
        self.directory = directory
        self.environment = environment
        self.parent = parent
        self.interruption = interruption
        self.makeCoordinator = makeCoordinator
    }
}

/// The means to stop work in one thread from another, and to learn that the process is to end.
package struct InterruptionControl: Sendable {
    /// Stops the running work: children are ended, waits are broken off, and begun changes are taken back.
    package let request: @Sendable () -> Void
    /// Withdraws a request, once the work has stopped.
    package let withdraw: @Sendable () -> Void
    /// Lets the calling thread go on whatever other threads request.
    package let ignoreRequests: @Sendable () -> Void
    /// Whether a signal has asked the process to end.
    package let isEnding: @Sendable () -> Bool

    /// Takes the four functions; all may be called from any thread.
    package init(
        request: @escaping @Sendable () -> Void, withdraw: @escaping @Sendable () -> Void,
        ignoreRequests: @escaping @Sendable () -> Void, isEnding: @escaping @Sendable () -> Bool
    ) {
        self.request = request
        self.withdraw = withdraw
        self.ignoreRequests = ignoreRequests
        self.isEnding = isEnding
    }
}
