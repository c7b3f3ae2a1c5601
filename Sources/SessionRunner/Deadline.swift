import Glibc

/// A moment by the clock that nobody sets.
struct Deadline {
    private let end: Int64

    init(milliseconds: Int64) { end = Self.now() + milliseconds }

    /// Milliseconds until then; 0 when it has passed.
    var rest: Int32 { Int32(clamping: max(0, end - Self.now())) }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
