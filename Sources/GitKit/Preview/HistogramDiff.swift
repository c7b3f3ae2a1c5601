/// Compares two texts as git's merges do: by the rarest lines that they have in common ("histogram").
///
/// The lines that count as changed decide whether two changes meet, so this must agree with git in every line. Where
/// git gives up on this method (no common line is rare) there is no answer.
struct HistogramDiff {
    /// The number of occurrences up to which a line is an anchor.
    private static let mostOccurrences = 64

    private let old: [Int32]
    private let new: [Int32]
    /// Whether each line of the old text was removed, and each line of the new one added.
    private(set) var removed: [Bool]
    private(set) var added: [Bool]

    private struct Region {
        var old: Range<Int>
        var new: Range<Int>
    }

    /// The occurrences of a line in the compared part of the old text.
    private struct Occurrences {
        var first: Int
        var count: Int
    }

    private struct Search {
        var known: [Int32: Occurrences] = [:]
        /// The next occurrence of the same line, by position in the old part.
        var next: [Int]
        var best = Region(old: 0..<0, new: 0..<0)
        var bestCount = HistogramDiff.mostOccurrences + 1
        var hasCommonLine = false
    }

    /// Compares two texts; nil where git would not use this method to the end.
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
        for position in region.old { removed[position] = true }
        for position in region.new { added[position] = true }
    }

    /// Returns the best common region of two parts.
    /// - Returns: an empty region where no line is common; nil where lines are common, but none is rare.
    private func longestRareRegion(_ part: Region) -> Region? {
        var search = Search(next: Array(repeating: -1, count: part.old.count))
        for position in part.old.reversed() {
            if let found = search.known[old[position]] {
                search.next[position - part.old.lowerBound] = found.first
                search.known[old[position]] = Occurrences(first: position, count: found.count + 1)
            } else {
                search.known[old[position]] = Occurrences(first: position, count: 1)
            }
        }
        var position = part.new.lowerBound
        while position < part.new.upperBound { position = examine(position, part: part, into: &search) }
        if search.hasCommonLine && search.bestCount > Self.mostOccurrences { return nil }
        return search.best
    }

    /// Compares all common regions that hold one line of the new text with the best so far.
    /// - Returns: the next line to examine.
    private func examine(_ position: Int, part: Region, into search: inout Search) -> Int {
        var following = position + 1
        guard let occurrences = search.known[new[position]] else { return following }
        search.hasCommonLine = true
        if occurrences.count > search.bestCount { return following }
        var start = occurrences.first
        while start >= 0 {
            var next = search.next[start - part.old.lowerBound]
            let (region, count) = extend(
                start, newPosition: position, part: part, search: search, occurrences: occurrences.count)
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

    /// Returns the whole common region around a pair of equal lines, and the number of occurrences of its rarest line.
    private func extend(
        _ oldPosition: Int, newPosition: Int, part: Region, search: Search, occurrences: Int
    ) -> (Region, Int) {
        var count = occurrences
        var (oldStart, newStart) = (oldPosition, newPosition)
        while oldStart > part.old.lowerBound, newStart > part.new.lowerBound, old[oldStart - 1] == new[newStart - 1] {
            oldStart -= 1
            newStart -= 1
            if count > 1 { count = min(count, search.known[old[oldStart]]?.count ?? count) }
        }
        var (oldEnd, newEnd) = (oldPosition + 1, newPosition + 1)
        while oldEnd < part.old.upperBound, newEnd < part.new.upperBound, old[oldEnd] == new[newEnd] {
            if count > 1 { count = min(count, search.known[old[oldEnd]]?.count ?? count) }
            oldEnd += 1
            newEnd += 1
        }
        return (Region(old: oldStart..<oldEnd, new: newStart..<newEnd), count)
    }
}
