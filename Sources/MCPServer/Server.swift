internal import Coordinator
internal import Glibc
internal import HookCore
internal import Integration
internal import JSON

/// Answers messages of the Model Context Protocol (https://modelcontextprotocol.io/specification/2025-11-25).
///
/// A request is answered whether or not `initialize` came before: only the protocol's version depends on it.
final class Server: @unchecked Sendable {
    let queue: CallQueue
    let writer = MessageWriter()
    private let context: MCPContext
    /// The version that `initialize` has chosen; used by the reading thread alone.
    private var version = ProtocolVersion.newest

    init(_ context: MCPContext) {
        self.context = context
        queue = CallQueue(context.interruption)
    }

    /// Whether a signal has asked us to end.
    var isEnding: Bool { context.interruption.isEnding() }

    /// Whether the process that started us is gone.
    var isOrphaned: Bool { getppid() != context.parent }

    // MARK: - The reading thread

    /// Answers one line, or passes it to the worker.
    func receive(_ line: LineReader.Line) {
        guard case .message(let bytes) = line else {
            let text = "The message is longer than \(LineReader.longestLine) bytes"
            return writer.send(Reply.error(.invalidRequest, message: text, id: .null))
        }
        do throws(ParallelError) {
            if let message = try JSONDocument(bytes, name: "message").value() { receive(message) }
        } catch {
            writer.send(Reply.error(.parseError, message: "Parse error: \(error.message)", id: .null))
        }
    }

    private func receive(_ message: JSONValue) {
        let messages = message.elements ?? [message]
        let isBatch = message.elements != nil
        if messages.isEmpty { return writer.send(Reply.error(.invalidRequest, message: "Empty batch", id: .null)) }
        if isBatch, messages.contains(where: { $0["method"]?.string == "initialize" }) {
            return writer.send(Reply.error(.invalidRequest, message: "initialize cannot be part of a batch", id: .null))
        }
        for message in messages where message["id"] == nil { handleNotification(message) }
        // Only version 2025-03-26 has batches, but they cost nothing.
        if messages.contains(where: { $0["method"]?.string == "tools/call" && $0["id"] != nil }) {
            let waits = !isBatch && waits(message)
            return queue.put(CallQueue.Job(requests: messages, isBatch: isBatch, version: version, waits: waits))
        }
        reply(messages.compactMap { answer($0, version: version) }, isBatch: isBatch)
    }

    private func waits(_ call: JSONValue) -> Bool {
        let parameters = call["params"]
        return ToolBox.find(parameters?["name"]?.string)?.waits(parameters?["arguments"]) == true
    }

    /// Queues work of our own when there was no request for a while.
    func rest() {
        if !queue.isBusy { queue.put(CallQueue.Job(requests: [], isBatch: false, version: version)) }
    }

    /// The milliseconds without a request after which we do work of our own.
    var restInterval: Int64 {
        let seconds = context.environment["PARALLEL_CC_MERGE_INTERVAL"].flatMap { Int64($0) } ?? 60
        return min(max(seconds, 1), 86_400) * 1_000
    }

    /// Handles a notification, which gets no answer.
    private func handleNotification(_ notification: JSONValue) {
        guard notification["method"]?.string == "notifications/cancelled",
            let id = notification["params"]?["requestId"]
        else { return }
        queue.cancel(id)
    }

    private func reply(_ answers: [JSONValue], isBatch: Bool) {
        if isBatch {
            if !answers.isEmpty { writer.send(.array(answers)) }
        } else {
            answers.forEach(writer.send)
        }
    }

    // MARK: - The working threads

    /// Works at the jobs of the reader, one after the other, until the queue is closed.
    func work() {
        while !writer.isBroken, let job = queue.next() {
            // A call that only waits, perhaps for an hour, must not hold up the others.
            // Nor must it, or its git, stop when another call is cancelled.
            let wait: @Sendable () -> Void = {
                self.context.interruption.ignoreRequests()
                self.work(job)
            }
            guard job.waits, ServerThread.start(wait) else {
                work(job)
                continue
            }
        }
    }

