/// Combines the symbols of three versions of a list into one list. It decides which symbols are the same, and their
/// order.
///
/// Additions follow the symbol that they follow in their own version. Where both sides add at one place, ours come
/// first.
struct SymbolWeave {
    typealias Version = (list: SymbolList, file: SyntaxFile)

    /// A symbol of the result, by its indices in the versions.
    struct Slot: Hashable {
        var base: Int?
        var ours: Int?
        var theirs: Int?
    }

    private(set) var order: [Slot] = []
    private(set) var isReordered = false
    /// Whether both sides reordered the symbols, differently.
    private(set) var isUndecided = false

    private let base: Version
    private let ours: Version
    private let theirs: Version

    init(base: Version, ours: Version, theirs: Version) {
        self.base = base
        self.ours = ours
        self.theirs = theirs
        let slots = makeSlots()
        weave(slots)
    }

    func symbols(_ slot: Slot) -> (base: Symbol?, ours: Symbol?, theirs: Symbol?) {
        (
            slot.base.map { base.list.symbols[$0] }, slot.ours.map { ours.list.symbols[$0] },
            slot.theirs.map { theirs.list.symbols[$0] }
        )
    }

    /// Whether preprocessor lines that only one side has stand beside such lines of the other, with no line between
    /// them that both have. Then it is not known which come first. Headers may be in any order.
    var mixesDirectives: Bool {
        var (mine, other) = ([Symbol](), [Symbol]())
        let isDirective = { (symbol: Symbol, file: SyntaxFile) in file.bytes[symbol.node].first == UInt8(ascii: "#") }
        for slot in order {
            switch symbols(slot) {
            case (nil, let symbol?, nil): if isDirective(symbol, ours.file) { mine.append(symbol) }
            case (nil, nil, let symbol?): if isDirective(symbol, theirs.file) { other.append(symbol) }
            case (_, _?, _?): (mine, other) = ([], [])
            default: continue
            }
            if !mine.isEmpty, !other.isEmpty, (mine + other).contains(where: { $0.kind != .importing }) { return true }
        }
        return false
    }

    private func makeSlots() -> [Slot] {
        let left = SymbolMatching(base.list.symbols, in: base.file, new: ours.list.symbols, in: ours.file)
        let right = SymbolMatching(base.list.symbols, in: base.file, new: theirs.list.symbols, in: theirs.file)
        let inOurs = Dictionary(left.pairs.map { ($0.old, $0.new) }) { first, _ in first }
        let inTheirs = Dictionary(right.pairs.map { ($0.old, $0.new) }) { first, _ in first }
        var slots = base.list.symbols.indices.map { Slot(base: $0, ours: inOurs[$0], theirs: inTheirs[$0]) }
        let added = SymbolMatching(
            left.onlyNew.map { ours.list.symbols[$0] }, in: ours.file,
            new: right.onlyNew.map { theirs.list.symbols[$0] }, in: theirs.file)
        // Two new symbols are the same only if they have the same name. Similar code may be chance.
        for (mine, other) in added.pairs {
            let (first, second) = (left.onlyNew[mine], right.onlyNew[other])
            let isSame = ours.list.symbols[first].name == theirs.list.symbols[second].name
            if isSame {
                slots.append(Slot(base: nil, ours: first, theirs: second))
            } else {
                slots += [Slot(base: nil, ours: first, theirs: nil), Slot(base: nil, ours: nil, theirs: second)]
            }
        }
        slots += added.onlyOld.map { Slot(base: nil, ours: left.onlyNew[$0], theirs: nil) }
        slots += added.onlyNew.map { Slot(base: nil, ours: nil, theirs: right.onlyNew[$0]) }
        return slots
    }

    private mutating func weave(_ slots: [Slot]) {
        let mine = slots.filter { $0.ours != nil }.sorted { ($0.ours ?? 0) < ($1.ours ?? 0) }
        let other = slots.filter { $0.theirs != nil }.sorted { ($0.theirs ?? 0) < ($1.theirs ?? 0) }
        let sharedMine = mine.filter { $0.base != nil && $0.theirs != nil }
        let sharedOther = other.filter { $0.base != nil && $0.ours != nil }
        let old = sharedMine.sorted { ($0.base ?? 0) < ($1.base ?? 0) }
        isReordered = sharedMine != old || sharedOther != old
        isUndecided = sharedMine != old && sharedOther != old && sharedMine != sharedOther
        let theirsLeads = sharedMine == old && sharedOther != old
        let (leading, following) = theirsLeads ? (other, mine) : (mine, other)
        order = Self.insert(following.filter { !leading.contains($0) }, of: following, into: leading)
    }

    private static func insert(_ additions: [Slot], of version: [Slot], into leading: [Slot]) -> [Slot] {
        var result = leading
        let original = Set(leading)
        for addition in additions {
            guard let position = version.firstIndex(of: addition) else { continue }
            let anchor = version[..<position].last { result.contains($0) }
            var index = anchor.flatMap { result.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
            // The addition follows those that the leading side made at the same place.
            while index < result.count, original.contains(result[index]), !version.contains(result[index]) {
                index += 1
            }
            result.insert(addition, at: index)
        }
        return result
    }
}
