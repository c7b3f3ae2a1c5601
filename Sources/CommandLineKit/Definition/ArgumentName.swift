/// A name of an option or flag.
enum ArgumentName: Hashable {
    case long(String)
    case singleDashLong(String)
    case short(Character, allowsJoined: Bool)

    /// The name with its dashes, as it is typed.
    var spelling: String {
        switch self {
        case .long(let name): "--\(name)"
        case .singleDashLong(let name): "-\(name)"
        case .short(let character, _): "-\(character)"
        }
    }

    /// The name without its dashes.
    var text: String {
        switch self {
        case .long(let name), .singleDashLong(let name): name
        case .short(let character, _): String(character)
        }
    }

    var isLong: Bool {
        if case .short = self { return false }
        return true
    }
}
