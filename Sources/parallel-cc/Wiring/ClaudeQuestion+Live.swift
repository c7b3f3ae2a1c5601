internal import ClaudeCode
internal import Coordinator
internal import HookCore

extension ClaudeQuestion {
    /// Asks the claude of this machine.
    /// - Throws: `no-claude-answer` when there is none.
    static func live(_ surroundings: Surroundings = .current) throws(ParallelError) -> ClaudeQuestion {
        guard let program = surroundings.claude else {
            throw ParallelError(
                .noClaudeAnswer, operation: "ask Claude", message: "claude is not on PATH",
                hint: "PARALLEL_CC_CLAUDE can name it")
        }
        let claude = ClaudePrompt(program: program, environment: surroundings.environment)
        return ClaudeQuestion { prompt, directory in
            Result { () throws(ParallelError) in
                Printer.narrate("Asking Claude…")
                let answer = try claude.ask(prompt, in: directory)
                return ClaudeAnswer(text: Array(answer.text.utf8), cost: answer.cost)
            }
        }
    }
}
