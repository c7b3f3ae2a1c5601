/// The options of Claude Code that take a value: the argument after one is no option, whatever it looks like.
///
/// The lists come from `claude --help` of 2.1.327, hidden options included. Unknown options count as taking no value.
enum ClaudeOptions {
    enum Arity {
        case none
        /// Takes the next argument, even one that starts with a dash.
        case required
        /// Takes the next argument unless that starts with a dash.
        case optional
    }

    static func arity(_ option: String) -> Arity {
        if required.contains(option) { return .required }
        return optional.contains(option) ? .optional : .none
    }

    private static let optional: Set<String> = [
        "--cloud", "--debug", "--from-pr", "--prompt-suggestions", "--remote-control", "--resume", "--teleport",
        "--worktree", "-d", "-r", "-w",
    ]

    private static let required: Set<String> = [
        "--add-dir", "--agent", "--agent-id", "--agent-name", "--agents", "--allowed-tools", "--allowedTools",
        "--append-system-prompt", "--append-system-prompt-file", "--autocompact", "--betas", "--debug-file",
        "--disallowed-tools", "--disallowedTools", "--effort", "--environment", "--fallback-model", "--file",
        "--input-format", "--json-schema", "--max-budget-usd", "--max-turns", "--mcp-config", "--model", "--name",
        "--output-format", "--permission-mode", "--permission-prompt-tool", "--permission-prompts", "--plugin-dir",
        "--plugin-url", "--project-config-root", "--remote-control-session-name-prefix", "--session-id",
        "--setting-sources", "--settings", "--system-prompt", "--system-prompt-file", "--system-prompt-snapshot",
        "--team-name", "--tools", "-n",
    ]
}
