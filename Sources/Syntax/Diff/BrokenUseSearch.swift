/// Finds the symbols that one side has begun to use and the other has removed or changed.
///
/// Names are compared, not types. A name of one letter is looked for only in the file that had it and in files that
/// import it by name, and not where it is a parameter or a local variable: such names are common in loops and type
/// parameters.
package struct BrokenUseSearch {
    private let changes: [SymbolChange]
    private let present: Set<String>
    private let here: Set<String>

    /// Prepares a search for uses that one side's changes to a file break.
    /// - Parameters:
    ///   - changes: the changes of the one side to a file.
    ///   - present: the names that this side's changed files declare, so that a symbol that only moved does not count
    ///     as missing.
    ///   - here: the names that can be used in its version of the file itself, imports included.
    package init(_ changes: [SymbolChange], present: Set<String>, here: Set<String> = []) {
        self.present = present
        self.here = here
        self.changes = changes.flatMap(Self.losses).filter { change in
            guard let name = change.old?.name, change.kind != .signature else { return true }
            return !here.contains(name) || !present.contains(name)
        }
    }

    /// Prepares a search by one side's version of a file, for the same file of the other side.
    package init(from old: SyntaxFile, to new: SyntaxFile) {
        self.init(SyntaxDiff(from: old, to: new).changes, present: new.declaredNames, here: new.usableNames)
    }

    /// Whether no change can break a use.
    package var isEmpty: Bool { changes.isEmpty }

    /// Returns the changes that can break a use, one for each name.
    private static func losses(_ change: SymbolChange) -> [SymbolChange] {
        guard let old = change.old else { return [] }
        let kept = Set((change.new?.bindings ?? []).map(\.name))
        let names = old.bindings.filter { !$0.isExport }
        let isList = names.count > 1 || names.first.map { $0.name != old.name } ?? false
        if old.kind == .importing || (old.kind == .variable && isList) {
            return names.filter { !kept.contains($0.name) }.map { old.loss(of: $0) }
        }
        let isType = old.kind == .type
        let members = names.filter { isType && $0.name != old.name && !kept.contains($0.name) }.map { old.loss(of: $0) }
        guard !old.name.isEmpty else { return members }
        switch change.kind {
        case .renamed, .removed: return members + (old.isUsedByName ? [change] : [])
        case .signature:
            return members + (old.isCalled && old.parametersHash != change.new?.parametersHash ? [change] : [])
        case .added, .body: return members
        }
    }

    /// Returns the broken uses that the other side has added to a file. A use that was there before was adapted by the
    /// side that changed the symbol.
    /// - Parameters:
    ///   - old: the file at the merge base; nil for a new one.
    ///   - isSameFile: whether it is the file that was changed. Its imports do not concern other files.
    package func find(in new: SyntaxFile, since old: SyntaxFile?, isSameFile: Bool = false) -> [BrokenUse] {
        changes.flatMap { change -> [BrokenUse] in
            guard let symbol = change.old, !new.declares(symbol.name, unlike: symbol) else { return [] }
            let name = symbol.bareName
            if change.kind != .signature, (isSameFile ? here : present).contains(symbol.name) { return [] }
            if !isSameFile, symbol.kind == .importing || (name.utf8.count == 1 && !new.imports(name)) { return [] }
            if let type = symbol.container.last, symbol.kind == .method || symbol.kind == .variable,
                new.uses(of: type).isEmpty
            {
                return []
            }
            return uses(of: name, change: change, symbol: symbol, in: new, since: old)
        }
    }

    private func uses(
        of name: String, change: SymbolChange, symbol: Symbol, in new: SyntaxFile, since old: SyntaxFile?
    ) -> [BrokenUse] {
        let isImport = symbol.kind == .importing
        let before = old.map { Self.counts($0, name: name) } ?? [:]
        var seen: [String: Int] = [:]
        return new.uses(of: name).compactMap { use in
            let user = new.symbol(at: use.offset)
            let userName = user?.qualifiedName ?? ""
            if user?.name == symbol.name { return nil }
            if symbol.kind == .method, !use.isMember, !isOfOwn(symbol, user: user, language: new.language) {
                return nil
            }
            if isImport, use.isMember || user?.kind == .importing { return nil }
            if name.utf8.count == 1, let user, new.bindsLocally(name, in: user) { return nil }
            seen[userName, default: 0] += 1
            guard seen[userName, default: 0] > before[userName, default: 0] else { return nil }
            return BrokenUse(change: change, use: use, user: userName)
        }
    }

    /// Whether a bare name at this place can mean a member: inside the type itself, where `this` need not be written.
    private func isOfOwn(_ symbol: Symbol, user: Symbol?, language: Language) -> Bool {
        guard language.hasImplicitThis, let user, !symbol.container.isEmpty else { return false }
        return user.container.starts(with: symbol.container) || user.container + [user.name] == symbol.container
    }

    private static func counts(_ file: SyntaxFile, name: String) -> [String: Int] {
        file.uses(of: name).reduce(into: [:]) { $0[file.symbol(at: $1.offset)?.qualifiedName ?? "", default: 0] += 1 }
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

    /// Returns the removal of one of the names that the symbol binds.
    fileprivate func loss(of binding: Binding) -> SymbolChange {
        var part = self
        part.name = binding.name
        part.bindings = [binding]
        return .removal(of: part)
    }
}

extension SyntaxFile {
    /// The names that are declared or imported in the file, except inside functions.
    package var usableNames: Set<String> {
        declaredNames.union(symbols.all.flatMap(\.bindings).filter { !$0.isExport }.map(\.name))
    }

    /// The names that are declared in the file, except inside functions. Imports do not count.
    package var declaredNames: Set<String> {
        Set(symbols.all.flatMap { $0.kind == .importing ? [] : [$0.name] + $0.bindings.map(\.name) })
    }

    /// Whether another declaration in the file has the name. The file that the symbol was declared in still has it on
    /// this side.
    fileprivate func declares(_ name: String, unlike symbol: Symbol) -> Bool {
        if symbol.kind == .importing {
            return symbols.all.flatMap(\.bindings).contains {
                !$0.isExport && $0.name == name && $0.origin != symbol.bindings.first?.origin
            }
        }
        return symbols.all.contains { other in
            let isNamed = other.name == name || other.bindings.contains { $0.name == name }
            return isNamed && other.kind != .importing && other.signatureHash != symbol.signatureHash
        }
    }

    fileprivate func imports(_ name: String) -> Bool {
        symbols.all.contains { $0.kind == .importing && $0.bindings.contains { $0.name == name } }
    }
}
