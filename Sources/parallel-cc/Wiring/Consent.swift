internal import CommandLineKit
internal import Glibc
internal import HookCore

/// The user's word before something goes for good.
enum Consent {
    /// Asks on a terminal; elsewhere only `--yes` counts.
    /// - Throws: `ValidationError` where nobody can be asked; `not-confirmed` when the answer is no.
    static func require(_ question: String, yes: Bool) throws {
        if yes { return }
        guard isatty(0) == 1, Printer.errorTerminal.isTerminal else {
            throw ValidationError("This deletes for good; say --yes.")
        }
        guard prompt.confirm(question) else {
            throw ParallelError("not-confirmed", operation: "delete", message: "nothing was deleted")
        }
    }

    /// Questions on standard error, answers from standard input.
    static var prompt: Prompt {
        Prompt(readLine: { readLine() }, write: { Printer.narrate(unfinished: $0) })
    }
}
