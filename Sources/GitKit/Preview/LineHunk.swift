/// A range of lines of the base that one side replaces by its own.
struct LineHunk: Equatable {
    let base: Range<Int>
    let side: Range<Int>

    /// Returns the hunks of a side, in order; nil where git's method has no answer.
    static func list(base: [Int32], side: [Int32]) -> [LineHunk]? {
        guard let difference = HistogramDiff(old: base, new: side) else { return nil }
        var old = ChangedLines(base, isChanged: difference.removed)
        var new = ChangedLines(side, isChanged: difference.added)
        old.slide(against: new)
        new.slide(against: old)
        return hunks(old.isChanged, added: new.isChanged)
    }

    private static func hunks(_ removed: [Bool], added: [Bool]) -> [LineHunk] {
        var hunks: [LineHunk] = []
        var (old, new) = (0, 0)
        while old < removed.count || new < added.count {
            let (oldStart, newStart) = (old, new)
            while old < removed.count, removed[old] { old += 1 }
            while new < added.count, added[new] { new += 1 }
            if old > oldStart || new > newStart {
                hunks.append(LineHunk(base: oldStart..<old, side: newStart..<new))
            } else {
                old += 1
                new += 1
            }
        }
        return hunks
    }
}
