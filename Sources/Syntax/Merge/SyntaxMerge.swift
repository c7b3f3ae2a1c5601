/// A three-way merge by symbol: changes of the sides to different symbols do not conflict, however close they are.
///
/// Works on whole files and changes no byte that neither side changed. Runs nothing and does not check whether the
/// result compiles. The caller parses the result again.
package struct SyntaxMerge {
    /// The result of a merge.
    package struct Outcome {
        /// The merged file; nil when something could not be decided.
        package let bytes: [UInt8]?
        /// The reasons why a file could not be merged, for the user.
        package let obstacles: [String]
        /// The symbols that both sides changed and whose texts could be merged.
        package let merged: [String]
        /// The imports and exports that were united.
        package let united: [String]
        /// Whether one side put symbols into another order.
        package let isReordered: Bool
    }

    private let base: SyntaxFile
    private let ours: SyntaxFile
    private let theirs: SyntaxFile
    private let mergeText: (_ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8]) -> [UInt8]?
    private var obstacles: [String] = []
    private var merged: [String] = []
    private var united: [String] = []
    private var isReordered = false

    /// Merges three versions of a file.
    /// - Parameter mergeText: the usual three-way merge of lines; returns nil where it finds a conflict.
    package static func run(
        base: SyntaxFile, ours: SyntaxFile, theirs: SyntaxFile,
        mergeText: @escaping (_ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8]) -> [UInt8]?
    ) -> Outcome {
        var merge = SyntaxMerge(base: base, ours: ours, theirs: theirs, mergeText: mergeText)
        let bytes = merge.lists(base.symbols, left: ours.symbols, right: theirs.symbols, place: "")
        let balance = WordBalance(base: base.bytes, ours: ours.bytes, theirs: theirs.bytes)
        if merge.obstacles.isEmpty, !balance.allows(bytes) {
            merge.obstacles.append("the symbols cannot be told apart well enough")
        }
        return Outcome(
            bytes: merge.obstacles.isEmpty ? bytes : nil, obstacles: merge.obstacles, merged: merge.merged,
            united: merge.united, isReordered: merge.isReordered)
    }

    private init(
        base: SyntaxFile, ours: SyntaxFile, theirs: SyntaxFile,
        mergeText: @escaping ([UInt8], [UInt8], [UInt8]) -> [UInt8]?
    ) {
        self.base = base
        self.ours = ours
        self.theirs = theirs
        self.mergeText = mergeText
    }

    private mutating func lists(_ old: SymbolList, left: SymbolList, right: SymbolList, place: String) -> [UInt8] {
        let weave = SymbolWeave(base: (old, base), ours: (left, ours), theirs: (right, theirs))
        if weave.isUndecided { obstacles.append("both sides put the symbols\(place) into another order") }
        if base.language.family == .c, weave.mixesDirectives {
            obstacles.append("both sides add lines of the preprocessor at one place\(place)")
        }
        isReordered = isReordered || weave.isReordered
        let head = text(
            old.header, left: left.header, right: right.header, what: "what stands before the first symbol\(place)")
        var pieces: [WovenPiece] = []
        for slot in weave.order {
            guard let bytes = piece(slot, weave: weave) else { continue }
            pieces.append(WovenPiece(bytes: bytes, slot: slot))
        }
        let tail = text(
            old.footer, left: left.footer, right: right.footer, what: "what stands behind the last symbol\(place)")
        return head + WovenPiece.joined(pieces) + tail
    }

    /// Returns the merged text of one symbol.
    /// - Returns: nil for a symbol that is gone.
    private mutating func piece(_ slot: SymbolWeave.Slot, weave: SymbolWeave) -> [UInt8]? {
        let (old, left, right) = weave.symbols(slot)
        switch (old, left, right) {
        case (let old?, let left?, let right?): return symbol(old, left: left, right: right)
        case (nil, let left?, let right?): return bothAdded(left: left, right: right)
        case (nil, let left?, nil): return Array(ours[left.extent])
        case (nil, nil, let right?): return Array(theirs[right.extent])
        case (let old?, let left?, nil): return oneRemoved(old, oldFile: base, kept: left, file: ours, by: "theirs")
        case (let old?, nil, let right?): return oneRemoved(old, oldFile: base, kept: right, file: theirs, by: "ours")
        case (_, nil, nil): return nil
        }
    }

    private mutating func oneRemoved(
        _ old: Symbol, oldFile: SyntaxFile, kept: Symbol, file: SyntaxFile, by side: String
    ) -> [UInt8]? {
        if oldFile.content(of: old.extent) == file.content(of: kept.extent) { return nil }
        obstacles.append("\(side) removes \(title(old)), the other side changes it")
        return Array(file[kept.extent])
    }

    private mutating func bothAdded(left: Symbol, right: Symbol) -> [UInt8] {
        if let whole = parts(nil, left: left, right: right) { return whole }
        obstacles.append("both sides add \(title(left))")
        return Array(ours[left.extent])
    }

    private mutating func symbol(_ old: Symbol, left: Symbol, right: Symbol) -> [UInt8] {
        let (before, mine, other) = (Array(base[old.extent]), Array(ours[left.extent]), Array(theirs[right.extent]))
        if mine == other || before == other { return mine }
        if before == mine { return other }
        if let first = old.body, let second = left.body, let third = right.body {
            return lists(first, left: second, right: third, place: " in \(title(old))")
        }
        let wasUnited = united.count
        if let whole = mergeText(before, mine, other) ?? parts(old, left: left, right: right) {
            let code = base.content(of: old.node)
            let isBoth = (code == ours.content(of: left.node)) == (code == theirs.content(of: right.node))
            if isBoth, united.count == wasUnited { merged.append(title(old)) }
            return whole
        }
        obstacles.append("both sides change \(title(old))")
        return mine
    }

    /// Merges a declaration in three parts: the text before it, the declaration, and the rest of its last line. So one
    /// side may have changed the comment and the other the code.
    /// - Parameter old: the symbol at the merge base; nil where both sides added it.
    private mutating func parts(_ old: Symbol?, left: Symbol, right: Symbol) -> [UInt8]? {
        guard let head = combined(old?.parts.leading, left: left.parts.leading, right: right.parts.leading),
            let tail = combined(old?.parts.trailing, left: left.parts.trailing, right: right.parts.trailing)
        else { return nil }
        let middle = combined(old?.parts.declaration, left: left.parts.declaration, right: right.parts.declaration)
        if let middle { return head + middle + tail }
        guard let list = ItemUnion(base: old.map { ($0, base) }, ours: (left, ours), theirs: (right, theirs))?.bytes
        else { return nil }
        united.append(title(old ?? left))
        return head + list + tail
    }

    private mutating func text(_ old: Range<Int>, left: Range<Int>, right: Range<Int>, what: String) -> [UInt8] {
        if let whole = combined(old, left: left, right: right) { return whole }
        obstacles.append("both sides change \(what)")
        return Array(ours[left])
    }

    /// Returns the text of the side that changed it, or both merged line by line; nil where they conflict.
    private func combined(_ old: Range<Int>?, left: Range<Int>, right: Range<Int>) -> [UInt8]? {
        let (before, mine, other) = (old.map { Array(base[$0]) } ?? [], Array(ours[left]), Array(theirs[right]))
        if mine == other || before == other { return mine }
        if before == mine { return other }
        let was = old.map { base.content(of: $0) } ?? .empty
        let (first, second) = (ours.content(of: left), theirs.content(of: right))
        // Comments count, and blanks do not.
        if first == second || second == was { return mine }
        if first == was { return other }
        return old == nil ? nil : mergeText(before, mine, other)
    }

    private func title(_ symbol: Symbol) -> String {
        if symbol.kind == .statement { return "the statement \(symbol.signature)" }
        return "\(symbol.kind.rawValue) \(symbol.qualifiedName)"
    }
}
