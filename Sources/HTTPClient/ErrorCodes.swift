package import HookCore

extension ParallelError.Code {
    /// No connection to the server: it is not there, refuses, or its certificate is not trusted.
    package static let cannotConnect: Self = "cannot-connect"
    /// The connection ended before the whole answer was there.
    package static let connectionLost: Self = "connection-lost"
    /// The whole answer was not there in time.
    package static let answerTooLate: Self = "answer-too-late"
    /// The caller has cancelled the exchange.
    package static let cancelled: Self = "cancelled"
    /// An answer was longer than it may be.
    package static let answerTooLong: Self = "answer-too-long"
}
