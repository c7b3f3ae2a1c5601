/// A file read as a tree: its symbols, where it uses a name, how much of it could not be understood.
///
/// Holds the whole file and its tree; not shared between threads.
package final class SyntaxFile {
    package let language: Language
    package let bytes: [UInt8]
    /// Its pieces; their extents are all of `bytes`.
    package let symbols: SymbolList
    /// Places that the grammar does not understand: mistakes, and syntax that is younger than the grammar.
    package let errors: Int
    let tree: SyntaxTree

    /// - Throws: why it can only be seen as text.
    package init(_ bytes: [UInt8], language: Language?, with grammars: Grammars) throws(SyntaxFailure) {
        guard let language else { throw .unknownLanguage }
        tree = try SyntaxTree(bytes, language: language, with: grammars)
        self.bytes = bytes
        self.language = language
        symbols = SymbolReader(tree: tree).read()
        errors = tree.errors
    }

    /// The bytes of a place in it.
    package subscript(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

    /// Where an identifier stands as code: not in comments and strings.
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

    /// Whether it has more places than an earlier version that the grammar does not understand: then its symbols may not be
    /// what they seem.
    package func isLessUnderstood(than old: SyntaxFile) -> Bool { errors > old.errors }

    private func isIdentifier(_ node: Node) -> Bool {
        guard node.isLeaf, node.isNamed else { return false }
        return node.type.hasSuffix("identifier") || node.type.hasSuffix("identifier_pattern")
    }

    /// Whether it is reached through something: `x.name`, `X::name`.
    private func isMember(_ node: Node) -> Bool {
        let before = bytes[..<node.range.lowerBound].suffix(2)
        return node.type == "property_identifier" || node.type == "field_identifier"
            || before.last == UInt8(ascii: ".") || before.elementsEqual("::".utf8)
    }

    /// The innermost symbol at an offset.
    package func symbol(at offset: Int) -> Symbol? { symbols.all.last { $0.extent.contains(offset) } }
}

/// One place where a name is used.
package struct IdentifierUse: Equatable, Sendable {
    package let offset: Int
    /// Counted from 1.
    package let line: Int
    /// Whether it is a member of something.
    package let isMember: Bool
}
