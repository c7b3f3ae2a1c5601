internal import HookCore
internal import JSON

/// Tells the client of a call, if it asked for that, how the call is getting on. From any thread.
final class ProgressReporter: @unchecked Sendable {
    private let lock = ThreadLock()
    private let token: JSONValue
    private let tool: String
    private let hasMessages: Bool
    private let writer: MessageWriter
    private let start = MonotonicClock.milliseconds()
    private var last: Int64 = 0

    /// Nil when the client did not ask: `_meta.progressToken`, a text or a whole number.
    init?(_ request: JSONValue, version: ProtocolVersion, writer: MessageWriter) {
        guard let token = request["params"]?["_meta"]?["progressToken"],
            token.string != nil || token.integer(Int64.self) != nil
        else { return nil }
        self.token = token
        tool = request["params"]?["name"]?.string ?? ""
        hasMessages = version.hasProgressMessages
        self.writer = writer
    }

    /// One line about what is being done.
    func say(_ message: String) { send(message) }

    func tick() { send("\(tool) is working") }

    /// The number has to grow with every notification; ours is the seconds since the call began.
    private func send(_ message: String) {
        let progress: String = lock.holding {
            last = max(last + 1, MonotonicClock.milliseconds() - start)
            return String(Double(last) / 1_000)
        }
        writer.send(
            Reply.notification(
                "notifications/progress",
                parameters: .members([
                    ("progressToken", token), ("progress", .number(progress)),
                    ("message", .when(hasMessages, value: .string(message))),
                ])))
    }
}
