internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Glibc
internal import HookCore
internal import MCPServer
internal import Wiring

/// `mcp serve`: JSON-RPC on the standard streams until the input ends.
struct MCPServe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer Claude Code on the standard streams (started by Claude Code).")

    mutating func run() throws {
        Interruption.catchSignals()
        let surroundings = ProgramEnvironment.current
        let context = MCPContext(
            version: Version.number, directory: surroundings.directory ?? "/", environment: surroundings.environment,
            parent: getppid(),
            interruption: InterruptionControl(
                request: Interruption.request, withdraw: Interruption.withdraw,
                ignoreRequests: Interruption.ignoreRequests, isEnding: { Interruption.caught != nil }),
            makeCoordinator: { narrate in
                Result { () throws(ParallelError) in
                    var context = try CoordinatorContext.live(surroundings)
                    context.narrate = narrate
                    return try Coordinator(context)
                }
            })
        StandardStreams.serve(context)
    }
}
