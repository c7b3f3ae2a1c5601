internal import CommandLineKit
internal import HookCore

/// The value of `--budget`.
enum BudgetOption {
    /// Reads an amount of US dollars.
    /// - Throws: a usage error for what is no amount above 0.
    static func dollars(_ text: String) throws -> Double {
        guard let amount = Double(text), amount > 0, amount.isFinite else {
            throw ValidationError("it must be an amount of US dollars above 0, as 2.50")
        }
        return amount
    }
}
