internal import HookCore
internal import JSON

extension JSONValue {
    /// A leaf of a settings file: its dotted name, however the file spells it (`"a.b": 1` or `"a": {"b": 1}`).
    struct Setting {
        let name: String
        let path: JSONPath
        let value: JSONValue
    }

    /// The leaves in the order of the text. Of equal keys in one object only the last is in force, as in JavaScript.
    func settings(at path: JSONPath = [], name: String = "") -> [Setting] {
        guard case .object(let members) = self, !members.isEmpty || path.isEmpty else {
            return [Setting(name: name, path: path, value: self)]
        }
        var seen: Set<[UInt8]> = []
        let inForce = members.reversed().filter { seen.insert(Array($0.key.utf8)).inserted }.reversed()
        return inForce.flatMap { member in
            let dotted = name.isEmpty ? member.key : name + "." + member.key
            return member.value.settings(at: path + [.key(member.key)], name: dotted)
        }
    }

    /// The value of a leaf; nil where it sets nothing. The elements of a list become texts.
    var setting: SettingValue? {
        switch self {
        case .null, .object: nil
        case .bool(let value): .boolean(value)
        case .number(let text): integer().map(SettingValue.integer) ?? Self.number(text)
        case .string(let text): .text(text)
        case .array(let elements): .list(elements.compactMap { $0.setting.map { "\($0)" } })
        }
    }

    /// Returns a number; a text, which no number's setting takes, where it is beyond all bounds.
    private static func number(_ text: String) -> SettingValue {
        guard let value = Double(text), value.isFinite else { return .text(text) }
        return .number(value)
    }
}
