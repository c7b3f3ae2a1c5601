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
            let isTaken = if let branch { try git.branchExists(branch) } else { false }
            isUnborn = branch != nil && !isTaken
            self.branch = isUnborn ? branch : nil
            return
        }
        guard let commit = try git.commitIfAny(head) else { throw Self.failure(plan, message: "its commit is gone") }
        self.commit = commit
        isUnborn = false
        guard let branch else {
            newHead = .detached
            self.branch = nil
            return
        }
        newHead = try Self.head(branch, commit: commit, in: plan.repository, with: git)
        self.branch = newHead == .detached ? nil : branch
    }

    private static func head(
        _ branch: String, commit: String, in repository: String, with git: Git
    ) throws(ParallelError) -> NewHead {
        guard let tip = try git.commitIfAny("refs/heads/\(branch)") else { return .newBranch(branch) }
        let isTaken = try WorktreeAdministration.usesBranch(branch, commonDirectory: repository, git: git)
        return tip == commit && !isTaken ? .existingBranch(branch) : .detached
    }

    private static func failure(_ plan: RestorePlan, message: String) -> ParallelError {
        ParallelError(.gitFailed, operation: "restore", subject: plan.path, message: message)
    }
}
