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
    /// A fresh one for each call, so that the database is open only while it is needed.
    package let makeCoordinator: @Sendable () -> Result<Coordinator, ParallelError>

    package init(
        version: String, directory: String, environment: [String: String], parent: Int32,
        makeCoordinator: @escaping @Sendable () -> Result<Coordinator, ParallelError>
    ) {
        self.version = version
        self.directory = directory
        self.environment = environment
        self.parent = parent
        self.makeCoordinator = makeCoordinator
    }
}
