/// A finished request, without anything secret.
package struct RequestObservation: Equatable, Sendable {
    /// The id of the task that it was for; nil where that is not known.
    package let task: String?
    /// The number of the connection that it came on; the proxy's first is 1.
    package let connection: Int
    /// The method, as `POST`; empty where the head could not be read.
    package let method: String
    /// The path without the query.
    package let path: String
    /// The status that the client got; nil where it went away before.
    package let status: Int?
    /// Whether the model API has answered, and not the proxy itself.
    package let isForwarded: Bool
    /// The number of bytes of content that the client sent.
    package let received: Int
    /// The number of bytes of content that the client got.
    package let sent: Int
    /// The time from the request's first byte to the answer's last.
    package let milliseconds: Int64
    /// The tokens; nil where the answer told none.
    package let usage: TokenUsage?
    /// What went wrong on the way; nil: nothing.
    package let problem: String?
}
