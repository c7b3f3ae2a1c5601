/// A file read as a tree: its symbols, its uses of a name, and how much of it the grammar does not understand.
///
/// Holds the whole file and its tree. It is not shared between threads.
package final class SyntaxFile {
    /// The language whose grammar read the file.
    package let language: Language
    /// The content of the whole file.
    package let bytes: [UInt8]
    /// The symbols of the file. Their extents cover all of `bytes`.
    package let symbols: SymbolList
    /// The number of places that the grammar does not understand: mistakes, and syntax that is newer than the grammar.
    package let errors: Int
    let tree: SyntaxTree

    /// Parses a file.
    /// - Throws: the reason why it can only be read as text.
    package init(_ bytes: [UInt8], language: Language?, with grammars: Grammars) throws(SyntaxFailure) {
        guard let language else { throw .unknownLanguage }
        tree = try SyntaxTree(bytes, language: language, with: grammars)
        self.bytes = bytes
        self.language = language
        symbols = SymbolReader(tree: tree).read()
        errors = tree.errors
    }

    /// The bytes in a range of the file.
    package subscript(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

    /// Returns the places where an identifier stands as code, not in comments and strings.
    package func uses(of name: String) -> [IdentifierUse] {
        let wanted = Array(name.utf8)
        var found: [IdentifierUse] = []
        tree.root.walk { node in
            if node.isComment { return false }
            if node.range.count == wanted.count, bytes[node.range].elementsEqual(wanted), isIdentifier(node) {
                found.append(IdentifierUse(offset: node.range.lowerBound, line: node.line, isMember: isMember(node)))
            }
            return true
        }
        return found
    }

    /// Every identifier that stands as code.
    var identifiers: Set<String> {
        var found: Set<String> = []
        tree.root.walk { node in
            if node.isComment { return false }
            if isIdentifier(node) { found.insert(node.text) }
            return true
        }
        return found
    }

    /// Whether the grammar understands less of it than of an earlier version: more places are errors. Then its symbols
    /// may be wrong.
    package func isLessUnderstood(than old: SyntaxFile) -> Bool { errors > old.errors }

    private func isIdentifier(_ node: Node) -> Bool {
        guard node.isLeaf, node.isNamed else { return false }
        return node.type.hasSuffix("identifier") || node.type.hasSuffix("identifier_pattern")
    }

    /// Whether the identifier follows the thing that it belongs to: `x.name`, `X::name`.
    private func isMember(_ node: Node) -> Bool {
        let before = bytes[..<node.range.lowerBound].suffix(2)
        return node.type == "property_identifier" || node.type == "field_identifier"
            || before.last == UInt8(ascii: ".") || before.elementsEqual("::".utf8)
    }

    /// Returns the innermost symbol at an offset.
    package func symbol(at offset: Int) -> Symbol? { symbols.all.last { $0.extent.contains(offset) } }
}

/// A place where a name is used.
package struct IdentifierUse: Equatable, Sendable {
    /// The offset of the name's first byte.
    package let offset: Int
    /// The line, counted from 1.
    package let line: Int
    /// Whether the name is used as a member of something.
    package let isMember: Bool
}
