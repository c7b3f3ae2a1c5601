internal import Coordinator

/// A whole file that could end a conflict, before it is kept.
struct SuggestionDraft: Equatable {
    let strategy: SuggestionStrategy
    /// As git stores it: before filters and line ends of a checkout.
    let bytes: [UInt8]
    let explanation: String
    /// What can be wrong with it.
    var risks: [String]
    let confidence: Confidence
    /// What asking for it cost, in USD; nil where it cost nothing.
    var cost: Double?
}
