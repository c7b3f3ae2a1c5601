import Glibc

/// The clock for times that are shown or stored. It can be set.
package enum WallClock {
    /// Returns the milliseconds since 1970-01-01 UTC.
    package static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
