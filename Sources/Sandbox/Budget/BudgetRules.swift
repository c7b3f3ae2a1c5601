/// Decides what a task may spend when it begins.
///
///     its budget          the tightest limit     reserved by others    the task
///     fits                –                      any                   may spend its budget; that is reserved
///     does not fit        has something left     nothing               may spend what is left; that is reserved
///     does not fit        has something left     something             waits: others may not need all of it
///     none                has something left     any                   may spend what is left; nothing is reserved
///     any                 has nothing left       any                   does not begin
package enum BudgetRules {
    /// Less than this is nothing, in US dollars.
    static let least = 0.01

    package enum Decision: Equatable, Sendable {
        /// It may begin. `amount` is what it may spend at most; nil: as much as it takes. `reserved` is what others
        /// cannot have meanwhile.
        case granted(amount: Double?, reserved: Double)
        /// It may not begin, because of a limit. Where that is not spent, others have reserved what is left.
        case refused(PeriodSpending)
    }

    /// - Parameters:
    ///   - budget: what is left of the task's own budget; nil: it has none.
    ///   - periods: those with a limit. What the task itself has reserved does not count.
    package static func decide(budget: Double?, periods: [PeriodSpending]) -> Decision {
        guard let tightest = periods.min(by: { $0.rest < $1.rest }) else {
            return .granted(amount: budget, reserved: budget ?? 0)
        }
        guard tightest.rest >= least else { return .refused(tightest) }
        guard let budget else { return .granted(amount: tightest.rest, reserved: 0) }
        if budget <= tightest.rest { return .granted(amount: budget, reserved: budget) }
        return tightest.reserved > 0
            ? .refused(tightest) : .granted(amount: tightest.rest, reserved: tightest.rest)
    }

    /// Returns the highest threshold that is passed when what is spent grows: each is passed once.
    /// - Parameter limit: the budget or limit that the thresholds are shares of.
    static func passed(_ thresholds: [Double], of limit: Double, from former: Double, to spent: Double) -> Double? {
        thresholds.filter { former < $0 * limit && $0 * limit <= spent }.max()
    }
}
