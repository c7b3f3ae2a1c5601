/// Pairs the symbols of two versions of a list.
struct SymbolMatching {
    /// The indices in the old and the new list, in the order of the new one.
    let pairs: [(old: Int, new: Int)]
    let onlyOld: [Int]
    let onlyNew: [Int]

    init(_ old: [Symbol], in oldFile: SyntaxFile, new: [Symbol], in newFile: SyntaxFile) {
        var search = SymbolSearch(old: old, new: new, oldFile: oldFile, newFile: newFile)
        search.matchNames()
        search.matchRenames()
        search.matchSimilar()
        let partner = search.partner
        let taken = search.taken
        pairs = partner.sorted { $0.value < $1.value }.map { ($0.key, $0.value) }
        onlyOld = old.indices.filter { partner[$0] == nil }
        onlyNew = new.indices.filter { !taken.contains($0) }
    }
}

/// The search for the pairs of a `SymbolMatching`. The surest pairs come first.
private struct SymbolSearch {
    let old: [Symbol]
    let new: [Symbol]
    let oldFile: SyntaxFile
    let newFile: SyntaxFile
    private(set) var partner: [Int: Int] = [:]
    private(set) var taken: Set<Int> = []

    init(old: [Symbol], new: [Symbol], oldFile: SyntaxFile, newFile: SyntaxFile) {
        self.old = old
        self.new = new
        self.oldFile = oldFile
        self.newFile = newFile
    }

    private var freeOld: [Int] { old.indices.filter { partner[$0] == nil } }
    private var freeNew: [Int] { new.indices.filter { !taken.contains($0) } }

    private mutating func pair(left: Int, right: Int) {
        partner[left] = right
        taken.insert(right)
    }

    /// Pairs symbols with the same name. Where several have it (overloads), symbols with the same code are paired
    /// first, then those with the same signature, then a single one that is left.
    mutating func matchNames() {
        let namesakes = Dictionary(grouping: new.indices) { new[$0].matchingKey }
        for (key, lefts) in Dictionary(grouping: old.indices, by: { old[$0].matchingKey }) {
            guard let rights = namesakes[key] else { continue }
            matchNamesakes(lefts: lefts, rights: rights)
        }
    }

    private mutating func matchNamesakes(lefts: [Int], rights: [Int]) {
        for test in [{ $0.hasSameCode(as: $1) }, { $0.signatureHash == $1.signatureHash }] as [(Symbol, Symbol) -> Bool]
        {
            for left in lefts where partner[left] == nil {
                let right = rights.first { !taken.contains($0) && test(old[left], new[$0]) }
                if let right { pair(left: left, right: right) }
            }
        }
        let (left, right) = (lefts.filter { partner[$0] == nil }, rights.filter { !taken.contains($0) })
        if left.count == 1, right.count == 1 { pair(left: left[0], right: right[0]) }
    }

    /// Pairs symbols with another name and the same code, only where the pair is unambiguous.
    mutating func matchRenames() {
        let code = { (symbol: Symbol) in
            "\(symbol.kind) \(symbol.signatureHash) \(symbol.bodyHash) \(symbol.body == nil)"
        }
        let alike = Dictionary(grouping: freeNew.filter { new[$0].canBeRenamed }) { code(new[$0]) }
        for (key, lefts) in Dictionary(grouping: freeOld.filter { old[$0].canBeRenamed }, by: { code(old[$0]) }) {
            guard let rights = alike[key], lefts.count == 1, rights.count == 1 else { continue }
            let (before, after) = (oldFile[old[lefts[0]].node], newFile[new[rights[0]].node])
            guard Words.count(before) >= 6,
                old[lefts[0]].body == nil || Words.similarity(left: before, right: after) > 0.8
            else {
                continue
            }
            pair(left: lefts[0], right: rights[0])
        }
    }

    /// Pairs symbols that share most of their words: a renamed function with a small change, a changed statement.
    mutating func matchSimilar() {
        let (lefts, rights) = (freeOld, freeNew)
        guard lefts.count * rights.count <= 2_500 else { return }
        var candidates: [(score: Double, old: Int, new: Int)] = []
        for left in lefts where old[left].canBeRenamed || old[left].kind == .statement {
            for right in rights where new[right].kind == old[left].kind {
                let score = Words.similarity(left: oldFile[old[left].node], right: newFile[new[right].node])
                if score >= (old[left].kind == .statement ? 0.5 : 0.75) { candidates.append((score, left, right)) }
            }
        }
        for candidate in candidates.sorted(by: { ($0.score, $1.old) > ($1.score, $0.old) })
        where partner[candidate.old] == nil && !taken.contains(candidate.new) {
            pair(left: candidate.old, right: candidate.new)
        }
    }
}

extension Symbol {
    /// The key by which the symbol is found in another version. A function that becomes a variable has the same key.
    fileprivate var matchingKey: String {
        switch kind {
        case .statement: "statement:\(bodyHash)"
        case .importing: "import:\(name)"
        case .exporting: "export:\(name)"
        case .function, .method, .variable: "value:\(name)"
        case .type: "type:\(name)"
        case .module: "module:\(name)"
        }
    }

    /// Whether both have the same code, apart from their own names. Symbols with members are compared by their heads
    /// alone.
    func hasSameCode(as other: Symbol) -> Bool {
        signatureHash == other.signatureHash && bodyHash == other.bodyHash && (body == nil) == (other.body == nil)
    }

    fileprivate var canBeRenamed: Bool {
        switch kind {
        case .function, .method, .type, .variable, .module: true
        case .statement, .importing, .exporting: false
        }
    }
}
