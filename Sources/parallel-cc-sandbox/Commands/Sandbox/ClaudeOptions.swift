internal import CommandLineKit
internal import Files
internal import HookCore
internal import TaskProtocol
internal import Wiring

/// The options that go to Claude under the same names.
struct ClaudeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Claude's model.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("The model when the first is overloaded.", valueName: "name"))
    var fallbackModel: String?

    @Option(help: ArgumentHelp("Turns after which Claude ends.", valueName: "number"))
    var maxTurns: Int?

    @Option(help: ArgumentHelp("A tool that Claude may use; may be given several times.", valueName: "tool"))
    var allowedTools: [String] = []

    @Option(help: ArgumentHelp("A tool that Claude may not use; may be given several times.", valueName: "tool"))
    var disallowedTools: [String] = []

    @Option(help: ArgumentHelp("The system prompt instead of Claude's own.", valueName: "text"))
    var systemPrompt: String?

    @Option(help: ArgumentHelp("Text behind Claude's system prompt.", valueName: "text"))
    var appendSystemPrompt: String?

    @Option(help: ArgumentHelp("A file with MCP servers.", valueName: "path"), completion: .file())
    var mcpConfig: String?

    @Option(help: ArgumentHelp("Claude's permission mode; default: none is asked.", valueName: "mode"))
    var permissionMode: String?

    /// Returns the options as the order has them.
    /// - Throws: `.fileUnreadable`.
    func options() throws -> TaskOrder.ClaudeOptions {
        var options = TaskOrder.ClaudeOptions()
        options.model = model
        options.fallbackModel = fallbackModel
        options.maxTurns = maxTurns
        options.allowedTools = allowedTools
        options.disallowedTools = disallowedTools
        options.systemPrompt = systemPrompt
        options.appendSystemPrompt = appendSystemPrompt
        options.permissionMode = permissionMode
        if let mcpConfig {
            let path = ProgramEnvironment.current.absolute(mcpConfig)
            guard let bytes = WholeFile.read(path) else {
                throw ParallelError(
                    .fileUnreadable, operation: "read MCP servers", subject: path, message: "the file cannot be read")
            }
            options.mcpConfig = String(decoding: bytes, as: UTF8.self)
        }
        return options
    }
}
