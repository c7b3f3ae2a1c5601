import HookCore

/// A point in time on the monotonic clock, which nobody can set.
struct Deadline {
    private let end: Int64

    init(milliseconds: Int64) { end = MonotonicClock.milliseconds() + milliseconds }

    /// The milliseconds until the deadline; 0 when it has passed.
    var rest: Int32 { Int32(clamping: max(0, end - MonotonicClock.milliseconds())) }
}
