/// The content of a part of a file without its layout, comments included. A merge must not lose any of it.
///
/// Two contents are equal only if their tokens are equal byte for byte, are nested in the same way, and begin new lines
/// at the same places. Strings, templates, comments, JSX and preprocessor lines are compared with their blanks, in
/// Python also indentation. Where a file cannot be parsed, every byte counts, because it is not known which text is a
/// string.
package struct SyntaxContent: Equatable, Sendable {
    let code: [UInt8]

    /// The content of an empty text.
    static let empty = SyntaxContent(code: [])
}

extension SyntaxFile {
    /// The content of the whole file.
    package var content: SyntaxContent { content(of: 0..<bytes.count) }

    func content(of range: Range<Int>) -> SyntaxContent {
        var reader = ContentReader(tree, range: range)
        return reader.read()
    }
}
