internal import CommandLineKit

/// `mcp`: the Model Context Protocol, which Claude Code speaks with us.
struct MCPCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp", abstract: "Serve the Model Context Protocol.", subcommands: [MCPServe.self])
}
