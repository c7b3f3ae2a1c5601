internal import GitKit
internal import HookCore
internal import Store

/// Moves a target to what was put together for it, where nobody is disturbed by that.
struct LandingMove {
    enum Outcome {
        case moved
        /// Somebody works on the target, or git refuses, with its words: it waits beside it.
        case waits(String?)
        /// The target has moved meanwhile; everything must be put together anew.
        case overtaken
    }

    let coordinator: Coordinator
    let place: LandingPlace
    let position: LandingPlace.Position

    private var git: Git { place.git }

    /// - Parameter commit: holds the position's base.
    func run(to commit: String, cause: String) throws(ParallelError) -> Outcome {
        if let checkout = try freeCheckout() {
            // What the user has taken out of it meanwhile must not come back.
            guard try git.commitIfAny(place.reference) == position.target else { return .overtaken }
            let attempt = LandingAttempt(place: place)
            try attempt.begin(from: position.target, to: commit, now: coordinator.context.now().milliseconds)
            coordinator.context.reach("landing.begun")
            let refusal = try git.at(checkout).fastForward(place.target, to: commit)
            let words = try attempt.end()
            guard try git.commitIfAny(place.reference) == commit else {
                if let refusal {
                    return try wait(commit, cause, [refusal, words].compactMap(\.self).joined(separator: "; "))
                }
                throw ParallelError(
                    .gitFailed, operation: "land", subject: place.target,
                    message: "git merge has not moved it to \(commit)", hint: "git -C '\(checkout)' log -2")
            }
            try clearPending(commit)
            return .moved
        }
        if try place.isUsed() { return try wait(commit, cause) }
        guard try git.moveReference(place.reference, to: commit, from: position.target, cause: cause) else {
            return .overtaken
        }
        // Whoever has checked it out in this moment has the files of the former commit.
        if try place.isUsed(), try git.moveReference(place.reference, to: position.target, from: commit, cause: cause) {
            return try wait(commit, cause)
        }
        try clearPending(commit)
        return .moved
    }

    /// Keeps it beside the target.
    private func wait(_ commit: String, _ cause: String, _ refusal: String? = nil) throws(ParallelError) -> Outcome {
        let target = try git.commitIfAny(place.reference)
        guard target == position.target else { return .overtaken }
        if position.pending == commit { return .waits(refusal) }
        // First the base: it holds for what waits until now, too.
        let base = try git.commitIfAny(place.waitingBase)
        if base != position.target {
            let isNoted = try git.moveReference(place.waitingBase, to: position.target, from: base, cause: cause)
            guard isNoted else { return .overtaken }
        }
        let isKept = try git.moveReference(place.waiting, to: commit, from: position.pending, cause: cause)
        return isKept ? .waits(refusal) : .overtaken
    }

    private func clearPending(_ commit: String) throws(ParallelError) {
        guard let pending = position.pending, try git.isAncestor(pending, of: commit) else { return }
        try place.dropWaiting(pending)
    }

    /// The one worktree that has the target checked out, if it is clean and no session has or uses it.
    private func freeCheckout() throws(ParallelError) -> String? {
        let checkouts = try place.checkouts()
        guard checkouts.count == 1, let path = checkouts.first.map(realPath), FileAccess.exists(path) else {
            return nil
        }
        let sessions = try coordinator.livingSessions(in: place.repository)
        if sessions.contains(where: { $0.worktreePath == path }) { return nil }
        let holder = try coordinator.database.read { db throws(StoreError) in try SessionTable.holder(of: path, db) }
        // The lease of a session that is gone holds nobody off.
        if let holder, sessions.contains(where: { $0.id == holder }) { return nil }
        guard try git.at(path).head().branch == place.target else { return nil }
        return try git.at(path).isClean() ? path : nil
    }
}
