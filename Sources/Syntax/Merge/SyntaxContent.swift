/// What a piece of a file says, comments included and the layout left out: what must not get lost in a merge.
///
/// Two are equal only if the tokens are, byte for byte, nested in the same way, and begin new lines at the same places.
/// Strings, templates, comments, JSX and preprocessor lines are compared with their blanks; in Python indentation too. Where
/// a file cannot be parsed, every byte counts: nobody knows there what is a string.
package struct SyntaxContent: Equatable, Sendable {
    let code: [UInt8]

    /// That of no text.
    static let empty = SyntaxContent(code: [])
}

extension SyntaxFile {
    /// What the whole file says.
    package var content: SyntaxContent { content(of: 0..<bytes.count) }

    func content(of range: Range<Int>) -> SyntaxContent {
        var reader = ContentReader(tree, range: range)
        return reader.read()
    }
}
