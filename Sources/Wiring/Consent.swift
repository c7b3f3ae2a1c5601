package import CommandLineKit
internal import Glibc
internal import HookCore

/// The user's consent before something is deleted for good.
package enum Consent {
    /// Asks on a terminal; elsewhere only `--yes` counts.
    /// - Parameters:
    ///   - reason: the reason why consent is needed, and how to give it.
    ///   - operation: the operation that is not done without it.
    /// - Throws: `ValidationError` where there is no terminal to ask on; `not-confirmed` when the answer is no.
    package static func require(
        _ question: String, yes: Bool, or reason: String = "This deletes for good; say --yes.",
        operation: String = "delete"
    ) throws {
        if yes { return }
        guard isatty(0) == 1, Printer.errorTerminal.isTerminal else {
            throw ValidationError(reason)
        }
        guard prompt.confirm(question) else {
            let message = operation == "delete" ? "nothing was deleted" : "nothing was done"
            throw ParallelError("not-confirmed", operation: operation, message: message)
        }
    }

    /// A prompt that asks on standard error and reads answers from standard input.
    package static var prompt: Prompt {
        Prompt(readLine: { readLine() }, write: { Printer.narrate(unfinished: $0) })
    }
}
