/// What a shell command would do to a repository's stash.
package struct StashAct: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Puts an entry on top.
        case push
        /// Takes the entry with this number away; nil: one that cannot be told.
        case take(Int?)
        /// Takes all away.
        case clear
    }

    package let kind: Kind
    /// Absolute: where git would run.
    package let directory: String
    /// As it is typed: `git stash pop`.
    package let command: String

    /// Recognised in a line of shell, in the order in which they would happen; best effort. What hides behind variables,
    /// aliases, scripts and other programs is not seen.
    /// - Parameter directory: where the shell starts; absolute.
    package static func find(in text: String, at directory: String) -> [StashAct] {
        guard Self.mentionsStash(text) else { return [] }
        var reader = StashReader(directory: directory)
        reader.read(ShellScanner.steps(of: text.utf8))
        return reader.acts
    }

    /// Whether it is worth a closer look.
    package static func mentionsStash(_ text: String) -> Bool {
        let word = Array("stash".utf8)
        var matched = 0
        for byte in text.utf8 {
            matched = byte == word[matched] ? matched + 1 : (byte == word[0] ? 1 : 0)
            if matched == word.count { return true }
        }
        return false
    }
}
