internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import Glibc

/// `statusline`: one line below Claude's prompt. Never fails: what is not known is left out.
struct StatusLine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statusline", abstract: "Print Claude Code's status line (called by its settings).")

    mutating func run() throws {
        let input = try? JSONDocument(StandardInput.read(limit: 1 << 20), name: "stdin").value()
        Printer.answer(StatusLineText(input ?? .null, surroundings: .current).text)
    }
}
