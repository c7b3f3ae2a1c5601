internal import CTreeSitter
internal import Glibc

/// The library of grammars, opened when the first one is asked for and never closed.
///
/// One value per command; not shared between threads. Nothing is loaded by making one.
package final class Grammars {
    /// Largest file that is parsed, in bytes.
    package static let maxBytes = 2 << 20
    /// The year of the newest grammars in the library (`scripts/support/grammars`): syntax that is younger reads as a mistake.
    package static let year = 2024

    private let path: String?
    private var library: Result<UnsafeMutableRawPointer, SyntaxFailure>?
    private var loaded: [Language: Result<OpaquePointer, SyntaxFailure>] = [:]

    /// - Parameter path: the shared library with the functions `tree_sitter_<language>`; nil where there is none.
    package init(path: String?) { self.path = path }

    /// Why no language can be parsed; nil when the library is there. Opens it.
    package var obstacle: SyntaxFailure? {
        do {
            _ = try open()
            return nil
        } catch {
            return error
        }
    }

    func grammar(_ language: Language) throws(SyntaxFailure) -> OpaquePointer {
        if let known = loaded[language] { return try known.get() }
        let result = Result { () throws(SyntaxFailure) in try load(language) }
        loaded[language] = result
        return try result.get()
    }

    private func open() throws(SyntaxFailure) -> UnsafeMutableRawPointer {
        if let library { return try library.get() }
        let result = Result { () throws(SyntaxFailure) in try load() }
        library = result
        return try result.get()
    }

    private func load() throws(SyntaxFailure) -> UnsafeMutableRawPointer {
        guard let path else { throw .noGrammar("they are not installed") }
        guard let handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL) else { throw .noGrammar(Self.loaderError) }
        return handle
    }

    private func load(_ language: Language) throws(SyntaxFailure) -> OpaquePointer {
        guard let symbol = dlsym(try open(), language.grammarFunction) else { throw .noGrammar(Self.loaderError) }
        // What every generated parser exports: `const TSLanguage *tree_sitter_x(void)`.
        let function = unsafeBitCast(symbol, to: (@convention(c) () -> OpaquePointer?).self)
        guard let grammar = function() else { throw .noGrammar("\(language.grammarFunction) gives nothing") }
        let version = ts_language_version(grammar)
        guard
            (UInt32(TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION)...UInt32(TREE_SITTER_LANGUAGE_VERSION)).contains(
                version)
        else { throw .noGrammar("the \(language.title) grammar has version \(version)") }
        return grammar
    }

    private static var loaderError: String { dlerror().map { String(cString: $0) } ?? "unknown cause" }
}
