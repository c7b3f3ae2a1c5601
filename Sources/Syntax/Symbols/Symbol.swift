/// A declaration in a file, or a statement of its own: one piece of a file or of a type's body.
package struct Symbol: Equatable, Sendable {
    /// The kind of symbol.
    package enum Kind: String, Sendable, CaseIterable {
        case function, method, type, variable, module, statement
        case importing = "import"
        case exporting = "export"
    }

    /// The kind of symbol.
    package var kind: Kind
    /// The name. Several names are joined by ", "; an import has the name of its source. Empty for a statement.
    package var name: String
    /// The names of the types and modules around the symbol, outermost first.
    package var container: [String]
    /// The first line without the body, blanks collapsed, for the user.
    package var signature: String
    /// The line at which the symbol begins, counted from 1.
    package var line: Int
    /// All bytes that belong to the symbol: comments and attributes before it, and the rest of its last line. There are
    /// no gaps between the extents of neighbours.
    package var extent: Range<Int>
    /// The range of the declaration itself.
    package var node: Range<Int>
    /// The members; nil for a symbol without a list of members.
    package var body: SymbolList?
    /// The ranges of the things that an import or export lists, in order.
    package var items: [Range<Int>]
    /// The names that the symbol brings into its scope.
    package var bindings: [Binding]
    /// The access `public`, `protected` or `private`, where a section of a C++ type gives it to all that follows; else
    /// empty.
    var access: String

    /// The hash of everything but the body, comments, blanks and the symbol's own name.
    var signatureHash: UInt64
    /// The hash of the body without comments, blanks and the symbol's own name; 0 for a symbol with members.
    var bodyHash: UInt64
    /// The hash of its parameter lists.
    var parametersHash: UInt64

    /// The name with those of the types and modules around it: `Outer.inner`.
    package var qualifiedName: String { (container + [name]).joined(separator: ".") }

    /// The last part of the name: `f` for `T.f` (Go) and `T::f` (C++).
    var bareName: String {
        String(name[(name.lastIndex { $0 == "." || $0 == ":" }.map { name.index(after: $0) } ?? name.startIndex)...])
    }

    /// The extent in three parts: the text before the declaration, the declaration, and the text after it. The
    /// declaration is empty where it lies in another symbol's extent, such as a lone semicolon.
    var parts: (leading: Range<Int>, declaration: Range<Int>, trailing: Range<Int>) {
        let inside = node.clamped(to: extent)
        return (extent.lowerBound..<inside.lowerBound, inside, inside.upperBound..<extent.upperBound)
    }
}

/// The pieces of a file or of a type's body. Header, symbols and footer together cover its bytes without a gap.
package struct SymbolList: Equatable, Sendable {
    /// The text before the first symbol.
    package var header: Range<Int>
    /// The symbols in the order of the file.
    package var symbols: [Symbol]
    /// The text after the last symbol.
    package var footer: Range<Int>

    /// All symbols. Members directly follow the symbol that they are in.
    package var all: [Symbol] { symbols.flatMap { [$0] + ($0.body?.all ?? []) } }
}
