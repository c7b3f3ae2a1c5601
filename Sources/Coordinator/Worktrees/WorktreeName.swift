extension Coordinator {
    /// Returns a new name: `parallel-`, the time in base 36 and random characters. Names sort by age, and no two are
    /// the same.
    func makeWorktreeName(_ settings: Configuration) -> String {
        // The name is used for a directory and a branch. Characters that are invalid in either become dashes.
        let prefix = settings.prefix.map { character -> Character in
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            return isPlain || character == "_" ? character : "-"
        }
        return String(prefix.drop { $0 == "-" }) + String(context.now().milliseconds, radix: 36) + "-"
            + context.makeSuffix()
    }
}
