/// Why a file could not be read as a tree. Whoever gets one falls back to text, and says why.
package enum SyntaxFailure: Error, Equatable, Sendable {
    /// No grammar is known for names like this.
    case unknownLanguage
    /// The grammar library is not there or does not fit; with what the loader said.
    case noGrammar(String)
    /// More bytes than are parsed.
    case tooLarge(Int)
    /// The time limit ended the parse.
    case timedOut

    /// For people: completes "compared as text: …".
    package var reason: String {
        switch self {
        case .unknownLanguage: "no grammar for this kind of file"
        case .noGrammar(let cause): "the grammars cannot be loaded (\(cause))"
        case .tooLarge(let bytes): "\(bytes) bytes are too many to parse"
        case .timedOut: "parsing took too long"
        }
    }
}
