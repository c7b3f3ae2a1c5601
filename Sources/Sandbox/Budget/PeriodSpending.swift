package import Coordinator

/// What is spent in a period that has a limit.
package struct PeriodSpending: Equatable, Sendable {
    package var period: BudgetPeriod
    package var limit: Double
    package var spent: Double
    /// What other tasks that run may still spend.
    package var reserved: Double
    package var resetsAt: Timestamp

    /// What a task that begins now may spend.
    package var rest: Double { limit - spent - reserved }

    /// Whether there is less than a cent left, whatever becomes of tasks that run.
    package var isSpent: Bool { limit - spent < BudgetRules.least }

    /// The sentence about a limit that is reached.
    package var reached: String {
        "the \(period.rawValue) limit of \(Dollars.text(limit)) is reached: \(Dollars.text(spent)) is spent"
    }
}
