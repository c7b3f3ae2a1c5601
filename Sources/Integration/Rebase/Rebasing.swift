package import Coordinator
internal import GitKit
internal import GitProgram
package import HookCore

extension ParallelError.Code {
    /// The worktree has changes that a rebase would overwrite.
    package static let dirtyWorktree: Self = "dirty-worktree"
    /// HEAD is detached, so there is no branch to rebase.
    package static let detachedHead: Self = "detached-head"
    /// The branch has no commit.
    package static let unbornBranch: Self = "unborn-branch"
    /// The branch has merge commits, whose own changes a rebase would lose.
    package static let holdsMerges: Self = "holds-merges"
    /// A rebase, merge or similar operation has stopped in the middle in the worktree.
    package static let operationInProgress: Self = "operation-in-progress"
}

/// Rebases branches onto others.
package struct Rebasing {
    let coordinator: Coordinator

    /// Makes the rebasing of a coordinator's worktrees.
    package init(_ coordinator: Coordinator) { self.coordinator = coordinator }
}

extension Rebasing {
    /// Rebases the branch of a worktree onto a target branch, in a scratch worktree: a conflict changes nothing here.
    ///
    /// It refuses a worktree with uncommitted changes, and saves the former state in a rescue. Of the user's hooks,
    /// only `pre-rebase` and `post-checkout` run in the user's worktree.
    /// - Parameters:
    ///   - directory: a directory in the worktree.
    ///   - target: a local or remote branch. If both have the name, the one that is ahead is meant. Nothing is fetched.
    ///   - session: the session that asks. A worktree in which another living session works is not changed.
    ///   - onlyLooks: whether to answer by a merge in memory if there would be conflicts, and to change nothing.
    /// - Throws: `.worktreeInUse`, `.dirtyWorktree`, `.detachedHead`, `.unbornBranch`, `.holdsMerges`,
    ///   `.operationInProgress`, `.unknownReference`, `.invalidReference`, `.ambiguousReference`, `.gitFailed`,
    ///   `.interrupted` (and everything is as before).
    package func rebase(
        at directory: String, onto target: String, by session: String?, onlyLooks: Bool
    ) throws(ParallelError) -> RebaseOutcome {
        let repository = try coordinator.repository(at: directory)
        let git = coordinator.git(repository.workTree)
        let rebase = try Rebase(repository: repository, git: git, target: target)
        var outcome = try rebase.prediction()
        if onlyLooks { return outcome.result == .upToDate ? outcome : try rebase.preview(outcome) }
        let scratch = ScratchWorktree(rebasing: repository, with: coordinator)
        try scratch.take()
        defer { scratch.leave() }
        // A killed process may have left it.
        let narrate = coordinator.context.narrate
        try scratch.remove(tell: narrate)
        if outcome.result == .upToDate { return outcome }
        try requireNoOccupant(repository, besides: session)
        try rebase.requireNoMerges()
        try rebase.requireClean()
        try rebase.askHook()
        coordinator.context.narrate("saving \(repository.workTree)")
        outcome.rescue = try coordinator.keepRescue(
            of: repository.workTree, reason: "before a rebase onto \(outcome.target)")
        coordinator.context.narrate("rebasing \(outcome.ownCommits) commits onto \(outcome.target)")
        do throws(ParallelError) {
            outcome = try rebase.run(
                outcome, in: scratch.make(rebase.target.commit, tell: narrate), reach: coordinator.context.reach)
            try scratch.remove(tell: narrate)
            return outcome
        } catch {
            coordinator.undoing { try? scratch.remove(tell: narrate) }
            throw saved(error, outcome: outcome)
        }
    }

    /// Adds the rescue to the error, so that the user need not look for it.
    private func saved(_ error: ParallelError, outcome: RebaseOutcome) -> ParallelError {
        guard error.hint == nil, let rescue = outcome.rescue else { return error }
        return ParallelError(
            error.code, operation: error.operation, subject: error.subject, message: error.message,
            hint: "saved as \(rescue): parallel-cc rescue list", cause: error.cause)
    }

    private func requireNoOccupant(_ repository: Repository, besides session: String?) throws(ParallelError) {
        let occupant = try coordinator.livingSessions(in: repository.commonDirectory).first {
            $0.worktreePath.isSame(as: repository.workTree) && $0.id != session
        }
        guard let occupant else { return }
        throw ParallelError(
            .worktreeInUse, operation: "rebase", subject: repository.workTree,
            message: "Session \(occupant.name ?? occupant.id) works in this worktree",
            hint: "ask that session to rebase")
    }
}
