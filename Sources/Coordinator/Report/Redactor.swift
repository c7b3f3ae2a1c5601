/// Takes out of a sentence what belongs to the user, before it is shown to others: known values become pseudonyms, all
/// other paths `<path>`, what looks like a secret `<redacted>`. It rather takes too much: a path may have blanks in it, so
/// what follows an unknown one goes too, up to a comma, a colon or a verb.
///
/// A net below the rule that no text of the user's is handed over at all; it cannot know every secret.
package struct Redactor: Sendable {
    private let known: KnownValues
    private let names: Set<Substring>

    /// Words with which our own sentences go on after a path.
    private static let verbs: Set<Substring> = [
        "are", "can", "cannot", "deletes", "had", "has", "have", "is", "lives", "names", "was", "were", "will",
    ]

    package init(_ pseudonyms: Pseudonyms) {
        known = KnownValues(pseudonyms.all)
        names = Set(pseudonyms.all.values.map { Substring($0) })
    }

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
            } else if core.contains("/") {
                let path = RedactedPath(core, names: names)
                let end = path.isWhole || !after.isEmpty ? after : Self.skipPath(words, into: &index)
                result.append(before + path.text + end)
            } else {
                result.append(before + SecretWord.withoutTokens(core) + after)
            }
        }
        return result.joined(separator: " ")
    }

    /// Passes by the words that may belong to a path.
    /// - Returns: the punctuation at its end.
    private static func skipPath(_ words: [Substring], into index: inout Int) -> Substring {
        while index < words.count, !verbs.contains(words[index]), !words[index].hasPrefix("(") {
            let end = bare(words[index]).after
            index += 1
            if !end.isEmpty { return end }
        }
        return ""
    }

    /// A word without the punctuation around it.
    private static func bare(_ word: Substring) -> (before: Substring, core: Substring, after: Substring) {
        let before = word.prefix { "([{'\"`".contains($0) }
        var core = word[before.endIndex...]
        while let last = core.last, ",.:;!?)]}'\"`".contains(last) { core = core.dropLast() }
        return (before, core, word[core.endIndex...])
    }
}
