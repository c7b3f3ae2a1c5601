internal import Coordinator
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension MergeQueue {
    /// Removes a branch from the queue, also from the merge that is ready for its target.
    /// - Parameter name: the name of the branch, or an entry's id.
    /// - Throws: `.unknownLanding`, also for a branch that has landed by now; `.landingBusy`.
    package func remove(_ name: String, in repository: String) throws(ParallelError) -> QueueEntry {
        let open: Set<QueueEntry.State> = [.queued, .landing, .ready, .conflict, .failed]
        let found = try coordinator.database.read { db throws(StoreError) in
            try QueueTable.list(of: repository, states: open, in: db).filter {
                $0.id == name || $0.branch.isSame(as: name)
            }
        }
        guard let last = found.last else { throw unknownLanding(name, message: "it is not in the queue") }
        let waiting = found.filter { $0.state == .ready && $0.target.isSame(as: last.target) }
        if !waiting.isEmpty { try removeWaiting(waiting, in: repository) }
        if last.state == .ready { return try landing(last.id) ?? last }
        let removed = try coordinator.database.write { db throws(StoreError) -> QueueEntry? in
            guard var entry = try QueueTable.find(id: last.id, in: db), open.contains(entry.state) else { return nil }
            if entry.state == .landing { return entry }
            entry.state = .removed
            entry.message = nil
            entry.changedAt = coordinator.timestamp
            try QueueTable.update(entry, in: db)
            try record("landing.removed", entry: entry, in: db)
            return entry
        }
        guard let removed else { throw unknownLanding(name, message: "it is not in the queue any more") }
        if removed.state == .landing {
            throw ParallelError(
                .landingBusy, operation: "take out of the queue", subject: name, message: "it is landing just now",
                hint: "parallel-cc merge queue")
        }
        try unpin(removed)
        return removed
    }

    private func landing(_ id: String) throws(ParallelError) -> QueueEntry? {
        try coordinator.database.read { db throws(StoreError) in try QueueTable.find(id: id, in: db) }
    }

    private func unknownLanding(_ name: String, message: String) -> ParallelError {
        ParallelError(
            .unknownLanding, operation: "take out of the queue", subject: name, message: message,
            hint: "parallel-cc merge queue")
    }

    /// Removes entries from a ready merge. That merge contains them, so it is dropped, and the other branches in it are
    /// queued again.
    private func removeWaiting(_ entries: [QueueEntry], in repository: String) throws(ParallelError) {
        guard let target = entries.first?.target else { return }
        let scratch = ScratchWorktree(landingIn: repository, with: coordinator)
        try scratch.take()
        defer { scratch.leave() }
        let queueTarget = QueueTarget(coordinator, repository: repository, target: target)
        let tip = try coordinator.git(repository).commitIfAny(queueTarget.reference)
        for entry in entries {
            if let tip, let result = entry.result, try coordinator.git(repository).isAncestor(result, of: tip) {
                throw unknownLanding(entry.branch, message: "it has landed on \(target)")
            }
        }
        // The reference is deleted first: rows without a reference are merged anew, but a reference without rows would
        // land.
        if let ready = try coordinator.git(repository).commitIfAny(queueTarget.readyReference) {
            try queueTarget.dropReady(ready)
        }
        let all = try coordinator.database.read { db throws(StoreError) in
            try QueueTable.list(of: repository, target: target, states: [.ready], in: db)
        }
        for var entry in all {
            guard entries.contains(where: { $0.id == entry.id }) else {
                try requeue(entry)
                continue
            }
            entry.state = .removed
            entry.message = nil
            entry.changedAt = coordinator.timestamp
            let removed = entry
            try coordinator.database.write { db throws(StoreError) in
                try QueueTable.update(removed, in: db)
                try record("landing.removed", entry: removed, in: db)
            }
            try unpin(removed)
        }
    }
}
