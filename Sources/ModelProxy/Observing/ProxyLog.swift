internal import HookCore

/// Writes lines, but no more in a minute than a person reads: a sandbox must not fill the host's disk.
final class ProxyLog: Sendable {
    private static let most = 120

    private let write: @Sendable (String) -> Void
    private let minute = Locked((begin: Int64.min, lines: 0))

    init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

    func add(_ line: String) {
        let now = MonotonicClock.milliseconds()
        let number = minute.withLock { minute in
            if now - 60_000 >= minute.begin { minute = (now, 0) }
            minute.lines += 1
            return minute.lines
        }
        if number < Self.most { write(line) }
        if number == Self.most { write("more lines of this minute are left out") }
    }
}
