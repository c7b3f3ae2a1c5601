internal import CommandLineKit

/// `mcp-serve`, as settings of older programs name it.
struct MCPServeDeprecated: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp-serve", abstract: "\(CommandConfiguration.deprecationMark) Use mcp serve.")

    mutating func run() throws {
        Deprecation.warn(old: "mcp-serve", new: "mcp serve")
        var command = MCPServe()
        try command.run()
    }
}
