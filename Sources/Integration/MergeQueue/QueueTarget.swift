internal import Coordinator
internal import GitKit
internal import GitProgram
internal import HookCore

/// A target and what waits beside it.
struct QueueTarget {
    let git: Git
    let repository: String
    let target: String
    /// Nil for a bare repository, and where it is not known.
    let mainCheckout: String?

    init(_ coordinator: Coordinator, repository: String, target: String) {
        git = coordinator.git(repository)
        (self.repository, self.target) = (repository, target)
        mainCheckout = coordinator.mainCheckout(of: repository)
    }

    var reference: String { "refs/heads/" + target }
    var waiting: String { ReadyMerge.reference(target) }
    /// Where the target stood when what waits was made: what it has lost since must not come back with that.
    var waitingBase: String { ReadyMerge.baseReference(target) }

    struct TargetState: Equatable {
        /// Where the target stands.
        let target: String
        /// What was put together for it when it could not be moved.
        let pending: String?
        /// Whether that is the target and more; false too where it is in the target by now, or has what was taken out of
        /// the target since.
        let isPendingAhead: Bool
        /// Whether the target has it.
        let isPendingIn: Bool

        /// What the next branch is put on.
        var base: String { isPendingAhead ? pending ?? target : target }
    }

    /// - Throws: `.unknownTarget` when the target is gone.
    func position() throws(ParallelError) -> TargetState {
        guard let tip = try git.commitIfAny(reference) else {
            throw ParallelError(
                .unknownTarget, operation: "land", subject: target, message: "there is no such local branch")
        }
        guard let pending = try git.commitIfAny(waiting) else {
            return TargetState(target: tip, pending: nil, isPendingAhead: false, isPendingIn: false)
        }
        let isIn = try git.isAncestor(pending, of: tip)
        var isAhead = isIn ? false : try git.isAncestor(tip, of: pending)
        if isAhead, let base = try git.commitIfAny(waitingBase) { isAhead = try git.isAncestor(base, of: tip) }
        return TargetState(target: tip, pending: pending, isPendingAhead: isAhead, isPendingIn: isIn)
    }

    /// The worktrees that have the target checked out, by their real paths.
    func checkouts() throws(ParallelError) -> [String] {
        try git.worktrees(main: mainCheckout).filter { $0.branch == target }.map { realPath($0.path) }
    }

    /// Whether a worktree has it checked out, or is in the middle of rebasing it.
    func isUsed() throws(ParallelError) -> Bool {
        if try WorktreeAdministration.usesBranch(target, commonDirectory: repository, git: git) { return true }
        return try !checkouts().isEmpty
    }

    /// Lets go of what waits.
    func dropWaiting(_ pending: String) throws(ParallelError) {
        try git.deleteReference(waiting, from: pending)
        if let base = try git.commitIfAny(waitingBase) { try git.deleteReference(waitingBase, from: base) }
    }
}
