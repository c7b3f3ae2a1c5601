internal import ClaudeCode
internal import CommandLineKit
internal import Wiring

/// `install --status` as text.
struct InstallStatusText {
    let lines: [String]

    init(_ status: InstallationStatus, style: Style) {
        func line(_ name: String, state: HookSettings.State, at path: String?) -> String {
            let path = path.map { "  \($0.displayable)" } ?? ""
            switch state {
            case .current: return style.apply(.green, to: "✓") + " \(name)\(path)"
            case .outdated: return style.apply(.yellow, to: "⚠") + " \(name): outdated\(path)"
            case .absent: return style.apply(.dim, to: "-") + " \(name): not installed"
            }
        }
        func state(_ isInstalled: Bool) -> HookSettings.State { isInstalled ? .current : .absent }
        lines =
            [
                line("Hooks (global)", state: status.globalHooks, at: status.globalPath),
                line("Hooks (local)", state: status.localHooks, at: status.localPath),
                line("Native worktrees", state: status.nativeWorktrees, at: nil),
                line("Guard on skills", state: status.skillCommands, at: nil),
                line("Alias", state: state(status.isAliasInstalled), at: status.profilePath),
                line("MCP server", state: state(status.isMCPInstalled), at: status.mcpPath),
                line("Plugin", state: state(status.plugin != nil), at: status.plugin),
                line("Status line", state: state(status.isStatusLineInstalled), at: status.globalPath),
                line("Git hooks", state: status.gitHooks, at: status.gitHooksPath),
            ] + status.problems.map { "✗ \($0.shownMessage)" }
    }
}
