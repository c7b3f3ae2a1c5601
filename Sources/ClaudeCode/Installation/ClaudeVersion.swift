/// A version of Claude Code.
package struct ClaudeVersion: Comparable, Sendable {
    /// The first that has the hook event `PreSkillShellCommand`.
    static let withSkillCommands = ClaudeVersion(major: 2, minor: 1, patch: 332)

    let major: Int
    let minor: Int
    let patch: Int

    init(major: Int, minor: Int, patch: Int) {
        (self.major, self.minor, self.patch) = (major, minor, patch)
    }

    /// What `claude --version` has printed: `2.1.332 (Claude Code)`. Nil for anything else, a version before a release
    /// (`2.1.332-beta.1`) too: it may lack what the release has.
    package init?(printed text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 3, words.dropFirst().joined(separator: " ") == "(Claude Code)" else { return nil }
        let pieces = words[0].split(separator: ".", omittingEmptySubsequences: false)
        let numbers = pieces.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
        guard pieces.count == 3, numbers.count == 3 else { return nil }
        self.init(major: numbers[0], minor: numbers[1], patch: numbers[2])
    }

    package static func < (left: ClaudeVersion, right: ClaudeVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}

extension ClaudeVersion: CustomStringConvertible {
    package var description: String { "\(major).\(minor).\(patch)" }
}
