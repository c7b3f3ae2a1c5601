internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

/// Moves a target to the commit that was made for it, where that disturbs no session.
struct TargetMove {
    enum Outcome {
        case moved
        /// A session works on the target, its checkout has changes, or git refuses. The commit waits beside the target,
        /// for this reason.
        case waits(String)
        /// The target has moved meanwhile, so everything must be merged anew.
        case overtaken
    }

    private enum Checkout {
        /// The checkout is clean, and no session has or uses it.
        case free(String)
        case used(String)
        case nowhere
    }

    let coordinator: Coordinator
    let queueTarget: QueueTarget
    let state: QueueTarget.TargetState

    private var git: Git { queueTarget.git }

    /// Moves the target.
    /// - Parameter commit: a commit that contains the state's base.
    func run(to commit: String, cause: String) throws(ParallelError) -> Outcome {
        switch try checkout(movingTo: commit) {
        case .free(let path): return try run(to: commit, cause: cause, in: path)
        case .used(let reason): return try wait(commit, cause: cause, because: reason)
        case .nowhere: break
        }
        guard try git.moveReference(queueTarget.reference, to: commit, from: state.target, cause: cause) else {
            return .overtaken
        }
        // A worktree that has just checked the target out has the files of the former commit.
        if try queueTarget.isUsed(),
            try git.moveReference(queueTarget.reference, to: state.target, from: commit, cause: cause)
        {
            return try wait(commit, cause: cause, because: "somebody has just checked it out")
        }
        try clearReady(commit)
        return .moved
    }

    /// Moves the target by git itself, in the worktree that has it checked out.
    private func run(to commit: String, cause: String, in checkout: String) throws(ParallelError) -> Outcome {
        // Commits that the user has removed from the target meanwhile must not come back.
        guard try git.commitIfAny(queueTarget.reference) == state.target else { return .overtaken }
        let attempt = FastForwardAttempt(coordinator: coordinator, queueTarget: queueTarget)
        try attempt.begin(from: state.target, to: commit, in: checkout)
        coordinator.context.reach("landing.begun")
        let refusal = try git.at(checkout).fastForward(queueTarget.target, to: commit)
        let note = try attempt.end()
        guard try git.commitIfAny(queueTarget.reference) == commit else {
            if let refusal {
                let answer = [refusal, note].compactMap(\.self).joined(separator: "; ")
                return try wait(commit, cause: cause, because: "git does not move \(queueTarget.target): \(answer)")
            }
            throw ParallelError(
                .gitFailed, operation: "land", subject: queueTarget.target,
                message: "git merge has not moved it to \(commit)", hint: "git -C \(ShellWord.quote(checkout)) log -2")
        }
        try clearReady(commit)
        return .moved
    }

    /// Keeps the commit beside the target.
    private func wait(_ commit: String, cause: String, because reason: String) throws(ParallelError) -> Outcome {
        let target = try git.commitIfAny(queueTarget.reference)
        guard target == state.target else { return .overtaken }
        if state.ready == commit { return .waits(reason) }
        // The base is moved first, because it also counts for the commit that has waited until now.
        let base = try git.commitIfAny(queueTarget.readyBaseReference)
        if base != state.target {
            let isNoted = try git.moveReference(
                queueTarget.readyBaseReference, to: state.target, from: base, cause: cause)
            guard isNoted else { return .overtaken }
        }
        let isKept = try git.moveReference(queueTarget.readyReference, to: commit, from: state.ready, cause: cause)
        return isKept ? .waits(reason) : .overtaken
    }

    private func clearReady(_ commit: String) throws(ParallelError) {
        guard let ready = state.ready, try git.isAncestor(ready, of: commit) else { return }
        // The target has it by now. A reference that stays costs nothing; a landing that is reported as failed would.
        try? queueTarget.dropReady(ready)
    }

    private func checkout(movingTo commit: String) throws(ParallelError) -> Checkout {
        let checkouts = try queueTarget.checkouts()
        guard let path = checkouts.first else {
            return try queueTarget.isUsed()
                ? .used("a worktree is in the middle of rebasing it, or it is the HEAD of a bare repository") : .nowhere
        }
        if checkouts.count > 1 { return .used("\(checkouts.count) worktrees have it checked out") }
        guard FileAccess.exists(path) else { return .used(missing(path)) }
        if let session = try coordinator.occupant(of: path, in: queueTarget.repository) {
            return .used("\(session.label) works in \(path)")
        }
        guard try git.at(path).isCheckout(of: queueTarget.target) else {
            // git names the git directory when it does not know the checkout.
            return .used(
                path.isSame(as: queueTarget.repository)
                    ? "where \(path) is checked out cannot be told from here" : "git is at work in \(path)")
        }
        guard try git.at(path).isClean() else { return .used("\(path) has changes that are not committed") }
        let obstacles = try git.at(path).obstacles(from: state.target, to: commit)
        return obstacles.reason(in: path).map { .used($0) } ?? .free(path)
    }

    /// Returns the text for a worktree that is not there. Staged files and commits on no branch are lost when git
    /// forgets it.
    private func missing(_ path: String) -> String {
        let forget = "git -C \(ShellWord.quote(queueTarget.repository)) worktree remove \(ShellWord.quote(path))"
        return "its worktree \(path) is not there: if it lies on a disk, mount that; only if you have deleted it for "
            + "good, and need nothing that was staged or detached there: \(forget)"
    }
}
