/// Unites the lists of two versions of an import or export: `import { a, b }` and `import { a, c }`.
///
/// The text is that of our declaration. Items that their side adds follow its last item, and items that their side
/// removes are left out.
struct ItemUnion {
    private let ours: (symbol: Symbol, file: SyntaxFile)
    private let added: [ArraySlice<UInt8>]
    private let removed: Set<ArraySlice<UInt8>>

    /// Unites the lists; nil where there are none, where something beside the lists differs, and where a comment stands
    /// among the items: it is not known to which item it belongs.
    init?(
        base: (Symbol, SyntaxFile)?, ours: (symbol: Symbol, file: SyntaxFile), theirs: (Symbol, SyntaxFile)
    ) {
        let lists = [ours, theirs] + (base.map { [$0] } ?? [])
        guard lists.allSatisfy({ $0.0.kind == .importing || $0.0.kind == .exporting }),
            lists.allSatisfy({ !$0.0.items.isEmpty }), let frame = Self.frame(ours), frame == Self.frame(theirs),
            lists.allSatisfy({ Self.frame($0) != nil && $0.0.parts.declaration == $0.0.node })
        else { return nil }
        self.ours = ours
        let (old, mine, other) = (base.map(Self.items) ?? [], Self.items(ours), Self.items(theirs))
        added = other.filter { !old.contains($0) && !mine.contains($0) }
        removed = Set(old.filter { !other.contains($0) && mine.contains($0) })
        if removed.count == mine.count { return nil }
    }

    var bytes: [UInt8] {
        let (symbol, file) = ours
        let separator = self.separator
        var kept = symbol.items.filter { !removed.contains(file[$0]) }.map { Array(file[$0]) }
        kept += added.map { Array($0) }
        guard let first = symbol.items.first, let last = symbol.items.last else { return Array(file[symbol.node]) }
        let head = file[symbol.node.lowerBound..<first.lowerBound]
        let tail = file[last.upperBound..<symbol.node.upperBound]
        return Array(head) + Array(kept.joined(separator: separator)) + Array(tail)
    }

    /// The text between two items. When there is only one, it is the language's usual separator.
    private var separator: [UInt8] {
        let (symbol, file) = ours
        if symbol.items.count > 1 { return Array(file[symbol.items[0].upperBound..<symbol.items[1].lowerBound]) }
        if file.language == .go { return Array("\n\t".utf8) }
        return Array(", ".utf8)
    }

    private static func items(_ version: (Symbol, SyntaxFile)) -> [ArraySlice<UInt8>] {
        version.0.items.map { version.1[$0] }
    }

    /// Returns the tokens around the items, without commas; nil where a comment is among them.
    private static func frame(_ version: (Symbol, SyntaxFile)) -> [ArraySlice<UInt8>]? {
        let (symbol, file) = version
        return file.tokens(in: symbol.node, without: symbol.items)?.filter { !$0.elementsEqual([UInt8(ascii: ",")]) }
    }
}
