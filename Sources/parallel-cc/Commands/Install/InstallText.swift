internal import ClaudeCode
internal import CommandLineKit
internal import HookCore
internal import Wiring

/// The outcome of one part as text.
struct InstallText {
    let outcome: InstallOutcome
    let isRemoval: Bool
    let isDryRun: Bool

    func print() {
        if let plan = outcome.plan {
            if isDryRun { show(plan) } else if outcome.error == nil { Printer.answer(summary(plan)) }
            for note in plan.notes { Printer.narrate("  \(note.displayable)") }
        }
        if let error = outcome.error {
            Printer.narrate("✗ \(name): \(error.shownMessage)")
            if let hint = error.hint { Printer.narrate("  \(hint.displayable)") }
        } else if !isDryRun, !isRemoval, outcome.part == .alias, outcome.plan?.isEmpty == false {
            Printer.narrate("  New shells have the alias; in this one: exec $SHELL")
        }
    }

    private var name: String {
        switch outcome.part {
        case .hooks: "Hooks"
        case .alias: "Alias"
        case .mcp: "MCP server"
        case .statusline: "Status line"
        case .nativeWorktrees: "Native worktrees"
        case .gitHooks: "Git hooks"
        }
    }

    private func summary(_ plan: InstallPlan) -> String {
        if plan.isEmpty { return isRemoval ? "✓ \(name): not installed" : "✓ \(name): already installed" }
        let files = plan.files.map(\.path).filter { !$0.hasSuffix("/installation.json") }
        let changed = files + plan.gitHooks.map(\.path) + plan.commands.map(\.text)
        let verb = isRemoval ? "removed" : "installed"
        return "✓ \(name): \(verb)" + changed.map { "\n  \($0.displayable)" }.joined()
    }

    private func show(_ plan: InstallPlan) {
        if plan.isEmpty { return Printer.answer("\(name): nothing to do") }
        Printer.answer("\(name):")
        for file in plan.files {
            Printer.answer(
                "  would \(file.kind.rawValue) \(file.path.displayable): \(file.reasons.joined(separator: "; "))")
            for line in file.preview { Printer.answer("    \(line.displayable)") }
        }
        for hook in plan.gitHooks {
            Printer.answer("  would \(hook.kind.rawValue) \(hook.path.displayable): \(hook.reason.displayable)")
        }
        for command in plan.commands { Printer.answer("  would run: \(command.text.displayable)") }
    }
}
