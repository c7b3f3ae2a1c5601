internal import GitKit
internal import GitProgram
internal import HookCore

/// Where a restored worktree's HEAD stands.
struct RestoreStart {
    /// What git checks out at first.
    let commit: String
    let newHead: NewHead
    /// The branch that HEAD is on in the end.
    let branch: String?
    /// Whether the branch has no commit yet, so that HEAD must be pointed at it by hand.
    let isUnborn: Bool

    /// Its branch where that still stands at its commit and nobody has it checked out; else detached at the commit.
    init(_ plan: RestorePlan, with git: Git) throws(ParallelError) {
        if let rescue = plan.rescue, rescue.manifest.format > SnapshotManifest.currentFormat {
            throw Self.failure(plan, message: "a newer parallel-cc has made this rescue")
        }
        // A detached HEAD was detached on purpose.
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
