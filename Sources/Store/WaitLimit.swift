import Glibc

/// When to stop waiting, by a clock that nobody sets.
///
/// Not `ContinuousClock`: it would bring the runtime of Swift's concurrency into the hook, which starts slower for it.
struct WaitLimit {
    private let end: Int

    init(milliseconds: Int) { end = Self.now + milliseconds }

    var isOver: Bool { Self.now >= end }

    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
