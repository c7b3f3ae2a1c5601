/// Which tasks of a batch have results that cannot be merged with each other.
package struct ResultConflicts: Equatable, Sendable {
    /// Two tasks, by their numbers.
    package struct Pair: Equatable, Sendable {
        /// The smaller number.
        package let one: Int
        package let other: Int
        /// The paths in conflict, from the root of the repository.
        package let files: [String]
        /// Why it is not known whether they conflict; nil where they do.
        package let reason: String?

        /// A pair that conflicts, or of which it is not known.
        package init(one: Int, other: Int, files: [String], reason: String? = nil) {
            self.one = one
            self.other = other
            self.files = files
            self.reason = reason
        }
    }

    /// The pairs that conflict, and those of which it is not known.
    package let pairs: [Pair]
    /// Why nothing is known; nil where the results were compared.
    package let reason: String?

    /// The result of a comparison.
    package init(pairs: [Pair]) {
        self.pairs = pairs
        reason = nil
    }

    /// The reason why there was no comparison.
    package init(unknown reason: String) {
        pairs = []
        self.reason = reason
    }

    /// The number of pairs that people are shown.
    private static let mostShown = 200

    /// The pairs that people are shown; all of them stand in the JSON document.
    var shown: ArraySlice<Pair> { pairs.prefix(Self.mostShown) }

    /// The number of the others.
    var hidden: Int { pairs.count - shown.count }

    /// Returns the pair of two tasks; nil where they can be merged with each other.
    func pair(one: Int, other: Int) -> Pair? {
        pairs.first { ($0.one == one && $0.other == other) || ($0.one == other && $0.other == one) }
    }
}
