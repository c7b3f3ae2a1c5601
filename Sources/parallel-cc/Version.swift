internal import Exec

/// What `--version` says.
enum Version {
    static let number = "2.2.0"

    /// With the commit, where that is known: `2.2.0 (1a2b3c4d5e)`.
    static var text: String { Build.commit.isEmpty ? number : "\(number) (\(Build.commit))" }
}
