/// A use of something that the other side has renamed, removed, or given another signature: git merges it, and it is
/// broken.
package struct BrokenUse: Equatable, Sendable {
    /// What the one side did.
    package let change: SymbolChange
    /// Where the other side has begun to use it, by its version of the file.
    package let use: IdentifierUse
    /// The function or type around the use; empty at the top of a file.
    package let user: String
}

/// Finds what one side has begun to use and the other has taken away.
package struct BrokenUseSearch {
    private let changes: [SymbolChange]

    /// - Parameters:
    ///   - changes: what the one side did, in all files of a family of languages.
    ///   - present: the names that this side's changed files declare, so that what only moved is not missed.
    package init(_ changes: [SymbolChange], present: Set<String>) {
        self.changes = changes.filter { change in
            guard let name = change.old?.name, name.utf8.count > 1, !name.contains(",") else { return false }
            switch change.kind {
            case .renamed, .removed: return change.old?.isUsedByName == true && !present.contains(name)
            case .signature:
                return change.old?.isCalled == true && change.old?.parametersHash != change.new?.parametersHash
            case .added, .body: return false
            }
        }
    }

    package var isEmpty: Bool { changes.isEmpty }

    /// The uses that the other side has added to a file. A use that was there before has been taken care of by whoever
    /// changed the symbol.
    /// - Parameters:
    ///   - old: the file at the merge base; nil for a new one.
    package func find(in new: SyntaxFile, since old: SyntaxFile?) -> [BrokenUse] {
        changes.flatMap { change -> [BrokenUse] in
            guard let symbol = change.old, !declares(new, symbol.name, unless: change) else { return [] }
            let name = Self.lastPart(symbol.name)
            if let type = symbol.container.last, symbol.kind == .method || symbol.kind == .variable,
                new.uses(of: type).isEmpty
            {
                return []
            }
            let isMember = symbol.kind == .method
            let before = old.map { Self.counts($0, name) } ?? [:]
            var seen: [String: Int] = [:]
            return new.uses(of: name).compactMap { use in
                let user = new.symbol(at: use.offset)
                let place = user?.qualifiedName ?? ""
                if user?.name == symbol.name || (isMember && !use.isMember) { return nil }
                seen[place, default: 0] += 1
                guard seen[place, default: 0] > before[place, default: 0] else { return nil }
                return BrokenUse(change: change, use: use, user: place)
            }
        }
    }

    private func declares(_ file: SyntaxFile, _ name: String, unless change: SymbolChange) -> Bool {
        // The file that the symbol was declared in still has it on this side.
        file.symbols.all.contains { $0.name == name && $0.signatureHash != change.old?.signatureHash }
    }

    private static func counts(_ file: SyntaxFile, _ name: String) -> [String: Int] {
        file.uses(of: name).reduce(into: [:]) { $0[file.symbol(at: $1.offset)?.qualifiedName ?? "", default: 0] += 1 }
    }

    /// `f` of `T.f` (Go) and `T::f` (C++).
    private static func lastPart(_ name: String) -> String {
        String(name[(name.lastIndex { $0 == "." || $0 == ":" }.map { name.index(after: $0) } ?? name.startIndex)...])
    }
}

extension Symbol {
    fileprivate var isCalled: Bool { kind == .function || kind == .method }

    fileprivate var isUsedByName: Bool {
        switch kind {
        case .function, .method, .type, .variable: true
        case .module, .statement, .importing, .exporting: false
        }
    }
}
