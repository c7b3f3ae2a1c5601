package import Coordinator
package import HookCore

/// Everything that the server sees of the world, brought by the program around it.
package struct MCPContext: Sendable {
    /// Of the program, for `serverInfo`.
    package let version: String
    /// Where the server was started: the project's directory.
    package let directory: String
    package let environment: [String: String]
    /// The process that started the server: claude.
    package let parent: Int32
    package let interruption: InterruptionControl
    /// A fresh one for each call, so that the database is open only while it is needed. What is narrated of slow work goes
    /// to `narrate`, and to the client.
    package let makeCoordinator:
        @Sendable (_ narrate: @escaping @Sendable (String) -> Void) -> Result<Coordinator, ParallelError>

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

/// How work that goes on in one thread is stopped from another, and how it is known that the process is to end.
package struct InterruptionControl: Sendable {
    /// Stops what is going on: children are ended, waits are broken off, what was begun is taken back.
    package let request: @Sendable () -> Void
    package let withdraw: @Sendable () -> Void
    /// Whether a signal has asked the process to end.
    package let isEnding: @Sendable () -> Bool

    package init(
        request: @escaping @Sendable () -> Void, withdraw: @escaping @Sendable () -> Void,
        isEnding: @escaping @Sendable () -> Bool
    ) {
        self.request = request
        self.withdraw = withdraw
        self.isEnding = isEnding
    }
}
