internal import CommandLineKit
internal import Coordinator
internal import Glibc
internal import HookCore
internal import JSON
internal import Wiring

/// `statusline`: a line below Claude's prompt. Never fails: an unknown part is left out.
struct StatusLine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statusline", abstract: "Print Claude Code's status line (called by its settings).")

    mutating func run() throws {
        // A terminal sends no input.
        let bytes = isatty(STDIN_FILENO) == 1 ? nil : StandardInput.read(limit: 1 << 20, within: 1_000)
        let input = try? JSONDocument(bytes ?? [], name: "stdin").value()
        Printer.answer(StatusLineText(input ?? .null, surroundings: .current).text)
    }
}
