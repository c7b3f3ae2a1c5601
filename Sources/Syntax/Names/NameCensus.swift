/// The names that a file binds in each scope, with the things that they are bound to.
package struct NameCensus {
    /// A name in a scope.
    struct Place: Hashable {
        /// The names of the types and modules around the name.
        let container: [String]
        let name: String
        let isExport: Bool
    }

    /// A thing that has the name.
    struct Holder: Hashable {
        let origin: String
        let kind: Symbol.Kind
        let parametersHash: UInt64

        var isFunction: Bool { kind == .function || kind == .method }
    }

    let language: Language
    private(set) var holders: [Place: [Holder]] = [:]

    /// The names of a file.
    package init(_ file: SyntaxFile) {
        language = file.language
        for symbol in file.symbols.all {
            for binding in symbol.bindings {
                let scopedName = Place(container: symbol.container, name: binding.name, isExport: binding.isExport)
                let holder = Holder(
                    origin: binding.origin, kind: symbol.kind, parametersHash: symbol.parametersHash)
                // The same import twice does no harm in these languages.
                if symbol.kind == .importing, allowsSameImports, holders[scopedName]?.contains(holder) == true {
                    continue
                }
                holders[scopedName, default: []].append(holder)
            }
        }
    }

    /// Returns the number of things that have a name. Functions that may overload one another count as one.
    func count(_ place: Place) -> Int {
        let all = holders[place] ?? []
        guard hasOverloads else { return all.count }
        let functions = all.filter(\.isFunction)
        return all.count - functions.count + (functions.isEmpty ? 0 : 1)
    }

    /// Returns the number of functions that have a name and the same parameters.
    func count(_ place: Place, like holder: Holder) -> Int {
        (holders[place] ?? []).count { $0.isFunction && $0.parametersHash == holder.parametersHash }
    }

    /// Whether several functions may have one name if their parameters differ.
    var hasOverloads: Bool {
        switch language {
        case .cpp, .java, .typescript, .tsx: true
        case .c, .go, .javascript, .python, .rust: false
        }
    }

    private var allowsSameImports: Bool {
        switch language.family {
        case .c, .java, .python: true
        case .go, .javascript, .rust: false
        }
    }

    /// Finds the names that both sides have newly given to different things.
    /// - Returns: the names with the types and modules around them, and the kind of thing on our side.
    package static func clashes(
        base: SyntaxFile, ours: SyntaxFile, theirs: SyntaxFile
    ) -> [(name: String, kind: Symbol.Kind)] {
        let (old, mine, other) = (NameCensus(base), NameCensus(ours), NameCensus(theirs))
        let found = mine.holders.compactMap { place, holders -> (name: String, kind: Symbol.Kind)? in
            let known = Set((old.holders[place] ?? []).map(\.origin))
            let first = holders.filter { !known.contains($0.origin) }
            let second = (other.holders[place] ?? []).filter { !known.contains($0.origin) }
            guard let holder = first.first, !second.isEmpty,
                Set(first.map(\.origin)) != Set(second.map(\.origin)),
                !(mine.hasOverloads && (first + second).allSatisfy(\.isFunction))
            else { return nil }
            return ((place.container + [place.name]).joined(separator: "."), holder.kind)
        }
        return found.sorted { ($0.name, $0.kind.rawValue) < ($1.name, $1.kind.rawValue) }
    }
}
