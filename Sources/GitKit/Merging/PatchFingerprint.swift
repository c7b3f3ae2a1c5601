/// A short digest of a commit's change. It is equal for commits that make the same change in different places.
package struct PatchFingerprint: Equatable, Sendable {
    /// The digest of the changed paths alone; 0 for a commit that changes nothing.
    package var paths: Int64
    /// The digest of the whole change, 20 bytes; nil until it is needed.
    package var patch: [UInt8]?

    /// A fingerprint with or without the digest of the whole change.
    package init(paths: Int64, patch: [UInt8]?) {
        self.paths = paths
        self.patch = patch
    }
}

/// Keeps the fingerprints of commits, which never change, from one command to the next.
package protocol PatchCache: AnyObject {
    /// Returns the known fingerprints among these.
    func find(_ commits: [ObjectID]) -> [ObjectID: PatchFingerprint]
    /// Stores new or completed fingerprints.
    func add(_ fingerprints: [ObjectID: PatchFingerprint])
}
