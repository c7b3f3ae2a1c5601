internal import CommandLineKit

/// `mcp-serve`, the name in settings of older programs.
struct MCPServeDeprecated: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp-serve", abstract: "\(CommandConfiguration.deprecationMark) Use mcp serve.")

    mutating func run() throws {
        Deprecation.warn(old: "mcp-serve", new: "mcp serve")
        var command = MCPServe()
        try command.run()
    }
}
