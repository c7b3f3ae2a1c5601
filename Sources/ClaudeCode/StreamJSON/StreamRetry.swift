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
