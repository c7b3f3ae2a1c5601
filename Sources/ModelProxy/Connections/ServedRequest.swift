internal import Glibc
internal import HookCore

/// One request of a connection, from its head to the end of its answer.
struct ServedRequest {
    /// The time at which the first byte came.
    var began: Int64 = 0
    /// The first line's words, once they are read.
    var method = ""
    var path = ""

    private let connection: Connection
    private var task: ModelTask?
    private var writer: AnswerWriter
    private var usage: TokenUsage?
    private var received = 0
    private var isForwarded = false
    private var problem: String?
    /// Whether the client may have sent more than was read.
    private var leavesUnread = false

    init(on connection: Connection) {
        self.connection = connection
        writer = AnswerWriter(connection.socket, pause: connection.proxy.limits.writePause, keepsConnection: false)
    }

    private var proxy: ProxySetup { connection.proxy }

    /// Answers the request in the way that it has to go.
    /// - Returns: whether another one may come on the connection.
    /// - Throws: `.refused` where the answer is an error of ours and the connection ends.
    mutating func serve(_ head: RequestHead, reader: inout RequestReader) throws(RequestReader.Failure) -> Bool {
        task = head.token.flatMap(proxy.tasks.task)
        let framing: BodyFraming
        do { framing = try BodyFraming(head.fields, limit: proxy.limits.bodyBytes) } catch { throw .refused(error) }
        switch Route(method: head.method, path: head.path) {
        case .forward:
            return try forward(head, framing: framing, reader: &reader)
        case .missing:
            return try answer(
                APIError(status: 404, message: "a sandbox does without \(head.path)"), to: head, framing: framing)
        case .refuse:
            let error = APIError(status: 403, message: "\(head.method) \(head.path) is not allowed in a sandbox")
            problem = "refused"
            return try answer(error, to: head, framing: framing)
        }
    }

    /// Answers with an error; the connection has to end.
    mutating func refuse(with error: APIError) {
        problem = problem ?? error.message
        guard !writer.hasBegun else { return }
        writer.keepsConnection = false
        try? writer.answer(error, isHead: method == "HEAD")
        leavesUnread = true
    }

    /// Lets the client read the answer to its end where it may still be sending.
    func endGently() {
        guard leavesUnread else { return }
        let limits = proxy.limits
        connection.socket.endGently(limit: limits.bodyBytes, before: MonotonicClock.milliseconds() + limits.headTime)
    }

    /// Tells that the request is finished.
    func note() {
        proxy.record.note(
            RequestObservation(
                task: task?.id, connection: connection.number, method: method, path: path, status: writer.status,
                isForwarded: isForwarded, received: received, sent: writer.count,
                milliseconds: MonotonicClock.milliseconds() - began, usage: usage, problem: problem))
    }

    /// Answers a request whose content nobody wants.
    private mutating func answer(
        _ error: APIError, to head: RequestHead, framing: BodyFraming
    ) throws(RequestReader.Failure) -> Bool {
        guard framing == .none, head.keepsConnection else { throw .refused(error) }
        writer.keepsConnection = true
        do { try writer.answer(error, isHead: head.method == "HEAD") } catch { throw .ended(error) }
        return true
    }

    private mutating func forward(
        _ head: RequestHead, framing: BodyFraming, reader: inout RequestReader
    ) throws(RequestReader.Failure) -> Bool {
        let task = try knownTask(head)
        let credential = try credential(of: task)
        let body = RequestBody(framing, reader: reader, isAwaited: head.words(of: "expect").contains("100-continue"))
        let watch = UpstreamWatch(
            connection.socket, connections: proxy.connections, pause: proxy.limits.upstreamPause)
        let forwarder = Forwarder(endpoint: task.endpoint, head: head, framing: framing, body: body, watch: watch)
        writer.keepsConnection = head.keepsConnection
        var tokens = UsageReader(isMessage: head.path == "/v1/messages")
        let outcome = forwarder.run(with: credential, writer: &writer, usage: &tokens)
        (usage, received) = (tokens.finish(), body.count)
        reader = body.reader
        isForwarded = writer.hasBegun
        switch outcome {
        case .answered:
            noteCredential(of: task)
            // An answer that came before the end of the content leaves the rest of it unread.
            leavesUnread = !body.isFinished
            return head.keepsConnection && body.isFinished
        case .failed(let error, let cause):
            problem = cause
            throw .refused(error)
        case .broken(let cause): problem = "the answer broke off: \(cause)"
        case .clientGone: problem = "the client went away"
        }
        return false
    }

    /// Returns the task that asks. Just after the proxy's start it may be that its command tells of it only now.
    private mutating func knownTask(_ head: RequestHead) throws(RequestReader.Failure) -> ModelTask {
        let deadline = proxy.began + proxy.limits.registrationTime
        while task == nil, let token = head.token, MonotonicClock.milliseconds() < deadline,
            !proxy.connections.isClosed, !connection.socket.isGone
        {
            usleep(20_000)
            task = proxy.tasks.task(of: token)
        }
        if let task {
            guard proxy.connections.set(connection.number, task: task.id, most: proxy.limits.connectionsOfTask) else {
                throw .refused(
                    APIError(status: 529, message: "too many connections of this sandbox", isWorthRetrying: true))
            }
            return task
        }
        problem = "no task has its token"
        let message =
            "the model proxy of the host does not know this task: its time is over, or no command runs it any more; "
            + "on the host, see: parallel-cc sandbox list"
        throw .refused(APIError(status: 401, message: message))
    }

    private mutating func credential(of task: ModelTask) throws(RequestReader.Failure) -> ModelCredential {
        do {
            return try task.credential()
        } catch {
            proxy.record.set(credentialProblem: error, of: task.id)
            problem = "there is no credential for it"
            let message = [error.message, error.hint ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
            throw .refused(APIError(status: 401, message: message))
        }
    }

    /// Keeps in mind whether the API has taken the credential.
    private func noteCredential(of task: ModelTask) {
        guard writer.status == 401 else { return proxy.record.set(credentialProblem: nil, of: task.id) }
        let problem = ParallelError(
            .credentialRefused, operation: "open", subject: "the model API", message: "it refuses the credential",
            hint: "run claude on the host once and log in again, or correct the key")
        proxy.record.set(credentialProblem: problem, of: task.id)
    }
}
