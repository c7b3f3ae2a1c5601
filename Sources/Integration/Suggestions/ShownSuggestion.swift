internal import Coordinator

/// A suggestion to look at, whether it can be applied or not.
package struct ShownSuggestion: Sendable {
    /// What `apply` takes; nil where no merge has stopped, so that there is no file to put it into.
    package let id: String?
    package let type: ConflictType
    /// A `SuggestionStrategy`.
    package let strategy: String
    package let score: Double
    package let confidence: Confidence?
    package let explanation: String
    package let risks: [String]
    package let preview: LinePreview
}

/// The suggestions for one file, and what else must be known.
package struct ShownSuggestions: Sendable {
    package var suggestions: [ShownSuggestion] = []
    /// Why there are none, or why they cannot be applied.
    package var note: String?
    /// Whether a merge has stopped at the file.
    package var isStopped = false
}

/// Where two versions of a file differ, in short.
package struct LinePreview: Equatable, Sendable {
    /// The first lines of either side of the stretch in which they differ; invalid UTF-8 is replaced.
    package let before: [String]
    package let after: [String]
    package let added: Int
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
