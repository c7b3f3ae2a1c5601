/// An amount of money in US dollars, as users read it.
package enum Dollars {
    /// Returns the amount with cents.
    package static func text(_ amount: Double) -> String {
        let cents = Int((min(amount, 1e12) * 100).rounded())
        return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}
