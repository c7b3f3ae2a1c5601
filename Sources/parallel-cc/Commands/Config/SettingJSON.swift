internal import Coordinator
internal import JSON

/// A setting's value in a JSON document, of its own type; `null` where it has none.
struct SettingJSON: Encodable {
    let value: JSONValue

    init(_ entry: SettingEntry) {
        value =
            switch entry.value {
            case nil: .null
            case .boolean(let value): .bool(value)
            case .integer(let value): .number(String(value))
            case .number(let value): .number("\(value)")
            case .text(let value): .string(value)
            case .list(let values):
                if case .numbers = entry.key.kind {
                    .array(values.map { .number($0) })
                } else {
                    .array(values.map { .string($0) })
                }
            }
    }

    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
