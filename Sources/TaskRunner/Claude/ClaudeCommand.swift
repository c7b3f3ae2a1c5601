internal import TaskProtocol

/// The command line of claude.
struct ClaudeCommand {
    let order: TaskOrder
    /// The path of the file with the MCP configuration, if the order has one.
    let mcpConfig: String?
    /// What claude may spend at most; nil: as much as it takes.
    let budget: Double?

    /// The arguments. The prompt is not among them: it comes over standard input, where it may begin with a dash.
    var arguments: [String] {
        let options = order.claude
        var words = ["-p", "--output-format", "stream-json", "--verbose"]
        if let mode = options.permissionMode {
            words += ["--permission-mode", mode]
        } else {
            words.append("--dangerously-skip-permissions")
        }
        // These take each word up to the next option.
        if !options.allowedTools.isEmpty { words += ["--allowedTools"] + options.allowedTools }
        if !options.disallowedTools.isEmpty { words += ["--disallowedTools"] + options.disallowedTools }
        let single: [(String, String?)] = [
            ("--mcp-config", mcpConfig), ("--model", options.model), ("--fallback-model", options.fallbackModel),
            ("--max-turns", options.maxTurns.map(String.init)),
            ("--max-budget-usd", budget.map { "\($0)" }), ("--system-prompt", options.systemPrompt),
            ("--append-system-prompt", options.appendSystemPrompt), ("--resume", options.resume),
        ]
        // With an equals sign, a value may begin with a dash.
        for case (let name, let value?) in single { words.append("\(name)=\(value)") }
        return words
    }
}
