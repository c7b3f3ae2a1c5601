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
