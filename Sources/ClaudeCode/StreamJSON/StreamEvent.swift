/// One line of what `claude -p --output-format stream-json --verbose` prints, as far as it matters to those who watch a
/// run.
package enum StreamEvent: Equatable, Sendable {
    /// A turn begins. One process may begin several in the same session.
    case initialized(StreamSession)
    /// A part of a message of the model.
    case assistant(StreamMessage)
    /// The answers to calls of tools, by the ids of the calls.
    case toolResults([String])
    /// A request has failed and is tried again.
    case apiRetry(StreamRetry)
    /// The session's own record cannot be written, so that it cannot be resumed as it was.
    case sessionWritesLost
    /// A turn has ended. The process may go on, and may begin another turn.
    case result(StreamResult)
    /// A line of another kind, or none that can be read.
    case other
}

/// The session that a run names when a turn begins.
package struct StreamSession: Equatable, Sendable {
    /// The session's id, by which it can be resumed.
    package let id: String
    /// The version of Claude Code.
    package let version: String?
    /// The model.
    package let model: String?
}

/// A part of a message of the model. Each part of a message comes in a line of its own.
package struct StreamMessage: Equatable, Sendable {
    /// The id that all parts of the message have.
    package let id: String?
    /// The calls of tools in this part.
    package let toolCalls: [StreamToolCall]
    /// The tokens that the model has read for this message, those in its cache included.
    package let inputTokens: Int
    /// Whether Claude Code has made the message itself, to tell of an error of the API.
    package let isAPIError: Bool
}

/// A call of a tool.
package struct StreamToolCall: Equatable, Sendable {
    /// The call's id.
    package let id: String
    /// The tool's name.
    package let name: String
}

/// A request that has failed and is tried again.
package struct StreamRetry: Equatable, Sendable {
    /// The number of the attempt, from 1 on.
    package let attempt: Int
    /// The number of attempts at most.
    package let mostAttempts: Int
    /// The HTTP status; nil where there was no answer.
    package let status: Int?
    /// The kind of error, such as `overloaded`.
    package let error: String?
}
