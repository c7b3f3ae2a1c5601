internal import CommandLineKit

/// Asks the user about each part.
struct InstallDialogue {
    let prompt: Prompt

    func ask(_ options: InstallOptions) -> InstallOptions {
        var chosen = options
        chosen.hooks = prompt.confirm("Install hooks, so that status knows what sessions do?", default: true)
        if chosen.hooks {
            let scope = prompt.choose("For which repositories?", from: ["all", "only this one"], default: 0)
            chosen.global = scope == 0
            chosen.local = scope == 1
            chosen.hooks = scope != nil
            if chosen.local { chosen.gitignore = prompt.confirm("Let git ignore .claude/ here?") }
        } else {
            (chosen.global, chosen.local, chosen.gitignore) = (false, false, false)
        }
        chosen.alias = prompt.confirm("Make claude an alias of claude-parallel?", default: true)
        chosen.mcp = prompt.confirm("Register the MCP server with Claude Code?", default: true)
        chosen.statusline = prompt.confirm("Show session and branch in Claude Code's status line?")
        return chosen
    }
}
