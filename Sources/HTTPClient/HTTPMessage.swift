/// A request.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// The content that goes along.
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// Content that is made while it is sent. The function fills the buffer from its start and returns the number
        /// of bytes; 0 ends the content. Without a length, which is the number of all bytes, it is sent in chunks.
        case stream(length: Int? = nil, @Sendable (UnsafeMutableRawBufferPointer) throws -> Int)
    }

    package var method: Method
    /// The path and query below the endpoint's base, with a slash in front, percent-encoded.
    package var target: String
    package var headers: [(name: String, value: String)]
    package var body: Body
    /// Seconds until the answer must have begun to connect; connecting alone counts.
    package var connectSeconds: Int = 10
    /// Seconds until the whole exchange must have ended; nil: it may last.
    package var seconds: Int?

    package init(
        _ method: Method, _ target: String, headers: [(name: String, value: String)] = [], body: Body = .none,
        seconds: Int? = nil
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.seconds = seconds
    }
}

/// The head of an answer.
package struct HTTPResponse: Equatable, Sendable {
    /// The status code: 200.
    package var status = 0
    /// Fields by lower-case name. Of a field that comes twice, the last one counts.
    package var headers: [String: String] = [:]

    package var isSuccess: Bool { (200..<300).contains(status) }
}
