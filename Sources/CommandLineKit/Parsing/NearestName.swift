/// Finds the name that the user probably meant.
enum NearestName {
    /// The longest text that is compared; a longer one is no mistyped name.
    private static let longest = 64

    /// Returns the candidate nearest to `typed`, when it is near enough to be meant; the first of equally near ones.
    static func nearest(to typed: String, among candidates: [String]) -> String? {
        guard typed.utf8.count <= longest else { return nil }
        let letters = Array(typed.lowercased())
        let ranked = candidates.filter { $0 != typed }.map { candidate in
            (name: candidate, distance: distance(first: letters, second: Array(candidate.lowercased())))
        }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        let length = best.name.drop { $0 == "-" }.count
        return best.distance <= max(1, length / 3) && best.distance < length ? best.name : nil
    }

    /// Returns the number of insertions, deletions, replacements and swaps of neighbours between two words.
    static func distance(first: [Character], second: [Character]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                let replaced = previous[column] + (letter == other ? 0 : 1)
                var cost = min(replaced, previous[column + 1] + 1, current[column] + 1)
                let swapped = row > 0 && column > 0 && letter == second[column - 1] && first[row - 1] == other
                if swapped { cost = min(cost, beforePrevious[column - 1] + 1) }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[second.count]
    }
}
