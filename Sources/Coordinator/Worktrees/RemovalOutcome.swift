/// What became of a worktree that was to be removed.
package struct RemovalOutcome: Equatable, Sendable {
    package var path: String
    /// Whether it is gone (into the trash).
    package var removed: Bool
    package var branch: String?
    /// Whether the branch went too, because another reference holds all its commits.
    package var branchDeleted: Bool
    /// Why the branch that we made for it is still there; nil when it is not, or was none of ours.
    package var branchStays: BranchStay?
    /// What HEAD was on when it was removed, such as a branch that the session made; nil when it was detached, or is kept.
    package var headBranch: String?
    /// The id of the rescue that was made, if there was anything to save.
    package var rescue: String?
    /// What the rescue holds; nil when there is none or git does not tell.
    package var rescued: RescuedWork?
    /// Why it was left alone, when it was.
    package var kept: String?
    /// Whether only its record went: neither it nor its repository was there, and nobody has looked at its files.
    package var isForgotten = false

    static func kept(_ path: String, branch: String?, because reason: String) -> RemovalOutcome {
        RemovalOutcome(path: path, removed: false, branch: branch, branchDeleted: false, rescue: nil, kept: reason)
    }
}

/// Why a removal lets the branch of a worktree stay.
package enum BranchStay: Equatable, Sendable {
    /// No other branch, tag or remote holds its commits.
    case holdsCommits
    /// Another worktree has it checked out.
    case isCheckedOut
    /// What was rescued had something else checked out, or was in the midst of a rebase: bringing it back may want it.
    case rescueMayWantIt
}

/// What a rescue holds, counted.
package struct RescuedWork: Equatable, Sendable {
    /// Those of its HEAD that no branch, tag or remote holds.
    package var commits: Int
    /// Changed, new and deleted ones.
    package var files: Int
}
