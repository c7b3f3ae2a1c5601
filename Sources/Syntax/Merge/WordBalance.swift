/// Checks the words of a merge: of every word there must be as many as in the base, plus and minus those that each side
/// added or removed.
///
/// Where both sides added or both removed a word, it may count once or twice: they may have made the same change.
struct WordBalance {
    private let base: [ArraySlice<UInt8>: Int]
    private let ours: [ArraySlice<UInt8>: Int]
    private let theirs: [ArraySlice<UInt8>: Int]

    init(base: [UInt8], ours: [UInt8], theirs: [UInt8]) {
        self.base = Words.counts(base[...])
        self.ours = Words.counts(ours[...])
        self.theirs = Words.counts(theirs[...])
    }

    func allows(_ merged: [UInt8]) -> Bool {
        let result = Words.counts(merged[...])
        let allWords = Set(result.keys).union(base.keys).union(ours.keys).union(theirs.keys)
        return allWords.allSatisfy { word in
            // United lists get commas of their own.
            if word.elementsEqual([UInt8(ascii: ",")]) { return true }
            let old = base[word] ?? 0
            let mine = (ours[word] ?? 0) - old
            let other = (theirs[word] ?? 0) - old
            let change = (result[word] ?? 0) - old
            if change == mine + other { return true }
            guard mine.signum() == other.signum() else { return false }
            return change.signum() == mine.signum()
                && (max(abs(mine), abs(other))...abs(mine + other)).contains(abs(change))
        }
    }
}
