/// The lines in which two texts differ, moved to the places that git gives them.
///
/// A block of changed lines can often be moved up or down without changing the meaning of the difference. git moves
/// each block down as far as possible, unless it can be put beside a change of the other text.
struct ChangedLines {
    private let lines: [Int32]
    private(set) var isChanged: [Bool]

    /// A run of changed lines, empty between two unchanged ones.
    private struct Group {
        var start = 0
        var end = 0
    }

    init(_ lines: [Int32], isChanged: [Bool]) {
        self.lines = lines
        self.isChanged = isChanged
    }

    /// Moves each group of changed lines.
    /// - Parameter other: the changed lines of the other text, which do not move.
    mutating func slide(against other: ChangedLines) {
        var group = firstGroup()
        var opposite = other.firstGroup()
        while true {
            if group.end > group.start { adjust(&group, into: &opposite, other: other) }
            guard let next = self.next(group), let across = other.next(opposite) else { return }
            group = next
            opposite = across
        }
    }

    private mutating func adjust(_ group: inout Group, into opposite: inout Group, other: ChangedLines) {
        var highest = 0
        var beside = false
        var size = 0
        repeat {
            size = group.end - group.start
            while slideUp(&group) { opposite = other.previous(opposite) ?? opposite }
            highest = group.end
            beside = opposite.end > opposite.start
            while slideDown(&group) {
                opposite = other.next(opposite) ?? opposite
                if opposite.end > opposite.start { beside = true }
            }
        } while size != group.end - group.start
        guard group.end != highest, beside else { return }
        while opposite.end == opposite.start, slideUp(&group) { opposite = other.previous(opposite) ?? opposite }
    }

    private func firstGroup() -> Group { Group(start: 0, end: end(from: 0)) }

    private func end(from start: Int) -> Int {
        var end = start
        while end < isChanged.count, isChanged[end] { end += 1 }
        return end
    }

    private func next(_ group: Group) -> Group? {
        guard group.end < isChanged.count else { return nil }
        return Group(start: group.end + 1, end: end(from: group.end + 1))
    }

    private func previous(_ group: Group) -> Group? {
        guard group.start > 0 else { return nil }
        var start = group.start - 1
        while start > 0, isChanged[start - 1] { start -= 1 }
        return Group(start: start, end: group.start - 1)
    }

    /// Moves the group one line up, where the difference stays the same. A group that it then touches becomes part of
    /// it.
    private mutating func slideUp(_ group: inout Group) -> Bool {
        guard group.start > 0, lines[group.start - 1] == lines[group.end - 1] else { return false }
        group.start -= 1
        group.end -= 1
        isChanged[group.start] = true
        isChanged[group.end] = false
        while group.start > 0, isChanged[group.start - 1] { group.start -= 1 }
        return true
    }

    private mutating func slideDown(_ group: inout Group) -> Bool {
        guard group.end < lines.count, lines[group.start] == lines[group.end] else { return false }
        isChanged[group.start] = false
        isChanged[group.end] = true
        group.start += 1
        group.end = end(from: group.end + 1)
        return true
    }
}
