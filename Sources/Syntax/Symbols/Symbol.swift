/// Something that a file declares, or a statement of its own: one piece of a file or of a type's body.
package struct Symbol: Equatable, Sendable {
    /// What it is.
    package enum Kind: String, Sendable, CaseIterable {
        case function, method, type, variable, module, statement
        case importing = "import"
        case exporting = "export"
    }

    package var kind: Kind
    /// As it is called; several names joined by ", "; of an import what is imported from. Empty for a statement.
    package var name: String
    /// The names of the types and modules around it, outermost first.
    package var container: [String]
    /// Its first line without the body, blanks collapsed: for people.
    package var signature: String
    /// Where it begins, counted from 1.
    package var line: Int
    /// All bytes that belong to it: comments and attributes before it, and the rest of its last line. The extents of
    /// neighbours meet.
    package var extent: Range<Int>
    /// The declaration itself.
    package var node: Range<Int>
    /// Its members, for what has some.
    package var body: SymbolList?
    /// The things that an import or export lists, in order.
    package var items: [Range<Int>]
    /// The names that it brings into the scope in which it stands.
    package var bindings: [Binding]
    /// `public`, `protected` or `private` where a section of a C++ type says so for all that follows; else empty.
    var access: String

    /// Of everything but the body, comments, blanks and the own name.
    var signatureHash: UInt64
    /// Of the body without comments, blanks and the own name; 0 for what has members instead.
    var bodyHash: UInt64
    /// Of its parameter lists.
    var parametersHash: UInt64

    /// With what is around it: `Outer.inner`.
    package var qualifiedName: String { (container + [name]).joined(separator: ".") }

    /// `f` of `T.f` (Go) and `T::f` (C++).
    var bareName: String {
        String(name[(name.lastIndex { $0 == "." || $0 == ":" }.map { name.index(after: $0) } ?? name.startIndex)...])
    }

    /// The extent in three parts: what stands before the declaration, the declaration, what stands behind it. Of a
    /// declaration that another extent has, such as a lone semicolon, there is nothing.
    var parts: (leading: Range<Int>, declaration: Range<Int>, trailing: Range<Int>) {
        let inside = node.clamped(to: extent)
        return (extent.lowerBound..<inside.lowerBound, inside, inside.upperBound..<extent.upperBound)
    }
}

/// The pieces of a file or of a type's body. Header, symbols and footer together are its bytes, without a gap.
package struct SymbolList: Equatable, Sendable {
    package var header: Range<Int>
    package var symbols: [Symbol]
    package var footer: Range<Int>

    /// All symbols, members right behind what they are in.
    package var all: [Symbol] { symbols.flatMap { [$0] + ($0.body?.all ?? []) } }
}
