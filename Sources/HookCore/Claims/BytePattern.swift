/// A set of byte strings, as a chain of steps: each takes one byte of a set, or any number of them.
struct BytePattern {
    /// One link of the chain.
    private struct Step {
        let bytes: ByteSet
        /// May be taken any number of times, none included.
        let repeats: Bool
        /// May be left without being taken only from the step before it, or after a slash: the `**/` of a glob.
        var endsWithSlash = false
    }

    private var steps: [Step] = []

    /// Only this string.
    init(literal: [UInt8]) {
        steps = literal.map { Step(bytes: ByteSet($0), repeats: false) }
    }

    /// Whatever begins with this directory and a slash; anything at all for the empty one.
    init(below directory: [UInt8]) {
        self.init(literal: directory.isEmpty ? [] : directory + [0x2F])
        steps.append(Step(bytes: .all, repeats: false))
        steps.append(Step(bytes: .all, repeats: true))
    }

    /// What a glob matches. A `[` that is not closed and a `\` at the end stand for themselves.
    init(glob: [UInt8]) {
        var place = 0
        while place < glob.count {
            let rest = glob[place...]
            switch glob[place] {
            case UInt8(ascii: "*"):
                let isDeep = rest.starts(with: [0x2A, 0x2A])
                let beginsName = place == 0 || glob[place - 1] == 0x2F
                if isDeep, beginsName, rest.dropFirst(2).first == 0x2F {
                    // One after another says no more than one.
                    if steps.last?.endsWithSlash == true {
                        place += 3
                        continue
                    }
                    steps.append(Step(bytes: .all, repeats: true, endsWithSlash: true))
                    place += 3
                } else {
                    steps.append(Step(bytes: isDeep ? .all : .allButSlash, repeats: true))
                    place += isDeep ? 2 : 1
                }
            case UInt8(ascii: "?"):
                steps.append(Step(bytes: .allButSlash, repeats: false))
                place += 1
            case UInt8(ascii: "["):
                let (set, length) = ByteSet.bracket(rest) ?? (ByteSet(glob[place]), 1)
                steps.append(Step(bytes: set, repeats: false))
                place += length
            case UInt8(ascii: "\\") where rest.count > 1:
                steps.append(Step(bytes: ByteSet(glob[place + 1]), repeats: false))
                place += 2
            default:
                steps.append(Step(bytes: ByteSet(glob[place]), repeats: false))
                place += 1
            }
        }
    }

    /// Where a reader of the chain stands: before a step, or inside a `**/` that has not met its slash yet.
    private struct Position {
        var step: Int
        var isInside = false

        var number: Int { step * 2 + (isInside ? 1 : 0) }
    }

    /// How many pairs of places are looked at before two chains are taken to overlap: a walk takes the product of their
    /// lengths, and others wait for it.
    private static let mostPairs = 20_000

    /// Whether some string is in both sets: a walk over pairs of places in the two chains. Of very long ones it is assumed.
    func overlaps(_ other: BytePattern) -> Bool {
        var open = [(Position(step: 0), Position(step: 0))]
        var seen: Set<Int> = []
        let width = other.steps.count * 2 + 2
        while let (mine, theirs) = open.popLast() {
            guard seen.insert(mine.number * width + theirs.number).inserted else { continue }
            if seen.count > Self.mostPairs { return true }
            if isEnd(mine), other.isEnd(theirs) { return true }
            if let next = skipped(mine) { open.append((next, theirs)) }
            if let next = other.skipped(theirs) { open.append((mine, next)) }
            for (ours, set) in moves(mine) {
                for (others, otherSet) in other.moves(theirs) where set.meets(otherSet) { open.append((ours, others)) }
            }
        }
        return false
    }

    private func isEnd(_ position: Position) -> Bool { position.step == steps.count }

    /// The place behind a step that may be left out.
    private func skipped(_ position: Position) -> Position? {
        guard !isEnd(position), steps[position.step].repeats, !position.isInside else { return nil }
        return Position(step: position.step + 1)
    }

    /// Where one byte leads, and which bytes do.
    private func moves(_ position: Position) -> [(Position, ByteSet)] {
        guard !isEnd(position) else { return [] }
        let step = steps[position.step]
        let next = Position(step: position.step + 1)
        if step.endsWithSlash {
            return [(Position(step: position.step, isInside: true), step.bytes), (next, ByteSet(0x2F))]
                .filter { $0.0.isInside || position.isInside }
        }
        return [(step.repeats ? position : next, step.bytes)]
    }
}
