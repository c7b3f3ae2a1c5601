internal import HookCore
internal import JSON

/// Reports the progress of a call to its client, if that asked for it. May be called from any thread.
final class ProgressReporter: @unchecked Sendable {
    private let lock = ThreadLock()
    private let token: JSONValue
    private let tool: String
    private let hasMessages: Bool
    private let writer: MessageWriter
    private let start = MonotonicClock.milliseconds()
    private var last: Int64 = 0

    /// Reads the token `_meta.progressToken`, a text or a whole number; nil when the client sent none.
    init?(_ request: JSONValue, version: ProtocolVersion, writer: MessageWriter) {
        guard let token = request["params"]?["_meta"]?["progressToken"],
            token.string != nil || token.integer(Int64.self) != nil
        else { return nil }
        self.token = token
        tool = request["params"]?["name"]?.string ?? ""
        hasMessages = version.hasProgressMessages
        self.writer = writer
    }

    /// Sends a line about the work.
    func say(_ message: String) { send(message) }

    func tick() { send("\(tool) is working") }

    /// Sends a message with a number, which has to grow with every notification; ours is the seconds since the call
    /// began.
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
