internal import Coordinator
internal import Files
internal import GitKit
package import HookCore

/// Claude's answer to a question.
package struct ClaudeAnswer: Sendable {
    /// The whole answer, as UTF-8.
    package let text: [UInt8]
    /// Whether Claude refused. The text then has the reason in Claude's own words.
    package let isRefusal: Bool
    /// The cost in USD; nil when it is unknown.
    package let cost: Double?

    /// Takes the values of one call.
    package init(text: [UInt8], isRefusal: Bool = false, cost: Double?) {
        self.text = text
        self.isRefusal = isRefusal
        self.cost = cost
    }
}

/// The way to ask Claude.
package struct ClaudeQuestion {
    let ask: (_ prompt: String, _ directory: String) -> Result<ClaudeAnswer, ParallelError>

    /// Takes the call.
    /// - Parameter ask: gives Claude a prompt, in a directory, and waits for the answer.
    package init(ask: @escaping (_ prompt: String, _ directory: String) -> Result<ClaudeAnswer, ParallelError>) {
        self.ask = ask
    }
}

/// Asks Claude for the merged file.
struct ClaudeSuggestion {
    /// The size of the largest text that is sent, in bytes.
    static let maxBytes = 200_000

    let maker: SuggestionMaker
    let conflictedMerge: ConflictedMerge

    /// Asks Claude for the whole file.
    /// - Parameter cost: grows by the cost of the answer, even if the answer is useless.
    /// - Throws: the errors of `question.ask`; `.suggestionRefused` for a file that is not sent and an answer that
    ///   cannot be right.
    func ask(_ question: ClaudeQuestion, into cost: inout Double?) throws(ParallelError) -> SuggestionDraft {
        let versions = maker.versions
        guard versions.base.count + versions.ours.count + versions.theirs.count <= Self.maxBytes,
            let prompt = prompt(versions)
        else { throw refused("the file is too long, or no text") }
        let answer = try question.ask(prompt, conflictedMerge.worktree ?? conflictedMerge.repository).get()
        if let price = answer.cost { cost = (cost ?? 0) + price }
        if answer.isRefusal { throw refused("it said: \(answer.text.display.prefix(200))") }
        guard let bytes = Self.file(in: answer.text) else { throw refused("its answer holds no file") }
        guard let draft = maker.foreign(bytes, cost: answer.cost) else {
            throw refused("its answer has conflict markers, or more that cannot be parsed than the sides have")
        }
        return draft
    }

    private func refused(_ message: String) -> ParallelError {
        ParallelError(
            .suggestionRefused, operation: "ask Claude", subject: maker.finding.path.display, message: message)
    }

    private static let start = "=====BEGIN FILE====="
    private static let end = "=====END FILE====="

    private func prompt(_ versions: FileVersions) -> String? {
        guard let base = String(validating: versions.base, as: UTF8.self),
            let ours = String(validating: versions.ours, as: UTF8.self),
            let theirs = String(validating: versions.theirs, as: UTF8.self)
        else { return nil }
        return """
            A git \(conflictedMerge.operation ?? "merge") has stopped at a conflict in the file \
            \(maker.finding.path.display). Below \
            are its three whole versions. Write the file as it should be after the merge: \
            everything that both sides meant \
            to change, nothing else. Change no file and run nothing. \
            Answer with the line \(Self.start), then the whole \
            file, then the line \(Self.end).

            ##### Common ancestor #####
            \(base)
            ##### Ours (\(conflictedMerge.ours.label)) #####
            \(ours)
            ##### Theirs (\(conflictedMerge.theirs.label)) #####
            \(theirs)
            """
    }

    /// Returns the text between the two lines.
    private static func file(in answer: [UInt8]) -> [UInt8]? {
        let lines = answer.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { $0.elementsEqual(start.utf8) }),
            let last = lines.lastIndex(where: { $0.elementsEqual(end.utf8) }), first < last
        else { return nil }
        return Array(lines[(first + 1)..<last].flatMap { $0 + [0x0A] })
    }
}
