/// A version of Claude Code.
package struct ClaudeVersion: Comparable, Sendable {
    /// The first version that has the hook event `PreSkillShellCommand`.
    static let withSkillCommands = ClaudeVersion(major: 2, minor: 1, patch: 332)

    let major: Int
    let minor: Int
    let patch: Int

    init(major: Int, minor: Int, patch: Int) {
        (self.major, self.minor, self.patch) = (major, minor, patch)
    }

    /// Reads the output of `claude --version`: `2.1.332 (Claude Code)`. Nil for any other text, and for a version
    /// before a release (`2.1.332-beta.1`), which may lack features of the release.
    package init?(printed text: String) {
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard fields.count == 3, fields.dropFirst().joined(separator: " ") == "(Claude Code)" else { return nil }
        let pieces = fields[0].split(separator: ".", omittingEmptySubsequences: false)
        let numbers = pieces.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
        guard pieces.count == 3, numbers.count == 3 else { return nil }
        self.init(major: numbers[0], minor: numbers[1], patch: numbers[2])
    }

    /// Compares the numbers, the major one first.
    package static func < (left: ClaudeVersion, right: ClaudeVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}

extension ClaudeVersion: CustomStringConvertible {
    /// The version in the form `2.1.332`.
    package var description: String { "\(major).\(minor).\(patch)" }
}
