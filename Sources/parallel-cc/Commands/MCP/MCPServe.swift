internal import CommandLineKit
internal import Coordinator
internal import Glibc
internal import HookCore
internal import MCPServer

/// `mcp serve`: JSON-RPC on the standard streams until the input ends.
struct MCPServe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer Claude Code on the standard streams (started by Claude Code).")

    mutating func run() throws {
        let surroundings = Surroundings.current
        let context = MCPContext(
            version: Version.number, directory: surroundings.directory ?? "/", environment: surroundings.environment,
            parent: getppid(),
            makeCoordinator: {
                Result { () throws(ParallelError) in try Coordinator(.live(surroundings)) }
            })
        StandardStreams.serve(Server(context))
    }
}
