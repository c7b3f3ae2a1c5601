internal import Coordinator
internal import Exec
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension MergeQueue {
    /// Lands the queued branches of a repository, target by target, in the order in which they were queued.
    ///
    /// Works in a worktree of its own; moves a target only where nobody works on it. Killed anywhere, the next run goes on.
    /// - Throws: `.landingBusy` while another process does so, or a command of an earlier run has not ended; `.interrupted`, the `database…` codes.
    package func run(in repository: String) throws(ParallelError) -> QueueResult {
        let scratch = ScratchWorktree(landingIn: repository, with: coordinator)
        try scratch.take()
        defer { scratch.leave() }
        coordinator.context.reach("landing.taken")
        try scratch.requireDeserted()
        do throws(ParallelError) {
            // A claude that runs without having been registered works somewhere, too.
            try coordinator.reconcile()
            var result = QueueResult()
            try endAttempts(in: repository, into: &result)
            try recoverLandings(in: repository)
            try sweepPins(in: repository)
            let unsettled = Set(result.errors.map(\.target))
            for target in try landingTargets(in: repository) where !unsettled.contains(target) {
                try land(target, scratch: scratch, into: &result)
            }
            try recoverLandings(in: repository)
            try scratch.remove()
            return result
        } catch {
            coordinator.undoing {
                try? recoverLandings(in: repository)
                try? scratch.remove()
            }
            throw error
        }
    }

    /// Puts right what a run that was cut off has left in a checkout.
    private func endAttempts(in repository: String, into result: inout QueueResult) throws(ParallelError) {
        for target in try FastForwardAttempt.unfinished(coordinator.git(repository)) {
            let place = QueueTarget(coordinator, repository: repository, target: target)
            do throws(ParallelError) {
                if let words = try FastForwardAttempt(coordinator: coordinator, place: place).end() {
                    result.notes.append(words)
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
            let place = QueueTarget(coordinator, repository: repository, target: target)
            for entry in try settlePending(place) { result.add(entry) }
            let isWaiting = try !landings([.queued], in: repository).filter { $0.target == target }.isEmpty
            guard isWaiting else { return }
            let tree = try scratch.make(try place.position().base)
            // No branch is to blame for this.
            try tree.requireIdentity()
            let settings = try coordinator.settings(ofRepository: repository)
            try settings.requireTrust("merge.verify")
            try QueueRun(coordinator: coordinator, place: place, settings: settings, scratch: scratch, tree: tree)
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

    /// Those with something to do, in the order of the queue.
    private func landingTargets(in repository: String) throws(ParallelError) -> [String] {
        var targets: [String] = []
        for entry in try landings([.queued, .pending], in: repository) where !targets.contains(entry.target) {
            targets.append(entry.target)
        }
        return targets
    }

    /// What a run that was cut off has marked: it has landed if the target has it, or what waits beside it; else it is
    /// queued as before.
    private func recoverLandings(in repository: String) throws(ParallelError) {
        for entry in try landings([.landing], in: repository) {
            let place = QueueTarget(coordinator, repository: repository, target: entry.target)
            var settled = entry
            if let result = entry.result, try place.git.commitIfAny(result) != nil,
                let position = try? place.position()
            {
                if try coordinator.git(repository).isAncestor(result, of: position.target) {
                    settled.state = .landed
                } else if let pending = position.pending,
                    try coordinator.git(repository).isAncestor(result, of: pending)
                {
                    settled.state = .pending
                }
            }
            if settled.state == .landing {
                try requeue(settled)
            } else {
                _ = try conclude(settled, on: nil)
            }
        }
    }

    /// What waits beside a target lands when nobody works on that any more; when the target has gone another way, it is
    /// put together anew.
    private func settlePending(_ place: QueueTarget) throws(ParallelError) -> [QueueEntry] {
        let entries = try landings([.pending], in: place.repository).filter { $0.target == place.target }
        guard !entries.isEmpty else { return [] }
        let position = try place.position()
        if let pending = position.pending, position.isPendingAhead {
            let move = TargetMove(coordinator: coordinator, place: place, position: position)
            guard case .moved = try move.run(to: pending, cause: "parallel-cc: land what waited") else { return [] }
        } else if let pending = position.pending {
            try place.dropWaiting(pending)
        }
        let target = try place.position().target
        var landed: [QueueEntry] = []
        for var entry in entries {
            if let result = entry.result, try place.git.commitIfAny(result) != nil,
                try place.git.isAncestor(result, of: target)
            {
                entry.state = .landed
                // Why it waited is over.
                entry.message = nil
                landed.append(try conclude(entry, on: nil))
            } else {
                try requeue(entry)
            }
        }
        return landed
    }

    /// Puts an entry back where it was in the queue; one whose branch was queued again since is through.
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

    /// Writes down what became of a branch, and tells those whom it concerns, in one transaction.
    /// - Parameter base: what it was put on; nil where that is the target as it is.
    /// - Returns: the entry as it is now: of one that could not land and was taken out or queued anew meanwhile, nothing
    ///   is written down.
    func conclude(_ former: QueueEntry, on base: String?) throws(ParallelError) -> QueueEntry {
        var entry = former
        entry.changedAt = coordinator.timestamp
        if entry.state == .landed, try !isSafeUnpinned(entry) {
            let words = "Its own commits are on no branch and stay at \(entry.pin)."
            entry.message = [entry.message, words].compactMap(\.self).joined(separator: " ")
        }
        let tip = try coordinator.git(entry.repository).commitIfAny("refs/heads/" + entry.branch)
        let waiting = try coordinator.git(entry.repository).commitIfAny(ReadyMerge.reference(entry.target))
        let ground = base != nil && base == waiting ? ReadyMerge.reference(entry.target) : entry.target
        let pending = entry.state == .pending ? try readyMerge(of: entry) : nil
        let notice = QueueNotice(
            entry: entry, base: ground, hasMovedOn: tip != nil && tip != entry.tip,
            command: pending.flatMap { $0.hidden.isEmpty ? nil : $0.command } ?? QueueNotice.command(entry.target))
        let settled = entry
        // Where git does not tell, whoever got the branch is told.
        let here = (try? QueueTarget(coordinator, repository: entry.repository, target: entry.branch).checkouts()) ?? []
        let isLost = settled.state == .conflict || settled.state == .failed
        let told = try coordinator.database.write { db throws(StoreError) -> [Session]? in
            if isLost, try !QueueTable.isUnchanged(settled, in: db) { return nil }
            try QueueTable.update(settled, in: db)
            try record("branch.\(settled.state.rawValue)", entry: settled, in: db)
            let sessions = try concerned(settled, workingIn: here, in: db)
            for session in sessions {
                try coordinator.post(
                    String(notice.text.prefix(Coordinator.longestMessage)), kind: .landing, to: session, in: db)
            }
            return sessions
        }
        guard let told else {
            entry.state = .queued
            return entry
        }
        for session in told { coordinator.raiseMailFlag(of: session) }
        // A reference that stays costs nothing; a landing that is reported as failed would.
        if settled.state != .pending { try? unpin(settled) }
        return settled
    }

    /// Who asked, and who works on the branch now; where nobody does, whoever got it when he began.
    private func concerned(
        _ entry: QueueEntry, workingIn places: [String], in db: Connection
    ) throws(StoreError) -> [Session] {
        let living = try SessionTable.live(in: db).filter {
            $0.repository == entry.repository && coordinator.liveness($0) != .dead
        }
        let workers = living.filter { places.contains($0.worktreePath) }
        return living.filter { session in
            let works = workers.isEmpty ? session.branch == entry.branch : workers.contains { $0.id == session.id }
            return session.id == entry.sessionID || works
        }
    }
}
