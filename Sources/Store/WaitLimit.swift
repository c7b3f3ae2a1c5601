import Glibc

/// The end of a wait, by a clock that no program can set.
///
/// `ContinuousClock` is not used: it would bring the runtime of Swift's concurrency into the hook, which starts more
/// slowly with it.
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
