internal import ClaudeCode
internal import CommandLineKit
internal import Wiring

/// `install --status` for people.
struct InstallStatusText {
    let lines: [String]

    init(_ status: InstallationStatus, style: Style) {
        func line(_ name: String, _ state: HookSettings.State, _ place: String?) -> String {
            let place = place.map { "  \($0.displayable)" } ?? ""
            switch state {
            case .current: return style.apply(.green, to: "✓") + " \(name)\(place)"
            case .outdated: return style.apply(.yellow, to: "⚠") + " \(name): outdated\(place)"
            case .absent: return style.apply(.dim, to: "-") + " \(name): not installed"
            }
        }
        func state(_ isInstalled: Bool) -> HookSettings.State { isInstalled ? .current : .absent }
        lines =
            [
                line("Hooks (global)", status.globalHooks, status.globalPath),
                line("Hooks (local)", status.localHooks, status.localPath),
                line("Native worktrees", status.nativeWorktrees, nil),
                line("Guard on skills", status.skillCommands, nil),
                line("Alias", state(status.isAliasInstalled), status.profilePath),
                line("MCP server", state(status.isMCPInstalled), status.mcpPath),
                line("Plugin", state(status.plugin != nil), status.plugin),
                line("Status line", state(status.isStatusLineInstalled), status.globalPath),
                line("Git hooks", status.gitHooks, status.gitHooksPath),
            ] + status.problems.map { "✗ \($0.shownMessage)" }
    }
}
