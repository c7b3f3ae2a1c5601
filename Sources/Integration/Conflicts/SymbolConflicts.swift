internal import Coordinator
internal import Syntax

/// The symbols on which two versions of a file conflict.
struct SymbolConflicts {
    private(set) var symbols: [ConflictSymbol] = []
    let type: ConflictType
    /// Whether a side changed imports or exports.
    let changesImports: Bool

    init(base: SyntaxFile, ours: SyntaxFile, theirs: SyntaxFile) {
        let mine = SyntaxDiff(from: base, to: ours).changes
        let other = SyntaxDiff(from: base, to: theirs).changes
        changesImports = (mine + other).contains { Self.isListing($0.symbol) }
        symbols = Self.both(mine, other: other, ours: ours, theirs: theirs)
        for clash in NameCensus.clashes(base: base, ours: ours, theirs: theirs)
        where !symbols.contains(where: { $0.name == clash.name }) {
            let added = SymbolChange.Kind.added.rawValue
            symbols.append(ConflictSymbol(name: clash.name, kind: clash.kind.rawValue, ours: added, theirs: added))
        }
        // The code is the same, so comments must conflict.
        type = !symbols.isEmpty ? .semantic : mine.isEmpty || other.isEmpty ? .concurrentEdit : .structural
    }

    private static func isListing(_ symbol: Symbol?) -> Bool {
        symbol?.kind == .importing || symbol?.kind == .exporting
    }

    private static func both(
        _ mine: [SymbolChange], other: [SymbolChange], ours: SyntaxFile, theirs: SyntaxFile
    ) -> [ConflictSymbol] {
        let byAnchor = Dictionary(grouping: other) { anchor($0) }
        return mine.compactMap { change -> ConflictSymbol? in
            guard !isListing(change.symbol), let symbol = change.symbol else { return nil }
            guard let rival = byAnchor[anchor(change)]?.first, !isSame(change, file: ours, rival: rival, other: theirs)
            else { return nil }
            return ConflictSymbol(
                name: symbol.kind == .statement ? symbol.signature : symbol.qualifiedName, kind: symbol.kind.rawValue,
                ours: summary(change), theirs: summary(rival))
        }
    }

    /// Returns a key for a change: the position of an old symbol, or the name of a new one.
    private static func anchor(_ change: SymbolChange) -> String {
        if let old = change.old { return "\(old.extent.lowerBound)" }
        guard let new = change.new, new.kind != .statement else { return "" }
        return "\(new.kind) \(new.qualifiedName)"
    }

    private static func isSame(
        _ change: SymbolChange, file: SyntaxFile, rival: SymbolChange, other: SyntaxFile
    ) -> Bool {
        guard let mine = change.new, let theirs = rival.new else {
            return (change.new == nil) == (rival.new == nil) || anchor(change).isEmpty
        }
        if anchor(change).isEmpty { return true }
        // Types conflict through their members. Only their heads are compared here.
        if let first = mine.body, let second = theirs.body {
            return file[first.header].elementsEqual(other[second.header])
        }
        return file[mine.node].elementsEqual(other[theirs.node])
    }

    private static func summary(_ change: SymbolChange) -> String {
        guard change.kind == .renamed, let name = change.new?.qualifiedName else { return change.kind.rawValue }
        return "renamed to \(name)"
    }
}
