/// Searches a merged file for code that is right in either version and wrong in both together.
///
/// A finding is a doubt, not a proof. A review without findings proves nothing.
package struct MergeReview {
    private let base: SyntaxFile
    private let ours: SyntaxFile
    private let theirs: SyntaxFile

    /// A review of a merge of these versions.
    package init(base: SyntaxFile, ours: SyntaxFile, theirs: SyntaxFile) {
        self.base = base
        self.ours = ours
        self.theirs = theirs
    }

    /// Returns the doubts as sentences for the user; none when nothing was found.
    package func doubts(about merged: SyntaxFile) -> [String] {
        brokenUses() + doubledNames(merged) + movedMembers(merged)
    }

    /// Returns a doubt for each member of a C++ type that is now in another section (`private:`) than the one in which
    /// a side put it.
    private func movedMembers(_ merged: SyntaxFile) -> [String] {
        guard merged.language == .cpp else { return [] }
        let (old, mine, other) = (Self.sections(base), Self.sections(ours), Self.sections(theirs))
        let moved = Self.sections(merged).filter { name, sections in
            let (was, first, second) = (old[name] ?? [], mine[name] ?? [], other[name] ?? [])
            if first == second || second == was { return sections != first }
            // Both sides may have added overloads. It is not known which one is which.
            return first == was ? sections != second : true
        }
        return moved.keys.sorted().map { "\($0) may have another access than it was given" }
    }

    private static func sections(_ file: SyntaxFile) -> [String: [String]] {
        let members = file.symbols.all.filter { !$0.access.isEmpty && $0.kind != .statement }
        return Dictionary(grouping: members, by: \.qualifiedName).mapValues { $0.map(\.access).sorted() }
    }

    /// Returns a doubt for each symbol that one side has begun to use and the other has removed or changed.
    private func brokenUses() -> [String] {
        let lost = BrokenUseSearch(from: base, to: ours).find(in: theirs, since: base, isSameFile: true)
        let missed = BrokenUseSearch(from: base, to: theirs).find(in: ours, since: base, isSameFile: true)
        let names = Set((lost + missed).compactMap(\.change.old?.qualifiedName))
        return names.sorted().map { "one side uses \($0), which the other has taken away or changed" }
    }

    /// Returns a doubt for each name that more declarations have than in either version.
    private func doubledNames(_ merged: SyntaxFile) -> [String] {
        let (result, mine, other) = (NameCensus(merged), NameCensus(ours), NameCensus(theirs))
        let doubled = result.holders.filter { place, holders in
            if result.count(place) > max(mine.count(place), other.count(place)) { return true }
            return holders.contains { holder in
                holder.isFunction
                    && result.count(place, like: holder)
                        > max(mine.count(place, like: holder), other.count(place, like: holder))
            }
        }
        return Set(doubled.keys.map(\.name)).sorted().map { "several things are called \($0)" }
    }
}
