internal import Coordinator
internal import Store

/// How a suggestion was come by.
package enum SuggestionStrategy: String, CaseIterable, Codable, Sendable, ColumnConvertible {
    /// The sides differ in blanks only, or one changed nothing else.
    case trivial
    /// Additions, united imports, another order: nobody changed what the other did.
    case structural
    /// Both changed the same symbols, in different lines of them.
    case syntax
    /// Text to which both have only added: ours, then theirs.
    case additions
    /// Claude was asked.
    case claude

    /// How far it is to be trusted, from 0 to 1.
    var trust: Double {
        switch self {
        case .trivial: 0.98
        case .structural: 0.85
        case .syntax: 0.75
        case .additions: 0.60
        case .claude: 0.50
        }
    }
}
