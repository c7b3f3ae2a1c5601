internal import Coordinator

/// A suggestion as the user sees it, whether it can be applied or not.
package struct ShownSuggestion: Sendable {
    /// The id for `apply`; nil when no merge has stopped, so that there is no file to replace.
    package let id: String?
    /// The type of the conflict.
    package let type: ConflictType
    /// The raw value of a `SuggestionStrategy`.
    package let strategy: String
    /// The confidence's score, from 0 to 1.
    package let score: Double
    /// The confidence's parts; nil for a suggestion of an older program.
    package let confidence: Confidence?
    /// Sentences about the way in which it was made.
    package let explanation: String
    /// Possible faults, each as a sentence part.
    package let risks: [String]
    /// The changed lines in short.
    package let preview: LinePreview
}

/// The suggestions for one file, and a note.
package struct ShownSuggestions: Sendable {
    /// The suggestions, best first.
    package var suggestions: [ShownSuggestion] = []
    /// The reason why there are none, or why they cannot be applied; nil for none.
    package var note: String?
    /// Whether a merge has stopped at the file.
    package var isStopped = false
}

/// The difference between two versions of a file, in short.
package struct LinePreview: Equatable, Sendable {
    /// The first lines of the old version in the part in which the two differ. Invalid UTF-8 is replaced.
    package let before: [String]
    /// The first lines of the new version in that part.
    package let after: [String]
    /// The number of lines that only the new version has.
    package let added: Int
    /// The number of lines that only the old version has.
    package let removed: Int

    init(before old: [UInt8], after new: [UInt8], lines limit: Int = 10) {
        var (old, new) = (Self.lines(old), Self.lines(new))
        while let first = old.first, first == new.first {
            old.removeFirst()
            new.removeFirst()
        }
        while let last = old.last, last == new.last {
            old.removeLast()
            new.removeLast()
        }
        before = old.prefix(limit).map { String(decoding: $0, as: UTF8.self) }
        after = new.prefix(limit).map { String(decoding: $0, as: UTF8.self) }
        var counts: [ArraySlice<UInt8>: Int] = [:]
        for line in new { counts[line, default: 0] += 1 }
        for line in old { counts[line, default: 0] -= 1 }
        added = counts.values.reduce(0) { $0 + max($1, 0) }
        removed = counts.values.reduce(0) { $0 - min($1, 0) }
    }

    private static func lines(_ bytes: [UInt8]) -> ArraySlice<ArraySlice<UInt8>> {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return bytes.last == 0x0A || bytes.isEmpty ? lines.dropLast() : lines[...]
    }
}
