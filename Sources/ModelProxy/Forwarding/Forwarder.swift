internal import HTTPClient
internal import HookCore

/// Sends one request to the model API and its answer to the client, piece by piece.
struct Forwarder {
    /// What came of a request. Where nothing was answered, the connection ends.
    enum Outcome {
        case answered
        /// The proxy has to answer, since nothing has been sent.
        case failed(APIError, cause: String?)
        /// The answer was begun and not finished; the client sees that from the connection's end.
        case broken(cause: String)
        case clientGone
    }

    let endpoint: HTTPEndpoint
    let head: RequestHead
    let framing: BodyFraming
    let body: RequestBody
    let watch: UpstreamWatch

    /// Returns when the exchange has ended.
    /// - Parameters:
    ///   - writer: the answer; it has not begun yet.
    ///   - usage: reads along.
    func run(
        with credential: ModelCredential, writer: inout AnswerWriter, usage: inout UsageReader
    ) -> Outcome {
        var answer = (writer: writer, usage: usage)
        defer { (writer, usage) = answer }
        let client = HTTPClient(endpoint) { [watch] in watch.isOver() }
        do throws(ParallelError) {
            _ = try client.send(try request(with: credential)) { (response) throws(ParallelError) in
                watch.noteSign()
                answer.usage.begin(response)
                let length = response.headers["content-length"].flatMap { Int($0) }
                try Self.client { () throws(ConnectionEnd) in
                    try answer.writer.begin(response.status, fields: HeaderRules.incoming(response), length: length)
                }
            } receive: { (_, piece) throws(ParallelError) in
                watch.noteSign()
                answer.usage.read(piece)
                try Self.client { () throws(ConnectionEnd) in try answer.writer.write(piece) }
                // A client may be slow to take it.
                watch.noteSign()
            }
            try Self.client { () throws(ConnectionEnd) in try answer.writer.finish() }
            return .answered
        } catch {
            return outcome(of: error, hasBegun: answer.writer.hasBegun)
        }
    }

    private func request(with credential: ModelCredential) throws(ParallelError) -> HTTPRequest {
        let fields = HeaderRules.outgoing(head, credential: credential)
        let method: HTTPRequest.Method = head.method == "GET" ? .get : .post
        var request = HTTPRequest(method, head.path + head.query, headers: fields)
        let length: Int?
        switch framing {
        case .none:
            // Nothing may follow.
            withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { _ = try? body.read(into: $0) }
            guard body.problem == nil else { throw Self.gone }
            return request
        case .length(let known): length = known
        case .chunked: length = nil
        }
        guard method == .post else { return request }
        request.body = .stream(length: length) { [body, watch] buffer in
            defer { watch.noteSign() }
            return try body.read(into: buffer)
        }
        return request
    }

    private func outcome(of error: ParallelError, hasBegun: Bool) -> Outcome {
        let failure: APIError
        let cause = [error.message, error.cause ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
        if let problem = body.problem {
            failure = problem
        } else if error.code == .clientGone || watch.reason == .clientGone {
            return .clientGone
        } else if watch.reason == .proxyEnds {
            failure = APIError(status: 502, message: "the proxy of this sandbox ends", isWorthRetrying: true)
        } else if watch.reason == .silence {
            failure = APIError(status: 504, message: "the model API does not answer", isWorthRetrying: true)
        } else {
            failure = APIError(
                status: 502, message: "the model API cannot be reached from this host", isWorthRetrying: true)
        }
        return hasBegun ? .broken(cause: cause) : .failed(failure, cause: body.problem == nil ? cause : nil)
    }

    private static let gone = ParallelError(.clientGone, operation: "answer", message: "the client takes no answer")

    private static func client(_ body: () throws(ConnectionEnd) -> Void) throws(ParallelError) {
        do throws(ConnectionEnd) { try body() } catch { throw gone }
    }
}
