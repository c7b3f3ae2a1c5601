/// Compares two texts as git's merges do: by the rarest lines that they have in common ("histogram").
///
/// Which lines count as changed decides whether two changes meet, so this must agree with git to the line. Where git
/// gives up on this method (no line in common is rare) there is no answer.
struct HistogramDiff {
    /// Lines that occur more often than this are no anchors.
    private static let mostOccurrences = 64

    private let old: [Int32]
    private let new: [Int32]
    /// Whether each line of the old text is gone, and each of the new one is new.
    private(set) var removed: [Bool]
    private(set) var added: [Bool]

    private struct Region {
        var old: Range<Int>
        var new: Range<Int>
    }

    /// Where a line occurs in the old part that is compared.
    private struct Occurrences {
        var first: Int
        var count: Int
    }

    private struct Search {
        var known: [Int32: Occurrences] = [:]
        /// By place in the old part: the next occurrence of the same line.
        var next: [Int]
        var best = Region(old: 0..<0, new: 0..<0)
        var bestCount = HistogramDiff.mostOccurrences + 1
        var hasCommonLine = false
    }

    /// nil where git would not use this method to the end.
    init?(old: [Int32], new: [Int32]) {
        self.old = old
        self.new = new
        removed = Array(repeating: false, count: old.count)
        added = Array(repeating: false, count: new.count)
        var work = [Region(old: 0..<old.count, new: 0..<new.count)]
        while let region = work.popLast() {
            guard !region.old.isEmpty, !region.new.isEmpty else {
                mark(region)
                continue
            }
            guard let common = longestRareRegion(region) else { return nil }
            guard !common.old.isEmpty else {
                mark(region)
                continue
            }
            work.append(
                Region(
                    old: region.old.lowerBound..<common.old.lowerBound,
                    new: region.new.lowerBound..<common.new.lowerBound))
            work.append(
                Region(
                    old: common.old.upperBound..<region.old.upperBound,
                    new: common.new.upperBound..<region.new.upperBound))
        }
    }

    private mutating func mark(_ region: Region) {
        for place in region.old { removed[place] = true }
        for place in region.new { added[place] = true }
    }

    /// - Returns: an empty region where nothing is in common; nil where something is, but nothing rare.
    private func longestRareRegion(_ part: Region) -> Region? {
        var search = Search(next: Array(repeating: -1, count: part.old.count))
        for place in part.old.reversed() {
            if let found = search.known[old[place]] {
                search.next[place - part.old.lowerBound] = found.first
                search.known[old[place]] = Occurrences(first: place, count: found.count + 1)
            } else {
                search.known[old[place]] = Occurrences(first: place, count: 1)
            }
        }
        var place = part.new.lowerBound
        while place < part.new.upperBound { place = examine(place, part: part, into: &search) }
        if search.hasCommonLine && search.bestCount > Self.mostOccurrences { return nil }
        return search.best
    }

    /// Looks at all common regions through one line of the new text.
    /// - Returns: the next line to look at.
    private func examine(_ place: Int, part: Region, into search: inout Search) -> Int {
        var following = place + 1
        guard let occurrences = search.known[new[place]] else { return following }
        search.hasCommonLine = true
        if occurrences.count > search.bestCount { return following }
        var start = occurrences.first
        while start >= 0 {
            var next = search.next[start - part.old.lowerBound]
            let (region, count) = extend(
                start, newPlace: place, part: part, search: search, occurrences: occurrences.count)
            following = max(following, region.new.upperBound)
            if region.old.count > max(1, search.best.old.count) || count < search.bestCount {
                search.best = region
                search.bestCount = count
            }
            while next >= 0, next < region.old.upperBound { next = search.next[next - part.old.lowerBound] }
            start = next
        }
        return following
    }

    /// The whole common region around a pair of equal lines, and how often its rarest line occurs.
    private func extend(
        _ oldPlace: Int, newPlace: Int, part: Region, search: Search, occurrences: Int
    ) -> (Region, Int) {
        var count = occurrences
        var (oldStart, newStart) = (oldPlace, newPlace)
        while oldStart > part.old.lowerBound, newStart > part.new.lowerBound, old[oldStart - 1] == new[newStart - 1] {
            oldStart -= 1
            newStart -= 1
            if count > 1 { count = min(count, search.known[old[oldStart]]?.count ?? count) }
        }
        var (oldEnd, newEnd) = (oldPlace + 1, newPlace + 1)
        while oldEnd < part.old.upperBound, newEnd < part.new.upperBound, old[oldEnd] == new[newEnd] {
            if count > 1 { count = min(count, search.known[old[oldEnd]]?.count ?? count) }
            oldEnd += 1
            newEnd += 1
        }
        return (Region(old: oldStart..<oldEnd, new: newStart..<newEnd), count)
    }
}
