extension String {
    /// The name in kebab case: `maxConcurrent` → `max-concurrent`, `sessionID` → `session-id`,
    /// `URLList` → `url-list`.
    var kebabCased: String {
        let letters = Array(self)
        var result = ""
        for (index, letter) in letters.enumerated() {
            if letter == "_" {
                if !result.isEmpty { result.append("-") }
                continue
            }
            let startsWord = letter.isUppercase && index > 0 && startsKebabWord(letters, at: index)
            if startsWord && !result.isEmpty && result.last != "-" { result.append("-") }
            result += letter.lowercased()
        }
        return result
    }

    /// Whether an upper-case letter starts a word: after anything but a capital, and as the last capital before a small
    /// letter.
    private func startsKebabWord(_ letters: [Character], at index: Int) -> Bool {
        if !letters[index - 1].isUppercase { return true }
        return index + 1 < letters.count && letters[index + 1].isLowercase
    }
}
