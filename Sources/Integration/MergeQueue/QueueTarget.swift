internal import Coordinator
internal import GitKit
internal import GitProgram
internal import HookCore

/// A target and the merge that is ready for it.
struct QueueTarget {
    let git: Git
    let repository: String
    let target: String
    /// The root of the main checkout; nil for a bare repository, and when it is unknown.
    let mainCheckout: String?

    init(_ coordinator: Coordinator, repository: String, target: String) {
        git = coordinator.git(repository)
        (self.repository, self.target) = (repository, target)
        mainCheckout = coordinator.mainCheckout(of: repository)
    }

    var reference: String { "refs/heads/" + target }
    var readyReference: String { ReadyMerge.reference(target) }
    /// The reference of the target's tip when the ready merge was made. Commits that the target has lost since then
    /// must not come back with the merge.
    var readyBaseReference: String { ReadyMerge.baseReference(target) }

    struct TargetState: Equatable {
        /// The target's tip.
        let target: String
        /// The ready merge, which was made while the target could not be moved; nil for none.
        let ready: String?
        /// Whether the ready merge is ahead of the target. It is false when the target has the merge already, and when
        /// the merge has commits that were removed from the target.
        let isReadyAhead: Bool
        /// Whether the target has the ready merge.
        let isReadyIn: Bool

        /// The commit on which the next branch is put.
        var base: String { isReadyAhead ? ready ?? target : target }
    }

    /// Reads the state of the target.
    /// - Throws: `.unknownTarget` when the target is gone.
    func state() throws(ParallelError) -> TargetState {
        guard let tip = try git.commitIfAny(reference) else {
            throw ParallelError(
                .unknownTarget, operation: "land", subject: target, message: "there is no such local branch")
        }
        guard let ready = try git.commitIfAny(readyReference) else {
            return TargetState(target: tip, ready: nil, isReadyAhead: false, isReadyIn: false)
        }
        let isIn = try git.isAncestor(ready, of: tip)
        var isAhead = isIn ? false : try git.isAncestor(tip, of: ready)
        if isAhead, let base = try git.commitIfAny(readyBaseReference) { isAhead = try git.isAncestor(base, of: tip) }
        return TargetState(target: tip, ready: ready, isReadyAhead: isAhead, isReadyIn: isIn)
    }

    /// The worktrees that have the target checked out, by their real paths.
    func checkouts() throws(ParallelError) -> [String] {
        try git.worktrees(main: mainCheckout).filter { $0.branch.isSame(as: target) }.map { realPath($0.path) }
    }

    /// Whether a worktree has the target checked out, or is in the middle of rebasing it.
    func isUsed() throws(ParallelError) -> Bool {
        if try WorktreeAdministration.usesBranch(target, commonDirectory: repository, git: git) { return true }
        return try !checkouts().isEmpty
    }

    /// Deletes the references of the ready merge.
    func dropReady(_ ready: String) throws(ParallelError) {
        try git.deleteReference(readyReference, from: ready)
        if let base = try git.commitIfAny(readyBaseReference) {
            try git.deleteReference(readyBaseReference, from: base)
        }
    }
}
