internal import Exec

/// The text of `--version`.
package enum Version {
    /// The release: major, minor and patch number.
    package static let number = "2.2.0"

    /// The text at the foot of manual pages.
    package static let manual = "parallel-cc \(number)"

    /// The number with the commit, where that is known: `2.2.0 (1a2b3c4d5e)`.
    package static var text: String { Build.commit.isEmpty ? number : "\(number) (\(Build.commit))" }
}
