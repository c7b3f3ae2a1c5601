/// A rescue whose reference git still has although its commit is gone or damaged.
package struct BrokenRescue: Equatable, Sendable {
    /// The full name of the reference.
    package let reference: String
    /// The id that the reference holds.
    package let commit: String

    /// A rescue by its reference's name and value.
    package init(reference: String, commit: String) {
        self.reference = reference
        self.commit = commit
    }

    /// The rescue's id.
    package var id: String { String(reference.dropFirst(SnapshotManifest.reference("").count)) }
}
