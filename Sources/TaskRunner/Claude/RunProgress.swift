internal import ClaudeCode
internal import TaskProtocol

/// What is known of a run of claude, and what is to be reported of it.
struct RunProgress {
    private var session: String?
    /// The calls of tools that have no answer yet.
    private var calls: Set<String> = []
    /// The messages of the model that were seen.
    private var messages: Set<String> = []
    private var readTokens = 0
    private var endedTurns = 0
    private var costUSD: Double?
    private var modelCosts: [String: Double]?
    private var writtenTokens = 0
    /// The last end of a turn; nil where none has come.
    private(set) var result: StreamResult?

    /// The number of turns: as claude counts them, or of messages where it has told no number.
    var turns: Int { max(endedTurns, result == nil ? messages.count : 0) }
    /// The cost in US dollars, as far as claude has told it.
    var cost: Double? { costUSD }

    /// Takes the next event.
    /// - Returns: what is to be reported.
    mutating func take(_ event: StreamEvent) -> [TaskReport.Event] {
        switch event {
        case .initialized(let found):
            // Each turn begins with one.
            guard found.id != session else { return [] }
            session = found.id
            return [.claude(sessionID: found.id, version: found.version, model: found.model)]
        case .assistant(let message): return take(message)
        case .toolResults(let ids):
            let wasCalling = !calls.isEmpty
            calls.subtract(ids)
            return wasCalling && calls.isEmpty ? [.tool(name: nil)] : []
        case .apiRetry(let retry): return [.waiting(reason: Self.reason(retry))]
        case .sessionWritesLost:
            return [.warning(message: "claude cannot write down its session any more, perhaps for lack of space")]
        case .result(let result): return take(result)
        case .other: return []
        }
    }

    private mutating func take(_ message: StreamMessage) -> [TaskReport.Event] {
        var events: [TaskReport.Event] = []
        // Each part of a message tells the message's tokens.
        if !message.isAPIError, let id = message.id, messages.insert(id).inserted {
            readTokens += message.inputTokens
            events.append(usage)
        }
        for call in message.toolCalls {
            calls.insert(call.id)
            events.append(.tool(name: call.name))
        }
        return events
    }

    private mutating func take(_ result: StreamResult) -> [TaskReport.Event] {
        self.result = result
        endedTurns += result.turns
        costUSD = result.costUSD ?? costUSD
        modelCosts = result.modelCosts.isEmpty ? modelCosts : result.modelCosts
        readTokens = max(readTokens, result.inputTokens)
        writtenTokens = max(writtenTokens, result.outputTokens)
        return [usage]
    }

    private var usage: TaskReport.Event {
        .usage(
            turns: max(endedTurns, messages.count), costUSD: costUSD, inputTokens: readTokens,
            outputTokens: writtenTokens, modelCosts: modelCosts)
    }

    private static func reason(_ retry: StreamRetry) -> String {
        let kind = [retry.status.map(String.init), retry.error].compactMap(\.self).joined(separator: " ")
        let error = kind.isEmpty ? "the API does not answer" : "API error \(kind)"
        return "\(error); attempt \(retry.attempt) of \(retry.mostAttempts)"
    }
}
