internal import FoundationEssentials

/// The whole content of a settings file, so that a change of one value keeps the entries that the program does not
/// know.
indirect enum SettingTree: Codable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([SettingTree])
    case object([String: SettingTree])

    init(from decoder: any Decoder) throws {
        if let object = try? [String: SettingTree](from: decoder) {
            self = .object(object)
            return
        }
        if let list = try? [SettingTree](from: decoder) {
            self = .list(list)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let object): return try object.encode(to: encoder)
        case .list(let list): return try list.encode(to: encoder)
        default: break
        }
        var container = encoder.singleValueContainer()
        switch self {
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        default: try container.encodeNil()
        }
    }

    /// Returns `{"a": {"b": 1}}` as `["a.b": 1]`. A `null` sets nothing.
    func flattened(prefix: String = "") -> [String: SettingValue] {
        guard case .object(let object) = self else { return value.map { [prefix: $0] } ?? [:] }
        var result: [String: SettingValue] = [:]
        for (key, tree) in object {
            let name = prefix.isEmpty ? key : prefix + "." + key
            result.merge(tree.flattened(prefix: name)) { $1 }
        }
        return result
    }

    /// The value of a leaf. The elements of a list become texts.
    private var value: SettingValue? {
        switch self {
        case .null: nil
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(Int(value))
        case .number(let value): .number(value)
        case .text(let value): .text(value)
        case .list(let elements): .list(elements.compactMap { $0.value.map { "\($0)" } })
        case .object: nil
        }
    }

    /// Returns the tree with the value at a path set or, for nil, removed. Objects that become empty are removed, too.
    func setting(_ path: ArraySlice<String>, to value: SettingTree?) -> SettingTree? {
        guard let first = path.first else { return value }
        var object: [String: SettingTree] = [:]
        if case .object(let existing) = self { object = existing }
        if value == nil && object[first] == nil { return self }
        object[first] = (object[first] ?? .object([:])).setting(path.dropFirst(), to: value)
        return object.isEmpty ? nil : .object(object)
    }
}
