import HookCore

/// A moment by the clock that nobody sets.
struct Deadline {
    private let end: Int64

    init(milliseconds: Int64) { end = MonotonicClock.milliseconds() + milliseconds }

    /// Milliseconds until then; 0 when it has passed.
    var rest: Int32 { Int32(clamping: max(0, end - MonotonicClock.milliseconds())) }
}
