internal import ClaudeCode
internal import Coordinator
package import HookCore
package import Integration

extension ClaudeQuestion {
    /// A question to the claude of this machine.
    /// - Throws: `no-claude-answer` when there is none, or not the one that `PARALLEL_CC_CLAUDE` names: no other is
    ///   asked.
    package static func live(_ surroundings: ProgramEnvironment = .current) throws(ParallelError) -> ClaudeQuestion {
        let named = surroundings.uselessClaude
        guard named == nil, let program = surroundings.claude else {
            throw ParallelError(
                .noClaudeAnswer, operation: "ask Claude", subject: named ?? "",
                message: named == nil ? "claude is not on PATH" : "PARALLEL_CC_CLAUDE names no program",
                hint: named == nil ? "PARALLEL_CC_CLAUDE can name it" : "unset it, or correct it")
        }
        let claude = ClaudePrompt(program: program, environment: surroundings.environment)
        return ClaudeQuestion { prompt, directory in
            Result { () throws(ParallelError) in
                Printer.narrate("Asking Claude…")
                let answer = try claude.ask(prompt, in: directory)
                return ClaudeAnswer(text: Array(answer.text.utf8), isRefusal: answer.isError, cost: answer.cost)
            }
        }
    }
}
