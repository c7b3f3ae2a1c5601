internal import GitKit
internal import GitProgram
internal import HookCore

/// The outcome of a worktree's removal.
package struct RemovalOutcome: Equatable, Sendable {
    /// The worktree's path before the removal.
    package var path: String
    /// Whether the worktree was moved into the trash.
    package var removed: Bool
    /// The branch that was made for the worktree; nil for none.
    package var branch: String?
    /// Whether the branch was deleted, because another reference holds all its commits.
    package var branchDeleted: Bool
    /// The reason why the branch that was made for the worktree still exists; nil when it does not, or was not
    /// parallel-cc's.
    package var branchStays: BranchStay?
    /// The branch of HEAD at the removal, which the session may have made; nil when HEAD was detached or the worktree
    /// is kept.
    package var headBranch: String?
    /// The branches among these whose name a tag has, too: git would take the tag.
    package var taggedBranches: Set<String> = []
    /// The id of the worktree's rescue; nil when there was nothing to save.
    package var rescue: String?
    /// The contents of the rescue; nil when there is none or git cannot count them.
    package var rescued: RescuedWork?
    /// The reason why the worktree was kept; nil when it was not.
    package var kept: String?
    /// Whether its directory had been deleted by hand, so that only what git keeps of it could be saved.
    package var isDirectoryGone = false
    /// Whether only its record was deleted: neither it nor its repository was there, and its files were not looked at.
    package var isForgotten = false

    static func kept(_ path: String, branch: String?, because reason: String) -> RemovalOutcome {
        RemovalOutcome(path: path, removed: false, branch: branch, branchDeleted: false, rescue: nil, kept: reason)
    }

    mutating func noteTags(_ git: Git) throws(ParallelError) {
        for branch in [branch, headBranch].compactMap(\.self) where try git.tagExists(branch) {
            taggedBranches.insert(branch)
        }
    }

    /// Returns the name by which git merges one of these branches: in full where a tag has the name too.
    package func mergeName(_ branch: String) -> String {
        taggedBranches.contains(branch) ? "refs/heads/" + branch : branch
    }
}

/// The reason why a removal keeps the branch of a worktree.
package enum BranchStay: Equatable, Sendable {
    /// No other reference is sure to keep its commits (see `Git.holder`).
    case holdsCommits
    /// Another reference holds them, but git cannot delete the branch: the lock of a reference is there.
    case isLocked
    /// Another worktree has it checked out.
    case isCheckedOut
    /// Another reference keeps its commits, but nothing tells that it was made for the worktree: it was there before,
    /// was made by hand, or is too old.
    case isOwn
    /// The rescued HEAD was elsewhere or in the middle of a rebase. Restoring it may need the branch.
    case rescueMayWantIt
}

/// The number of saved things in a rescue.
package struct RescuedWork: Equatable, Sendable {
    /// The number of commits of its HEAD that no branch, tag or remote holds.
    package var commits: Int
    /// The number of changed, new and deleted files.
    package var files: Int
}
