/// The signs of a secret in a text, word by word.
enum SecretWord {
    /// The mark in the place of removed text.
    static let mark = "<redacted>"

    private static let keys = [
        "apikey", "authorization", "bearer", "credential", "key", "passphrase", "passwd", "password", "secret", "token",
    ]

    /// Replaces a word that announces a secret, or that holds one behind a key like `token=`. The result also stands
    /// for all text that follows. Returns nil for any other word.
    /// - Parameter next: the word after it.
    static func opening(_ word: Substring, next: Substring?) -> String? {
        let separator = word.firstIndex { "=:".contains($0) }
        // The last separator counts: in {"a":"b","token":"c"} the first one says nothing.
        let end = word.lastIndex { "=:".contains($0) } ?? word.endIndex
        let name = word[..<end].lowercased()
        guard keys.contains(where: name.contains) else { return nil }
        if let separator {
            let key = word[..<separator]
            let isPlain = key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
            return isPlain ? "\(key)\(word[separator])\(mark)" : mark
        }
        let isOption = word.hasPrefix("-") || name == "bearer"
        return isOption || next?.first == "=" || next?.first == ":" ? "\(word) \(mark)" : nil
    }

    /// Whether a word is a web address, with anything in it, or a mail address.
    static func isAddress(_ word: Substring) -> Bool {
        if word.contains("://") { return true }
        guard let at = word.firstIndex(of: "@"), at != word.startIndex else { return false }
        let after = word.index(after: at)
        return after != word.endIndex && word[word.index(before: at)] != "/" && word[after] != "/"
    }

    /// Replaces each run of letters and digits that is too long, and too mixed, for a word.
    static func withoutTokens(_ word: Substring) -> String {
        var result = ""
        var rest = word
        while let first = rest.first {
            let run = rest.prefix { isTokenCharacter($0) == isTokenCharacter(first) }
            let isToken =
                run.count >= 20 && isTokenCharacter(first) && run.contains(where: \.isNumber)
                && run.contains(where: \.isLetter)
            result += isToken ? mark : String(run)
            rest = rest[run.endIndex...]
        }
        return result
    }

    private static func isTokenCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_-+=".contains(character)
    }
}
