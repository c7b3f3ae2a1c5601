/// A set of byte strings, as a chain of steps. Each step takes one byte of a set, or any number of them.
struct BytePattern {
    /// A step of the chain.
    private struct Step {
        let bytes: ByteSet
        /// Whether the step may be taken any number of times, or left out.
        let repeats: Bool
        /// Whether the step may only be left out from the step before it, or left after a slash: the `**/` of a glob.
        var endsWithSlash = false
    }

    private var steps: [Step] = []

    /// The set of this string only.
    init(literal: [UInt8]) {
        steps = literal.map { Step(bytes: ByteSet($0), repeats: false) }
    }

    /// The set of all strings that begin with this directory and a slash; of all strings for the empty directory.
    init(below directory: [UInt8]) {
        self.init(literal: directory.isEmpty ? [] : directory + [0x2F])
        steps.append(Step(bytes: .all, repeats: false))
        steps.append(Step(bytes: .all, repeats: true))
    }

    /// The set of the strings that match a glob. A `[` that is not closed and a `\` at the end stand for themselves.
    init(glob: [UInt8]) {
        var index = 0
        while index < glob.count {
            let rest = glob[index...]
            switch glob[index] {
            case UInt8(ascii: "*"):
                let isDeep = rest.starts(with: [0x2A, 0x2A])
                let beginsName = index == 0 || glob[index - 1] == 0x2F
                if isDeep, beginsName, rest.dropFirst(2).first == 0x2F {
                    // Several in a row match the same as one.
                    if steps.last?.endsWithSlash == true {
                        index += 3
                        continue
                    }
                    steps.append(Step(bytes: .all, repeats: true, endsWithSlash: true))
                    index += 3
                } else {
                    steps.append(Step(bytes: isDeep ? .all : .allButSlash, repeats: true))
                    index += isDeep ? 2 : 1
                }
            case UInt8(ascii: "?"):
                steps.append(Step(bytes: .allButSlash, repeats: false))
                index += 1
            case UInt8(ascii: "["):
                let (set, length) = ByteSet.bracket(rest) ?? (ByteSet(glob[index]), 1)
                steps.append(Step(bytes: set, repeats: false))
                index += length
            case UInt8(ascii: "\\") where rest.count > 1:
                steps.append(Step(bytes: ByteSet(glob[index + 1]), repeats: false))
                index += 2
            default:
                steps.append(Step(bytes: ByteSet(glob[index]), repeats: false))
                index += 1
            }
        }
    }

    /// The position of a reader of the chain: before a step, or inside a `**/` whose slash it has not read yet.
    private struct Position {
        var step: Int
        var isInside = false

        var number: Int { step * 2 + (isInside ? 1 : 0) }
    }

    /// The number of pairs of positions after which two chains are taken to overlap. A walk takes the product of their
    /// lengths, and other sessions wait for it.
    private static let mostPairs = 20_000

    /// Whether a string is in both sets. The answer comes from a walk over pairs of positions in the two chains; for
    /// very long ones it is true.
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

    /// Returns the position after a step that may be left out.
    private func skipped(_ position: Position) -> Position? {
        guard !isEnd(position), steps[position.step].repeats, !position.isInside else { return nil }
        return Position(step: position.step + 1)
    }

    /// Returns the positions that one byte leads to, each with the bytes that lead there.
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
