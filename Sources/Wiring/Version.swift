internal import Exec

/// What `--version` says.
package enum Version {
    package static let number = "2.2.0"

    /// With the commit, where that is known: `2.2.0 (1a2b3c4d5e)`.
    package static var text: String { Build.commit.isEmpty ? number : "\(number) (\(Build.commit))" }
}
