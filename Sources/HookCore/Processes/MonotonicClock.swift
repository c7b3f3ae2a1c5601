import Glibc

/// A clock that no program can set. It is the machine's own, also in a time namespace that shows another.
package enum MonotonicClock {
    /// Returns the milliseconds since some moment before the machine's start.
    package static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000 - TimeOffsets.current.monotonic
    }
}
