internal import CommandLineKit

/// `mcp`: what Claude Code asks us through the Model Context Protocol.
struct MCPCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp", abstract: "Serve the Model Context Protocol.", subcommands: [MCPServe.self])
}
