/// What a commit changes, in short: equal for commits that make the same change, wherever they stand.
package struct PatchFingerprint: Equatable, Sendable {
    /// Of the changed paths alone; 0 for a commit that changes nothing.
    package var paths: Int64
    /// Of the whole change, as 20 bytes; nil until somebody needed it.
    package var patch: [UInt8]?

    package init(paths: Int64, patch: [UInt8]?) {
        self.paths = paths
        self.patch = patch
    }
}

/// Keeps the fingerprints of commits, which never change, from one command to the next.
package protocol PatchCache: AnyObject {
    /// Those that are known.
    func find(_ commits: [ObjectID]) -> [ObjectID: PatchFingerprint]
    /// New or completed ones.
    func add(_ fingerprints: [ObjectID: PatchFingerprint])
}
