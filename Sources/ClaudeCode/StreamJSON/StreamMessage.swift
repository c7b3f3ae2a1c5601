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
