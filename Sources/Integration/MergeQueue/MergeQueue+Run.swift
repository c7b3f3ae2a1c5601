internal import Coordinator
internal import Exec
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension MergeQueue {
    /// Lands the queued branches of a repository, target by target, in the order in which they were queued.
    ///
    /// It works in a worktree of its own, and moves a target only where no session works on it. When it is killed, the
    /// next run continues.
    /// - Throws: `.landingBusy` while another process lands branches, or while a command of an earlier run has not
    ///   ended; `.interrupted`, the `database…` codes.
    package func run(in repository: String) throws(ParallelError) -> QueueResult {
        let scratch = ScratchWorktree(landingIn: repository, with: coordinator)
        try scratch.take()
        defer { scratch.leave() }
        coordinator.context.reach("landing.taken")
        try scratch.requireDeserted()
        do throws(ParallelError) {
            // A claude that was never registered may work in a checkout, too.
            try coordinator.reconcile()
            var result = QueueResult()
            try endAttempts(in: repository, into: &result)
            try recoverLandings(in: repository)
            try sweepPins(in: repository)
            let unsettled = result.errors.map(\.target)
            for target in try landingTargets(in: repository) where !unsettled.holds(name: target) {
                try land(target, scratch: scratch, into: &result)
            }
            try recoverLandings(in: repository)
            do throws(ParallelError) {
                try scratch.remove { result.notes.append($0) }
            } catch  where error.code != .interrupted {
                // What has landed has landed.
                result.notes.append("\(scratch.path) stays: \(error.message)")
            }
            return result
        } catch {
            coordinator.undoing {
                try? recoverLandings(in: repository)
                try? scratch.remove(tell: coordinator.context.narrate)
            }
            throw error
        }
    }

    /// Repairs checkouts that an interrupted run has left.
    private func endAttempts(in repository: String, into result: inout QueueResult) throws(ParallelError) {
        for target in try FastForwardAttempt.unfinished(coordinator.git(repository)) {
            let queueTarget = QueueTarget(coordinator, repository: repository, target: target)
            do throws(ParallelError) {
                if let note = try FastForwardAttempt(coordinator: coordinator, queueTarget: queueTarget).end() {
                    result.notes.append(note)
                }
            } catch {
                result.errors.append((target, error))
            }
        }
    }

    private func land(
        _ target: String, scratch: ScratchWorktree, into result: inout QueueResult
    ) throws(ParallelError) {
        do throws(ParallelError) {
            let repository = scratch.repository
            let queueTarget = QueueTarget(coordinator, repository: repository, target: target)
            for entry in try landReady(queueTarget) { result.add(entry) }
            let isWaiting = try !landings([.queued], in: repository).filter { $0.target.isSame(as: target) }.isEmpty
            guard isWaiting else { return }
            let tree = try scratch.make(try queueTarget.state().base) { result.notes.append($0) }
            // A missing identity is no branch's fault.
            try tree.requireIdentity()
            let settings = try coordinator.settings(ofRepository: repository)
            try settings.requireTrust("merge.verify")
            try QueueRun(
                coordinator: coordinator, queueTarget: queueTarget, settings: settings, scratch: scratch, tree: tree
            )
            .run(&result)
        } catch {
            guard error.code != .interrupted else { throw error }
            result.errors.append((target, error))
        }
    }

    private func landings(
        _ states: Set<QueueEntry.State>, in repository: String
    ) throws(ParallelError) -> [QueueEntry] {
        try coordinator.database.read { db throws(StoreError) in
            try QueueTable.list(of: repository, states: states, in: db)
        }
    }

    /// Returns the targets with queued or ready branches, in the order of the queue.
    private func landingTargets(in repository: String) throws(ParallelError) -> [String] {
        var targets: [String] = []
        for entry in try landings([.queued, .ready], in: repository) where !targets.holds(name: entry.target) {
            targets.append(entry.target)
        }
        return targets
    }

    /// Concludes entries that an interrupted run has marked. An entry has landed if the target contains it, and is
    /// ready if the ready merge does. Otherwise it is queued again.
    private func recoverLandings(in repository: String) throws(ParallelError) {
        for entry in try landings([.landing], in: repository) {
            let queueTarget = QueueTarget(coordinator, repository: repository, target: entry.target)
            var ended = entry
            if let result = entry.result, try queueTarget.git.commitIfAny(result) != nil,
                let state = try? queueTarget.state()
            {
                if try coordinator.git(repository).isAncestor(result, of: state.target) {
                    ended.state = .landed
                } else if let ready = state.ready,
                    try coordinator.git(repository).isAncestor(result, of: ready)
                {
                    ended.state = .ready
                }
            }
            if ended.state == .landing {
                try requeue(ended)
            } else {
                _ = try conclude(ended, on: nil)
            }
        }
    }

    /// Lands the merge that is ready for a target, if no session works on the target any more. If the target has moved
    /// elsewhere, its branches are merged anew.
    private func landReady(_ queueTarget: QueueTarget) throws(ParallelError) -> [QueueEntry] {
        let entries = try landings([.ready], in: queueTarget.repository).filter {
            $0.target.isSame(as: queueTarget.target)
        }
        guard !entries.isEmpty else { return [] }
        let state = try queueTarget.state()
        if let ready = state.ready, state.isReadyAhead {
            let move = TargetMove(coordinator: coordinator, queueTarget: queueTarget, state: state)
            guard case .moved = try move.run(to: ready, cause: "parallel-cc: land what waited") else { return [] }
        } else if let ready = state.ready {
            try queueTarget.dropReady(ready)
        }
        let target = try queueTarget.state().target
        var landed: [QueueEntry] = []
        for var entry in entries {
            if let result = entry.result, try queueTarget.git.commitIfAny(result) != nil,
                try queueTarget.git.isAncestor(result, of: target)
            {
                entry.state = .landed
                // The reason for waiting no longer holds.
                entry.message = nil
                landed.append(try conclude(entry, on: nil))
            } else {
                try requeue(entry)
            }
        }
        return landed
    }

    /// Puts an entry back to its state in the queue, or removes it when its branch was queued again since then.
    func requeue(_ former: QueueEntry) throws(ParallelError) {
        var entry = former
        entry.result = nil
        entry.message = nil
        entry.changedAt = coordinator.timestamp
        let again = entry
        let isThrough = try coordinator.database.write { db throws(StoreError) in
            var entry = again
            let isThrough = try QueueTable.isQueuedAgain(entry, in: db)
            entry.state = isThrough ? .removed : .queued
            if isThrough { entry.message = "it was queued again" }
            try QueueTable.update(entry, in: db)
            return isThrough
        }
        guard isThrough else { return }
        entry.state = .removed
        try unpin(entry)
    }

    /// Records the result for a branch and sends messages to the sessions concerned, in one transaction.
    /// - Parameter base: the commit on which it was put; nil: the present target.
    /// - Returns: the present entry. For an entry that could not land and was removed or queued again meanwhile,
    ///   nothing is recorded.
    func conclude(_ former: QueueEntry, on base: String?) throws(ParallelError) -> QueueEntry {
        var entry = former
        entry.changedAt = coordinator.timestamp
        if entry.state == .landed, try !isSafeUnpinned(entry) {
            let note = "Its own commits are on no branch and stay at \(entry.pin)."
            entry.message = [entry.message, note].compactMap(\.self).joined(separator: " ")
        }
        let tip = try coordinator.git(entry.repository).commitIfAny("refs/heads/" + entry.branch)
        let waiting = try coordinator.git(entry.repository).commitIfAny(ReadyMerge.reference(entry.target))
        let ground = base != nil && base == waiting ? ReadyMerge.reference(entry.target) : entry.target
        let ready = entry.state == .ready ? try readyMerge(of: entry) : nil
        let notice = QueueNotice(
            entry: entry, base: ground, hasMovedOn: tip != nil && tip != entry.tip,
            command: ready.flatMap { $0.obstacles?.isEmpty == false ? $0.command : nil }
                ?? QueueNotice.command(entry.target))
        let ended = entry
        // If git cannot tell the checkouts, the session that was given the branch is told.
        let queueTarget = QueueTarget(coordinator, repository: entry.repository, target: entry.branch)
        let checkouts = (try? queueTarget.checkouts()) ?? []
        let isLost = ended.state == .conflict || ended.state == .failed
        let notified = try coordinator.database.write { db throws(StoreError) -> [Session]? in
            if isLost, try !QueueTable.isUnchanged(ended, in: db) { return nil }
            try QueueTable.update(ended, in: db)
            try record("branch.\(ended.state.rawValue)", entry: ended, in: db)
            let sessions = try concerned(ended, workingIn: checkouts, in: db)
            for session in sessions {
                try coordinator.post(
                    String(notice.text.prefix(Coordinator.longestMessage)), kind: .landing, to: session, in: db)
            }
            return sessions
        }
        guard let notified else {
            entry.state = .queued
            return entry
        }
        for session in notified { coordinator.raiseMailFlag(of: session) }
        // An unneeded reference costs nothing. To report a complete landing as failed would be wrong.
        if ended.state != .ready { try? unpin(ended) }
        return ended
    }

    /// Returns the session that asked and the sessions that work on the branch now, or, when there are none, those that
    /// started with the branch.
    private func concerned(
        _ entry: QueueEntry, workingIn checkouts: [String], in db: Connection
    ) throws(StoreError) -> [Session] {
        let living = try SessionTable.live(in: db).filter {
            $0.repository.isSame(as: entry.repository) && coordinator.liveness($0) != .dead
        }
        let workers = living.filter { checkouts.holds(name: $0.worktreePath) }
        return living.filter { session in
            let works =
                workers.isEmpty ? session.branch.isSame(as: entry.branch) : workers.contains { $0.id == session.id }
            return session.id == entry.sessionID || works
        }
    }
}
