/// The time that has certainly passed, counted from one reading of the clocks to the next.
///
/// A clock that is set forward, a broken clock, or a machine restored from a copy makes a moment look like years. So
/// each reading trusts the wall clock only up to a limit, and only beyond the latest time that it has ever shown. The
/// time that the monotonic clock has counted since a reading in the same boot is always trusted.
struct ElapsedTime: Equatable, Sendable {
    /// The most that one reading trusts the wall clock, in milliseconds: four readings make a day.
    static let believed: Int64 = 6 * 3_600_000

    /// Milliseconds since the first reading.
    var elapsed: Int64 = 0
    /// The latest time that the wall clock has shown, in milliseconds since 1970.
    var wall: Int64
    /// The monotonic clock at the last reading, in milliseconds.
    var uptime: Int64
    /// The boot of the last reading.
    var bootID: String

    /// Returns the next reading.
    func next(wall now: Int64, uptime nowUptime: Int64, bootID nowBoot: String) -> ElapsedTime {
        let counted = nowBoot == bootID ? max(0, nowUptime - uptime) : 0
        let shown = min(max(0, now - wall), Self.believed)
        return ElapsedTime(
            elapsed: elapsed + max(counted, shown), wall: max(wall, now), uptime: nowUptime, bootID: nowBoot)
    }
}
