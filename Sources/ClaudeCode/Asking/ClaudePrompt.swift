internal import Exec
package import HookCore
internal import JSON

extension ParallelError.Code {
    /// There is no claude, or it gave no answer.
    package static let noClaudeAnswer: Self = "no-claude-answer"
}

/// A question to Claude without an interactive session: `claude -p`.
///
/// Claude gets no tools, so it can change nothing and asks for no permission.
package struct ClaudePrompt: Sendable {
    /// Claude's answer to the question.
    package struct Answer: Equatable, Sendable {
        /// The answer as Claude wrote it, or its reason for giving none.
        package let text: String
        /// Whether the text says why there is no answer.
        package let isError: Bool
        /// The cost in USD; nil when claude did not report it.
        package let cost: Double?
    }

    private static let longestAnswer = 16 << 20

    private let program: String
    private let environment: [String: String]
    private let seconds: Int

    /// - Parameter program: the path of claude.
    package init(program: String, environment: [String: String], seconds: Int = 600) {
        self.program = program
        self.environment = environment
        self.seconds = seconds
    }

    /// Asks, and waits for the whole answer.
    /// - Throws: `.noClaudeAnswer`, `.cannotSpawn`, `.interrupted`.
    package func ask(_ prompt: String, in directory: String) throws(ParallelError) -> Answer {
        var command = Command(
            program, arguments: ["-p", "--output-format", "json", "--tools", ""], environment: environment,
            directory: directory)
        command.input = .bytes(Array(prompt.utf8))
        command.timeoutMilliseconds = seconds * 1_000
        command.mostOutput = Self.longestAnswer
        let result = try Spawner.run(command)
        if result.isTooLong { throw failure("its answer is longer than \(Self.longestAnswer >> 20) MiB") }
        if result.timedOut { throw failure("no answer within \(seconds) seconds") }
        guard let value = try? JSONDocument(result.output, name: "answer").value(),
            let text = value["result"]?.string
        else { throw failure("it ended with status \(result.status.shellCode)", cause: result.errorText) }
        let isError = !result.status.isSuccess || value["is_error"]?.bool == true
        return Answer(text: text, isError: isError, cost: value["total_cost_usd"]?.number)
    }

    private func failure(_ message: String, cause: String? = nil) -> ParallelError {
        ParallelError(.noClaudeAnswer, operation: "ask Claude", subject: program, message: message, cause: cause)
    }
}

extension JSONValue {
    /// The number; `nil` for other values.
    fileprivate var number: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }
}
