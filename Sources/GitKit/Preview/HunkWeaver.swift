/// Goes through the hunks of both sides and finds those that meet.
///
/// Two hunks meet unless at least one line of the base lies between them. Hunks with equal lines do not meet.
struct HunkWeaver {
    /// A part of the merged text, as lines of ours and of theirs.
    struct Stretch {
        var ours: Range<Int>
        var theirs: Range<Int>
        var isMeeting: Bool
    }

    private var stretches: [Stretch] = []

    /// Returns the parts in which both sides have lines of their own.
    /// - Parameter same: whether ours and theirs have the same lines there.
    static func meetings(
        _ mine: [LineHunk], other: [LineHunk], same: (Range<Int>, Range<Int>) -> Bool
    ) -> [Stretch] {
        var weaver = HunkWeaver()
        weaver.weave(mine, other: other, same: same)
        return weaver.stretches.filter(\.isMeeting)
    }

    private mutating func weave(_ mine: [LineHunk], other: [LineHunk], same: (Range<Int>, Range<Int>) -> Bool) {
        var (left, right) = (0, 0)
        while left < mine.count || right < other.count {
            if right == other.count || (left < mine.count && mine[left].base.upperBound < other[right].base.lowerBound)
            {
                let shift = right == 0 ? 0 : other[right - 1].shift
                add(ours: mine[left].side, theirs: mine[left].base.moved(by: shift), isMeeting: false)
                left += 1
            } else if left == mine.count || other[right].base.upperBound < mine[left].base.lowerBound {
                let shift = left == 0 ? 0 : mine[left - 1].shift
                add(ours: other[right].base.moved(by: shift), theirs: other[right].side, isMeeting: false)
                right += 1
            } else {
                let (one, two) = (mine[left], other[right])
                if one.base != two.base || one.side.count != two.side.count || !same(one.side, two.side) {
                    meet(one, two: two)
                }
                if one.base.upperBound >= two.base.upperBound { right += 1 }
                if two.base.upperBound >= one.base.upperBound { left += 1 }
            }
        }
    }

    /// Adds a part for both hunks. Each is widened to the lines of the base that the other covers.
    private mutating func meet(_ one: LineHunk, two: LineHunk) {
        let start = min(one.base.lowerBound, two.base.lowerBound)
        let end = max(one.base.upperBound, two.base.upperBound)
        add(ours: one.widened(to: start..<end), theirs: two.widened(to: start..<end), isMeeting: true)
    }

    private mutating func add(ours: Range<Int>, theirs: Range<Int>, isMeeting: Bool) {
        if let last = stretches.last,
            ours.lowerBound <= last.ours.upperBound || theirs.lowerBound <= last.theirs.upperBound
        {
            // The part ends where the later one does: where a hunk of one side meets several of the other, the first
            // could only guess how many lines the others make.
            stretches[stretches.count - 1] = Stretch(
                ours: last.ours.lowerBound..<max(last.ours.lowerBound, ours.upperBound),
                theirs: last.theirs.lowerBound..<max(last.theirs.lowerBound, theirs.upperBound),
                isMeeting: true)
        } else {
            stretches.append(Stretch(ours: ours, theirs: theirs, isMeeting: isMeeting))
        }
    }
}

extension LineHunk {
    /// The offset after the hunk: the side's line number less the base's.
    fileprivate var shift: Int { side.upperBound - base.upperBound }

    fileprivate func widened(to range: Range<Int>) -> Range<Int> {
        let start = side.lowerBound - (base.lowerBound - range.lowerBound)
        return start..<(side.upperBound + (range.upperBound - base.upperBound))
    }
}

extension Range<Int> {
    fileprivate func moved(by shift: Int) -> Range<Int> { (lowerBound + shift)..<(upperBound + shift) }
}
