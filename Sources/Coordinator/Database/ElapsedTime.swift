/// Time that has passed for certain, counted from look to look.
///
/// A clock that is set forward, a broken one, or a machine brought back from a copy makes a moment look like years. So one
/// look believes the wall clock only up to a limit, and only beyond the latest time that it has ever shown; what the clock
/// that nobody sets has counted since a look in the same boot is always believed.
struct ElapsedTime: Equatable, Sendable {
    /// What one look believes the wall clock, in milliseconds: four of them make a day.
    static let believed: Int64 = 6 * 3_600_000

    /// Milliseconds since the first look.
    var elapsed: Int64 = 0
    /// The latest time that the wall clock has shown, in milliseconds since 1970.
    var wall: Int64
    /// By the clock that nobody sets, in milliseconds, at the last look.
    var uptime: Int64
    /// In which boot that was.
    var bootID: String

    /// The next look.
    func next(wall now: Int64, uptime nowUptime: Int64, bootID nowBoot: String) -> ElapsedTime {
        let counted = nowBoot == bootID ? max(0, nowUptime - uptime) : 0
        let shown = min(max(0, now - wall), Self.believed)
        return ElapsedTime(
            elapsed: elapsed + max(counted, shown), wall: max(wall, now), uptime: nowUptime, bootID: nowBoot)
    }
}
