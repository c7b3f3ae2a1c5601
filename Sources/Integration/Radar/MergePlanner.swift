internal import Coordinator

/// Orders branches by the pairs that conflict.
///
/// Two branches that conflict do so in either order. The order decides how many branches have to be reworked: a branch
/// that is merged before all those that it conflicts with need not be. So the largest set of branches that conflict
/// neither with each other nor with the target goes first.
struct MergePlanner {
    /// The largest number of branches for which all sets are tried. For more, a good set is found instead of the best.
    private static let mostTried = 16

    let count: Int
    /// Whether two branches conflict, or it is unknown.
    let meets: (Int, Int) -> Bool
    /// Whether a branch conflicts with the target itself.
    let meetsTarget: (Int) -> Bool
    /// The cost of reworking a branch: the number of its conflicting files.
    let cost: (Int) -> Int

    /// Returns the branches' indices, first to last.
    func order() -> [Int] {
        let first = free()
        let rest = (0..<count).filter { !first.contains($0) }
        return first.sorted { (cost($0), $0) < (cost($1), $1) } + rest.sorted { (cost($0), $0) < (cost($1), $1) }
    }

    private func free() -> Set<Int> {
        let candidates = (0..<count).filter { !meetsTarget($0) }
        return candidates.count <= Self.mostTried ? best(candidates) : greedy(candidates)
    }

    private func best(_ candidates: [Int]) -> Set<Int> {
        let otherSessions = candidates.map { one in
            candidates.enumerated().reduce(0) { meets(one, $1.element) && one != $1.element ? $0 | 1 << $1.offset : $0 }
        }
        var best = 0
        for set in 0..<(1 << candidates.count) where set.nonzeroBitCount > best.nonzeroBitCount {
            let isFree = candidates.indices.allSatisfy { set & 1 << $0 == 0 || set & otherSessions[$0] == 0 }
            if isFree { best = set }
        }
        return Set(candidates.indices.filter { best & 1 << $0 != 0 }.map { candidates[$0] })
    }

    /// Takes the branch with the fewest conflicts among those left, again and again.
    private func greedy(_ candidates: [Int]) -> Set<Int> {
        var left = candidates
        var chosen: Set<Int> = []
        while !left.isEmpty {
            let degrees = left.map { one in left.count { $0 != one && meets(one, $0) } }
            guard let index = degrees.indices.min(by: { degrees[$0] < degrees[$1] }) else { break }
            let one = left[index]
            chosen.insert(one)
            left.removeAll { $0 == one || meets(one, $0) }
        }
        return chosen
    }
}
