/// A rescue that git still names although its commit is gone or damaged.
package struct BrokenRescue: Equatable, Sendable {
    package let reference: String
    package let commit: String

    package init(reference: String, commit: String) {
        self.reference = reference
        self.commit = commit
    }

    /// The rescue's id.
    package var id: String { String(reference.dropFirst(SnapshotManifest.reference("").count)) }
}
