package import Coordinator

/// What the settings say about money.
package struct BudgetSettings: Equatable, Sendable {
    /// What may be spent in a period, in US dollars.
    package var limits: [BudgetPeriod: Double] = [:]
    /// The shares of a limit or budget at which users are warned.
    package var thresholds: [Double] = []
    /// The budget of a task that names none; nil: it has none.
    package var taskBudget: Double?

    package init(_ configuration: Configuration) {
        for period in BudgetPeriod.allCases { limits[period] = Self.number(configuration.value(period.setting)) }
        if case .list(let texts) = configuration.value("budget.warningThresholds") {
            thresholds = texts.compactMap(Double.init)
        }
        taskBudget = Self.number(configuration.value("budget.perSessionDefault")).flatMap { $0 > 0 ? $0 : nil }
    }

    private static func number(_ value: SettingValue?) -> Double? {
        switch value {
        case .number(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }
}
