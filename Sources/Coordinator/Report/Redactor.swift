/// Removes the user's own values from a sentence before other people see it. Known values become pseudonyms, all other
/// paths become `<path>`, and what looks like a secret becomes `<redacted>`. It removes too much rather than too
/// little: a path may contain blanks, so the words after an unknown path are removed too, up to a comma, a colon or a
/// verb.
///
/// This is a second defence below the rule that no text of the user's is handed over at all. It cannot know every
/// secret.
package struct Redactor: Sendable {
    private let known: KnownValues
    private let names: Set<Substring>

    /// Verbs that follow a path in parallel-cc's own sentences.
    private static let verbs: Set<Substring> = [
        "are", "can", "cannot", "deletes", "had", "has", "have", "is", "lives", "names", "was", "were", "will",
    ]

    /// Makes a redactor that also recognizes the pseudonyms themselves.
    package init(_ pseudonyms: Pseudonyms) {
        known = KnownValues(pseudonyms.all)
        names = Set(pseudonyms.all.values.map { Substring($0) })
    }

    /// Redacts a text.
    /// - Returns: one line.
    package func redacted(_ text: String) -> String {
        let words = known.replaced(in: text).split(whereSeparator: \.isWhitespace)
        var result: [String] = []
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            if let opening = SecretWord.opening(word, next: index < words.count ? words[index] : nil) {
                result.append(opening)
                break
            }
            let (before, core, after) = Self.bare(word)
            if SecretWord.isAddress(core) {
                result.append(before + SecretWord.mark + after)
            } else if core.utf8.contains(UInt8(ascii: "/")) {
                let path = RedactedPath(core, names: names)
                let end = path.isWhole || !after.isEmpty ? after : Self.skipPath(words, into: &index)
                result.append(before + path.text + end)
            } else {
                result.append(before + SecretWord.withoutTokens(core) + after)
            }
        }
        return result.joined(separator: " ")
    }

    /// Skips the words that may belong to a path.
    /// - Returns: the punctuation at the path's end.
    private static func skipPath(_ words: [Substring], into index: inout Int) -> Substring {
        while index < words.count, !verbs.contains(words[index]), !words[index].hasPrefix("(") {
            let end = bare(words[index]).after
            index += 1
            if !end.isEmpty { return end }
        }
        return ""
    }

    /// Splits the punctuation around a word off.
    private static func bare(_ word: Substring) -> (before: Substring, core: Substring, after: Substring) {
        let before = word.prefix { "([{'\"`".contains($0) }
        var core = word[before.endIndex...]
        while let last = core.last, ",.:;!?)]}'\"`".contains(last) { core = core.dropLast() }
        return (before, core, word[core.endIndex...])
    }
}
