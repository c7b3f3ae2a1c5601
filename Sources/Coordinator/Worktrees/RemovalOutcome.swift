/// What became of a worktree that was to be removed.
package struct RemovalOutcome: Equatable, Sendable {
    package var path: String
    /// Whether it is gone (into the trash).
    package var removed: Bool
    package var branch: String?
    /// Whether the branch went too, because another reference holds all its commits.
    package var branchDeleted: Bool
    /// The id of the rescue that was made, if there was anything to save.
    package var rescue: String?
    /// Why it was left alone, when it was.
    package var kept: String?

    static func kept(_ path: String, _ branch: String?, _ reason: String) -> RemovalOutcome {
        RemovalOutcome(path: path, removed: false, branch: branch, branchDeleted: false, rescue: nil, kept: reason)
    }
}
