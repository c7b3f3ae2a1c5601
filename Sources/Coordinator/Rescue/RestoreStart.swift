internal import GitKit
internal import GitProgram
internal import HookCore

/// The start of a restored worktree's HEAD.
struct RestoreStart {
    /// The commit that git checks out first.
    let commit: String
    let newHead: NewHead
    /// The branch that HEAD is on in the end; nil: detached.
    let branch: String?
    /// Why HEAD is detached and not on the branch that it was on; nil where it is as it was.
    private(set) var detachedBecause: String?
    /// Whether the branch has no commit yet, so that HEAD must be pointed at it by hand.
    let isUnborn: Bool

    /// Chooses the worktree's branch if it still stands at the worktree's commit and no worktree has it checked out.
    /// Otherwise HEAD is detached at the commit.
    init(_ plan: RestorePlan, with git: Git) throws(ParallelError) {
        if let rescue = plan.rescue, rescue.manifest.format > SnapshotManifest.currentFormat {
            throw Self.failure(plan, message: "a newer parallel-cc has made this rescue")
        }
        // A HEAD that was detached stays detached.
        let branch = if let rescue = plan.rescue { rescue.manifest.branch } else { plan.branch }
        guard let head = plan.head else {
            guard let rescue = plan.rescue else {
                throw Self.failure(
                    plan, message: "its commit is not known; its files lie in \(plan.trash?.trashPath ?? "")")
            }
            commit = rescue.commit
            newHead = .detached
            if let branch {
                detachedBecause =
                    try git.commitIfAny(Self.reference(branch)) != nil
                    ? "branch \(branch) has commits now" : try Self.obstacle(to: branch, with: git)
            }
            isUnborn = branch != nil && detachedBecause == nil
            self.branch = isUnborn ? branch : nil
            return
        }
        guard let commit = try git.commitIfAny(head) else {
            let hint = plan.trash.map { TrashRecord.copy($0.trashPath, to: plan.path) }
            throw Self.failure(plan, message: "its commit is gone", hint: hint)
        }
        self.commit = commit
        isUnborn = false
        guard let branch else {
            newHead = .detached
            self.branch = nil
            return
        }
        let tip = try git.commitIfAny("refs/heads/\(branch)")
        if tip == nil {
            detachedBecause = try Self.obstacle(to: branch, with: git)
        } else if tip != commit {
            detachedBecause = "branch \(branch) has moved on"
        } else if try WorktreeAdministration.usesBranch(branch, commonDirectory: plan.repository, git: git) {
            detachedBecause = "branch \(branch) is checked out elsewhere"
        }
        newHead = detachedBecause != nil ? .detached : tip == nil ? .newBranch(branch) : .existingBranch(branch)
        self.branch = detachedBecause == nil ? branch : nil
    }

    /// Returns the full name of a branch. HEAD without a commit may be on a reference that is none (`Head.branch`).
    static func reference(_ branch: String) -> String {
        FilePath.lies(branch, in: "refs") ? branch : "refs/heads/" + branch
    }

    private static func obstacle(to branch: String, with git: Git) throws(ParallelError) -> String? {
        try git.obstacle(toBranch: branch).map { "branch \(branch) cannot be made beside branch \($0)" }
    }

    private static func failure(_ plan: RestorePlan, message: String, hint: String? = nil) -> ParallelError {
        ParallelError(.gitFailed, operation: "restore", subject: plan.path, message: message, hint: hint)
    }
}
