import Glibc
import Synchronization

/// Sends this process a signal when it has reached a named point often enough. Says every point on standard error, so
/// that a test can learn which there are.
final class Killer: Sendable {
    private let point: String
    private let times: Int
    private let signal: Int32
    private let seen = Mutex(0)

    /// - Parameter place: `point` or `point:times`; empty for never.
    init(_ place: String, signal: Int32) {
        self.signal = signal
        let parts = place.split(separator: ":")
        point = parts.first.map(String.init) ?? ""
        times = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
    }

    func reach(_ name: String) {
        let line = name + "\n"
        write(2, line, line.utf8.count)
        guard name == point else { return }
        let count = seen.withLock {
            $0 += 1
            return $0
        }
        if count == times { kill(getpid(), signal) }
    }
}
