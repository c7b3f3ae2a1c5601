/// The reason why a file could not be read as a tree. The caller treats the file as text, and reports the reason.
package enum SyntaxFailure: Error, Equatable, Sendable {
    /// There is no grammar for files with such a name.
    case unknownLanguage
    /// The grammar library is missing or does not fit; with the loader's message.
    case noGrammar(String)
    /// The file has more bytes than are parsed.
    case tooLarge(Int)
    /// The time limit ended the parse.
    case timedOut

    /// The reason for the user. It completes "compared as text: …".
    package var reason: String {
        switch self {
        case .unknownLanguage: "no grammar for this kind of file"
        case .noGrammar(let cause): "the grammars cannot be loaded (\(cause))"
        case .tooLarge(let bytes): "\(bytes) bytes are too many to parse"
        case .timedOut: "parsing took too long"
        }
    }
}
