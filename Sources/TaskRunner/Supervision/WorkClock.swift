internal import Exec
internal import Glibc
internal import HookCore
internal import Synchronization

/// A clock that stands still while the sandbox is paused or the machine sleeps: a task uses none of its time then.
final class WorkClock: Sendable {
    private let standstill = Atomic<Int64>(0)

    /// The time between two looks at the time, and what it may become while the sandbox runs, in milliseconds.
    private static let interval: Int64 = 1_000
    private static let longestGap: Int64 = 5_000

    /// Starts the clock, and a thread of its own that sees when nothing runs. Without the thread pauses count, too.
    init() {
        _ = DetachedThread.start { [self] in
            var last = MonotonicClock.milliseconds()
            while true {
                usleep(UInt32(Self.interval) * 1_000)
                let now = MonotonicClock.milliseconds()
                standstill.add(Self.standstill(from: last, to: now), ordering: .relaxed)
                last = now
            }
        }
    }

    /// Milliseconds since some moment in the past.
    var milliseconds: Int64 { MonotonicClock.milliseconds() - standstill.load(ordering: .relaxed) }

    /// Returns how long nothing has run between two looks.
    static func standstill(from last: Int64, to now: Int64) -> Int64 {
        now - last > longestGap ? now - last - interval : 0
    }
}
