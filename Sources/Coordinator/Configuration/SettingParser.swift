/// Turns text and file values into values of a setting's kind.
enum SettingParser {
    /// Parses what the user typed. Returns nil when it does not fit.
    static func parse(_ text: String, kind: ConfigurationKey.Kind) -> SettingValue? {
        switch kind {
        case .boolean: Bool(text).map(SettingValue.boolean)
        case .integer: Int(text).flatMap { fit(.integer($0), kind: kind) }
        case .number: Double(text).flatMap { fit(.number($0), kind: kind) }
        case .text, .choice: fit(.text(text), kind: kind)
        case .list: .list(text.isEmpty ? [] : [text])
        case .numbers: fit(.list(text.split(separator: ",").map { String($0.drop { $0 == " " }) }), kind: kind)
        }
    }

    /// Converts a value from a file. Returns nil when it is of another kind or out of bounds.
    static func fit(_ value: SettingValue, kind: ConfigurationKey.Kind) -> SettingValue? {
        switch (value, kind) {
        case (.boolean, .boolean), (.list, .list): value
        case (.integer(let number), .integer(let range)): range.contains(number) ? value : nil
        case (.number(let number), .number(let range)): range.contains(number) ? value : nil
        case (.integer(let number), .number(let range)): range.contains(Double(number)) ? .number(Double(number)) : nil
        case (.text(let text), .text): text.isEmpty ? nil : value
        case (.text(let text), .choice(let choices)): choices.contains(text) ? value : nil
        case (.text(let text), .list): .list([text])
        case (.list(let list), .numbers(let range)):
            list.allSatisfy { Double($0).map(range.contains) ?? false } ? value : nil
        default: nil
        }
    }
}
