internal import Glibc
internal import HookCore
internal import JSON

/// Writes messages to standard output, which carries nothing else: one per line, whole, from any thread.
final class MessageWriter: @unchecked Sendable {
    private let lock = ThreadLock()
    private var broken = false

    /// Whether standard output cannot be written any more.
    var isBroken: Bool { lock.holding { broken } }

    func send(_ message: JSONValue) {
        let line = Array((message.compactText + "\n").utf8)
        lock.holding {
            // Half a message must not be the last.
            if !broken { broken = FileBytes.write(line, to: STDOUT_FILENO) != 0 }
        }
    }
}
