internal import Coordinator
internal import Store

/// The way in which a suggestion was made.
package enum SuggestionStrategy: String, CaseIterable, Codable, Sendable, ColumnConvertible {
    /// The sides differ in blanks only, or one side changed only blanks.
    case trivial
    /// The sides made additions, changed imports or the order, and neither changed what the other did.
    case structural
    /// Both sides changed the same symbols, in different lines of them.
    case syntax
    /// Both sides only added text: ours, then theirs.
    case additions
    /// Claude made it.
    case claude

    /// The trust in the strategy, from 0 to 1.
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
