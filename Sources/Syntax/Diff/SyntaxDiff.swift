/// The changes between two versions of a file, by symbol.
package struct SyntaxDiff {
    /// The changes: removals, then changed symbols in the new order, then additions. Those of members follow their
    /// type's.
    package private(set) var changes: [SymbolChange] = []

    /// Compares two versions of a file.
    package init(from old: SyntaxFile, to new: SyntaxFile) {
        compare(old.symbols, oldFile: old, new: new.symbols, newFile: new)
        if new.isLessUnderstood(than: old) { removeDoubtful(new.identifiers) }
    }

    /// Keeps symbols from counting as removed that are still named: they may be hidden in a part that the grammar does
    /// not understand.
    private mutating func removeDoubtful(_ named: Set<String>) {
        changes.removeAll { change in
            guard change.kind == .removed, let symbol = change.old else { return false }
            return named.contains(symbol.bareName) || symbol.bindings.contains { named.contains($0.name) }
        }
    }

    private mutating func compare(_ old: SymbolList, oldFile: SyntaxFile, new: SymbolList, newFile: SyntaxFile) {
        let matching = SymbolMatching(old.symbols, in: oldFile, new: new.symbols, in: newFile)
        for index in matching.onlyOld { removed(old.symbols[index]) }
        for (left, right) in matching.pairs {
            let (before, after) = (old.symbols[left], new.symbols[right])
            if let kind = Self.kind(old: before, new: after) {
                let isEdited = !before.hasSameCode(as: after)
                changes.append(SymbolChange(kind: kind, old: before, new: after, isEdited: isEdited))
            }
            if let inner = before.body, let outer = after.body {
                compare(inner, oldFile: oldFile, new: outer, newFile: newFile)
            }
        }
        for index in matching.onlyNew { added(new.symbols[index]) }
    }

    private mutating func removed(_ symbol: Symbol) {
        changes.append(SymbolChange(kind: .removed, old: symbol, new: nil, isEdited: false))
        for member in symbol.body?.symbols ?? [] { removed(member) }
    }

    private mutating func added(_ symbol: Symbol) {
        changes.append(SymbolChange(kind: .added, old: nil, new: symbol, isEdited: false))
        for member in symbol.body?.symbols ?? [] { added(member) }
    }

    /// Returns the kind of difference; nil where there is none.
    private static func kind(old: Symbol, new: Symbol) -> SymbolChange.Kind? {
        if old.name != new.name, old.kind != .statement { return .renamed }
        if old.signatureHash != new.signatureHash { return .signature }
        return old.bodyHash == new.bodyHash && (old.body == nil) == (new.body == nil) ? nil : .body
    }

    /// Returns the changes of one kind.
    package func changes(_ kind: SymbolChange.Kind) -> [SymbolChange] { changes.filter { $0.kind == kind } }
}
