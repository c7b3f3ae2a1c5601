internal import Coordinator

/// A whole file that could resolve a conflict, before it is stored.
struct SuggestionDraft: Equatable {
    let strategy: SuggestionStrategy
    /// The file as git stores it, before filters and line ends of a checkout.
    let bytes: [UInt8]
    let explanation: String
    /// Possible faults.
    var risks: [String]
    let confidence: Confidence
    /// The cost of asking Claude for it, in USD; nil when it cost nothing.
    var cost: Double?
}
