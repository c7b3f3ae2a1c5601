internal import CTreeSitter
internal import Glibc

/// The grammars. Each is in a library of its own, which is opened when it is first needed and never closed.
///
/// One value serves one command, and is not shared between threads. Making one loads nothing.
package final class Grammars {
    /// The size of the largest file that is parsed, in bytes.
    package static let maxBytes = 2 << 20

    private let folder: String?
    private var loaded: [Language: Result<OpaquePointer, SyntaxFailure>] = [:]

    /// Finds grammars in a folder.
    /// - Parameter folder: the folder into which `scripts/support/grammars` has put `LANGUAGE.so` for every language;
    ///   nil where there is none.
    package init(folder: String?) { self.folder = folder }

    /// The reason why no language can be parsed; nil when one can. Loads a grammar.
    package var obstacle: SyntaxFailure? {
        var first: SyntaxFailure?
        for language in Language.allCases {
            do {
                _ = try grammar(language)
                return nil
            } catch {
                first = first ?? error
            }
        }
        return first
    }

    func grammar(_ language: Language) throws(SyntaxFailure) -> OpaquePointer {
        if let known = loaded[language] { return try known.get() }
        let result = Result { () throws(SyntaxFailure) in try load(language) }
        loaded[language] = result
        return try result.get()
    }

    private func load(_ language: Language) throws(SyntaxFailure) -> OpaquePointer {
        guard let folder else { throw .noGrammar("they are not installed") }
        guard let library = dlopen("\(folder)/\(language.rawValue).so", RTLD_LAZY | RTLD_LOCAL),
            let symbol = dlsym(library, language.grammarFunction)
        else { throw .noGrammar(Self.loaderError) }
        // Every generated parser has this function: `const TSLanguage *tree_sitter_x(void)`.
        let function = unsafeBitCast(symbol, to: (@convention(c) () -> OpaquePointer?).self)
        guard let grammar = function() else { throw .noGrammar("\(language.grammarFunction) gives nothing") }
        let version = ctreesitter_version(grammar)
        guard
            (UInt32(TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION)...UInt32(TREE_SITTER_LANGUAGE_VERSION)).contains(
                version)
        else { throw .noGrammar("the \(language.title) grammar has version \(version)") }
        return grammar
    }

    private static var loaderError: String { dlerror().map { String(cString: $0) } ?? "unknown cause" }
}
