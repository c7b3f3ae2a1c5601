/// The value of a setting.
package enum SettingValue: Equatable, Sendable {
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([String])
}

extension SettingValue: CustomStringConvertible {
    /// The value as text; lists are joined with commas.
    package var description: String {
        switch self {
        case .boolean(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value): value
        case .list(let value): value.joined(separator: ",")
        }
    }
}
