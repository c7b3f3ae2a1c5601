internal import ClaudeCode
internal import Coordinator
internal import JSON

/// A setting as others may see it: with its value only where its kind leaves no room for anything private.
struct BundleSetting: Encodable {
    let name: String
    /// The origin: `default`, `environment`, `user file` or `repository file`.
    let source: String
    /// The value. A text gives only `set` or `null`, a list the number of its elements.
    let value: JSONValue

    /// - Parameter userFile: the path of the user's own settings.
    init(_ entry: SettingEntry, userFile: String) {
        name = entry.key.name
        source =
            switch entry.source {
            case "default", "environment": entry.source
            case userFile: "user file"
            default: "repository file"
            }
        value = Self.value(entry)
    }

    private static func value(_ entry: SettingEntry) -> JSONValue {
        switch entry.key.kind {
        case .boolean, .choice, .integer, .number, .numbers: return SettingJSON(entry).value
        case .list, .text: break
        }
        switch entry.value {
        case nil: return .null
        case .list(let values): return .number("\(values.count)")
        // A default is the same for every user.
        case let value?: return value == entry.key.defaultValue ? SettingJSON(entry).value : .string("set")
        }
    }
}