    private func work(_ job: CallQueue.Job) {
        if job.requests.isEmpty {
            checkMerges()
        } else {
            reply(job.requests.compactMap { answer($0, version: job.version) }, isBatch: job.isBatch)
        }
        queue.finish(job)
    }

    /// Looks for merges, so that a session that asked is told even when no other process looks. A failure here comes
    /// again at the next command that asks.
    private func checkMerges() {
        let callContext = CallContext(context, operation: "look for merges")
        guard let session = try? callContext.session(), let coordinator = try? callContext.coordinator(),
            let waiting = try? MergeDetection(coordinator).subscriptions(in: session.repository, limit: 1_000),
            waiting.contains(where: { $0.sessionID == session.id && $0.state == .active })
        else { return }
        _ = try? MergeDetection(coordinator).checkSubscriptions(in: session.repository)
    }

    // MARK: - Either

    private func answer(_ message: JSONValue, version: ProtocolVersion) -> JSONValue? {
        guard let method = message["method"]?.string else {
            // A response to a request that we never sent is ignored.
            if message["result"] != nil || message["error"] != nil { return nil }
            return Reply.error(.invalidRequest, message: "Invalid request", id: message["id"] ?? .null)
        }
        guard let id = message["id"] else { return nil }
        guard id.string != nil || id.integer(Int64.self) != nil else {
            return Reply.error(.invalidRequest, message: "The id must be a text or a whole number", id: .null)
        }
        let parameters = message["params"] ?? .object([])
        switch method {
        case "initialize": return Reply.result(initialize(parameters), id: id)
        case "ping": return Reply.result(.object([]), id: id)
        case "tools/list": return list(parameters, version: version, id: id)
        case "tools/call": return call(message, parameters: parameters, version: version, id: id)
        default: return Reply.error(.methodNotFound, message: "Method not found: \(method)", id: id)
        }
    }

    private func initialize(_ parameters: JSONValue) -> JSONValue {
        version = ProtocolVersion.negotiated(parameters["protocolVersion"]?.string)
        return [
            "protocolVersion": .string(version.name), "capabilities": ["tools": ["listChanged": false]],
            "serverInfo": .members([
                ("name", "parallel-cc"), ("title", .when(version.hasStructuredOutput, value: "parallel-cc")),
                ("version", .string(context.version)),
            ]),
            "instructions": .string(Instructions.text),
        ]
    }

    /// Lists all tools, which fit on one page, so there is no cursor that we could have given out.
    private func list(_ parameters: JSONValue, version: ProtocolVersion, id: JSONValue) -> JSONValue {
        if let cursor = parameters["cursor"], cursor != .null {
            return Reply.error(.invalidParameters, message: "Unknown cursor: \(cursor.compactText)", id: id)
        }
        return Reply.result(["tools": .array(ToolBox.tools.map { $0.declaration(version) })], id: id)
    }

    private func call(
        _ request: JSONValue, parameters: JSONValue, version: ProtocolVersion, id: JSONValue
    ) -> JSONValue? {
        let name = parameters["name"]?.string ?? ""
        guard let tool = ToolBox.find(name) else {
            let names = ToolBox.tools.map(\.name).joined(separator: ", ")
            return Reply.error(.invalidParameters, message: "Unknown tool: \(name); known: \(names)", id: id)
        }
        let progress = ProgressReporter(request, version: version, writer: writer)
        let arguments = parameters["arguments"]
        guard let call = queue.begin(id, progress: progress, isInterruptible: !tool.waits(arguments)) else {
            return nil
        }
        let result = result(
            tool, arguments: arguments, in: CallContext(context, call: call, operation: tool.name), version: version)
        return .when(queue.end(call), value: Reply.result(result, id: id))
    }

    private func result(
        _ tool: any Tool, arguments: JSONValue?, in callContext: CallContext, version: ProtocolVersion
    ) -> JSONValue {
        do throws(ParallelError) {
            return Reply.toolResult(
                try tool.call(try Arguments(arguments, of: tool), in: callContext), version: version)
        } catch {
            return Reply.toolFailure(error)
        }
    }
}
