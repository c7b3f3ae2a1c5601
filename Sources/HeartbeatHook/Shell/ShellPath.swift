internal import HookCore

/// A path as a line of shell names it.
struct ShellPath: Hashable, Sendable {
    /// An absolute path as it was written, so it may hold `..` and links.
    let text: String
    /// Whether the path stands for all names that it matches (glob(7)).
    let isPattern: Bool

    init(_ text: String, isPattern: Bool = false) {
        (self.text, self.isPattern) = (text, isPattern)
    }

    /// Returns the path that a word names; nil where it cannot be determined.
    static func of(_ word: CommandWord, from directory: ShellPath?) -> ShellPath? {
        guard word.isCertain, !word.bytes.isEmpty else { return nil }
        if word.bytes.first == UInt8(ascii: "/") { return ShellPath(word.text, isPattern: word.isPattern) }
        return directory.map { ShellPath($0.text + "/" + word.text, isPattern: $0.isPattern || word.isPattern) }
    }
}
