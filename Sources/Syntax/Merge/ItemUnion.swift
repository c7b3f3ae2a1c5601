/// Unites the lists of two versions of an import or export: `import { a, b }` and `import { a, c }`.
///
/// The text is that of ours, with what theirs adds behind its last item, and without what theirs takes out.
struct ItemUnion {
    private let ours: (symbol: Symbol, file: SyntaxFile)
    private let added: [ArraySlice<UInt8>]
    private let removed: Set<ArraySlice<UInt8>>

    /// nil where there are no lists, or where something beside the lists differs.
    init?(
        base: (Symbol, SyntaxFile)?, ours: (symbol: Symbol, file: SyntaxFile), theirs: (Symbol, SyntaxFile)
    ) {
        let lists = [ours, theirs] + (base.map { [$0] } ?? [])
        guard lists.allSatisfy({ $0.0.kind == .importing || $0.0.kind == .exporting }),
            lists.allSatisfy({ !$0.0.items.isEmpty }), Self.frame(ours) == Self.frame(theirs)
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
        guard let first = symbol.items.first, let last = symbol.items.last else { return Array(file[symbol.extent]) }
        let head = file[symbol.extent.lowerBound..<first.lowerBound]
        let tail = file[last.upperBound..<symbol.extent.upperBound]
        return Array(head) + Array(kept.joined(separator: separator)) + Array(tail)
    }

    /// What stands between two items; from one to the next when there is only one.
    private var separator: [UInt8] {
        let (symbol, file) = ours
        if symbol.items.count > 1 { return Array(file[symbol.items[0].upperBound..<symbol.items[1].lowerBound]) }
        if file.language == .go { return Array("\n\t".utf8) }
        return Array(", ".utf8)
    }

    private static func items(_ version: (Symbol, SyntaxFile)) -> [ArraySlice<UInt8>] {
        version.0.items.map { version.1[$0] }
    }

    /// The text around the list, without blanks and a comma behind the last item.
    private static func frame(_ version: (Symbol, SyntaxFile)) -> [UInt8] {
        let (symbol, file) = version
        guard let first = symbol.items.first, let last = symbol.items.last else { return [] }
        let around = file[symbol.node.lowerBound..<first.lowerBound] + file[last.upperBound..<symbol.node.upperBound]
        return around.filter { !Words.isBlank($0) && $0 != UInt8(ascii: ",") }
    }
}
