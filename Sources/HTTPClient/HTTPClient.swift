internal import CCurl
package import HookCore

/// Sends requests to one server.
///
/// Each request has a connection of its own. On a kept one libcurl sends a request again by itself when the server ends
/// the connection without a byte of an answer, POST too, and what must not run twice could run twice. A call blocks its
/// thread until the exchange has ended. Redirects are answers, and are not followed.
package struct HTTPClient: Sendable {
    package let endpoint: HTTPEndpoint
    /// Asked about once a second while nothing comes, and after each piece that comes.
    private let isCancelled: @Sendable () -> Bool

    package init(_ endpoint: HTTPEndpoint, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.endpoint = endpoint
        self.isCancelled = isCancelled
    }

    /// Returns a client whose exchanges are cancelled for one more reason.
    package func cancelled(also reason: @escaping @Sendable () -> Bool) -> HTTPClient {
        let isCancelled = isCancelled
        return HTTPClient(endpoint) { isCancelled() || reason() }
    }

    /// Sends a request and hands over the content of the answer as it comes.
    /// - Parameters:
    ///   - head: called on this thread as soon as the head of the answer is there. What it throws ends the exchange and
    ///     is thrown on.
    ///   - receive: called with each piece, which is gone when the function returns; throws likewise.
    /// - Returns: the head of the answer, whatever its status.
    /// - Throws: `.cannotConnect`, `.connectionLost` where the exchange ended before the whole answer was there,
    ///   `.answerTooLate`, `.cancelled`.
    package func send(
        _ request: HTTPRequest, head: (HTTPResponse) throws(ParallelError) -> Void = { _ in },
        receive: (HTTPResponse, UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) -> HTTPResponse {
        var result: Result<HTTPResponse, ParallelError> = .success(HTTPResponse())
        withoutActuallyEscaping(head) { head in
            withoutActuallyEscaping(receive) { receive in
                result = Result { () throws(ParallelError) in
                    let exchange = Exchange(request, isCancelled: isCancelled, head: head, receive: receive)
                    return try exchange.run(with: endpoint)
                }
            }
        }
        return try result.get()
    }

    /// Sends a request and returns the whole answer.
    /// - Parameter limit: the largest number of bytes.
    /// - Throws: as above; `.answerTooLong`.
    package func send(
        _ request: HTTPRequest, limit: Int = 16 << 20
    ) throws(ParallelError) -> (response: HTTPResponse, content: [UInt8]) {
        var content: [UInt8] = []
        let response = try send(request) { (_, piece) throws(ParallelError) in
            guard content.count + piece.count <= limit else {
                throw ParallelError(
                    .answerTooLong, operation: request.method.rawValue, subject: request.target,
                    message: "the answer has more than \(limit) bytes")
            }
            content += piece
        }
        return (response, content)
    }
}
