package import Coordinator
internal import GitKit
internal import GitProgram
package import HookCore

extension ParallelError.Code {
    package static let dirtyWorktree: Self = "dirty-worktree"
    package static let detachedHead: Self = "detached-head"
    package static let unbornBranch: Self = "unborn-branch"
    /// A branch has merge commits, which a rebase would not do again.
    package static let holdsMerges: Self = "holds-merges"
    /// A rebase, merge, … has stopped midway in the worktree.
    package static let operationInProgress: Self = "operation-in-progress"
}

/// Brings branches up to date with others.
package struct Rebasing {
    let coordinator: Coordinator

    package init(_ coordinator: Coordinator) { self.coordinator = coordinator }
}

extension Rebasing {
    /// Rebases the branch of a worktree onto a target branch, in a worktree of ours: a conflict changes nothing here.
    ///
    /// Refuses a worktree with uncommitted changes. What was there before is kept in a rescue. Of the user's hooks,
    /// `pre-rebase` and `post-checkout` run in his worktree, no others.
    /// - Parameters:
    ///   - directory: somewhere in the worktree.
    ///   - target: a branch: local, or of a remote. Where both are meant, the one that is ahead. Nothing is fetched.
    ///   - session: who asks; a worktree in which another living session works is not touched.
    ///   - onlyLooks: answers by a merge in memory whether there would be conflicts, and changes nothing.
    /// - Throws: `.worktreeInUse`, `.dirtyWorktree`, `.detachedHead`, `.unbornBranch`, `.holdsMerges`, `.operationInProgress`, `.unknownReference`,
    ///   `.invalidReference`, `.ambiguousReference`, `.gitFailed`, `.interrupted` (and everything is as before).
    package func rebase(
        at directory: String, onto target: String, by session: String?, onlyLooks: Bool
    ) throws(ParallelError) -> RebaseOutcome {
        let repository = try coordinator.repository(at: directory)
        let git = coordinator.git(repository.workTree)
        let rebase = try Rebase(repository: repository, git: git, target: target)
        var outcome = try rebase.outlook()
        if onlyLooks { return outcome.result == .upToDate ? outcome : try rebase.look(outcome) }
        let scratch = ScratchWorktree(rebasing: repository, with: coordinator)
        try scratch.take()
        defer { scratch.leave() }
        // One that was killed may have left it.
        try scratch.remove()
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
            outcome = try rebase.run(outcome, in: scratch.make(rebase.target.commit), reach: coordinator.context.reach)
            try scratch.remove()
            return outcome
        } catch {
            coordinator.undoing { try? scratch.remove() }
            throw saved(error, outcome: outcome)
        }
    }

    /// Names what was saved, so that nobody has to look for it.
    private func saved(_ error: ParallelError, outcome: RebaseOutcome) -> ParallelError {
        guard error.hint == nil, let rescue = outcome.rescue else { return error }
        return ParallelError(
            error.code, operation: error.operation, subject: error.subject, message: error.message,
            hint: "saved as \(rescue): parallel-cc rescue list", cause: error.cause)
    }

    private func requireNoOccupant(_ repository: Repository, besides session: String?) throws(ParallelError) {
        let occupant = try coordinator.livingSessions(in: repository.commonDirectory).first {
            $0.worktreePath == repository.workTree && $0.id != session
        }
        guard let occupant else { return }
        throw ParallelError(
            .worktreeInUse, operation: "rebase", subject: repository.workTree,
            message: "Session \(occupant.name ?? occupant.id) works in this worktree",
            hint: "ask that session to rebase")
    }
}
