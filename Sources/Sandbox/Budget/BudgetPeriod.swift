package import Coordinator

/// A span of time that may have a limit of its own. All begin at midnight in UTC; weeks begin on Monday.
package enum BudgetPeriod: String, CaseIterable, Sendable {
    case daily
    case weekly
    case monthly

    private static let dayMilliseconds: Int64 = 86_400_000

    /// The name of the setting with its limit.
    package var setting: String { "budget.\(rawValue)Limit" }

    /// Returns the beginning of the period that a moment is in.
    package func start(of moment: Timestamp) -> Timestamp {
        let day = moment.milliseconds / Self.dayMilliseconds
        switch self {
        case .daily: return Self.midnight(day)
        // The first day of 1970 was a Thursday.
        case .weekly: return Self.midnight(day - (day + 3) % 7)
        case .monthly: return Timestamp(text: moment.text.prefix(7) + "-01T00:00:00Z") ?? Self.midnight(day)
        }
    }

    /// Returns the end of the period that a moment is in, which is the beginning of the next.
    package func end(of moment: Timestamp) -> Timestamp {
        let start = start(of: moment)
        switch self {
        case .daily: return Timestamp(milliseconds: start.milliseconds + Self.dayMilliseconds)
        case .weekly: return Timestamp(milliseconds: start.milliseconds + 7 * Self.dayMilliseconds)
        // No month has more than 31 days, and none less than 28.
        case .monthly: return self.start(of: Timestamp(milliseconds: start.milliseconds + 31 * Self.dayMilliseconds))
        }
    }

    private static func midnight(_ day: Int64) -> Timestamp { Timestamp(milliseconds: day * dayMilliseconds) }
}
