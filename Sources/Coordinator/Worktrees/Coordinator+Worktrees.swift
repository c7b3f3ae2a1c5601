internal import Files
internal import GitKit
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    /// Worktrees of ours, in one repository or in all.
    package func worktrees(in repository: String? = nil) throws(ParallelError) -> [WorktreeRecord] {
        let all = try database.read { db throws(StoreError) in try WorktreeTable.all(in: db) }
        return all.filter { repository == nil || $0.repository == repository }
    }

    /// One of them, by name, path, or the name of the living session that works in it.
    /// - Throws: `.unknownWorktree`.
    package func worktree(_ name: String) throws(ParallelError) -> WorktreeRecord {
        let all = try worktrees()
        if let found = all.first(where: { $0.id == name || $0.path == realPath(name) }) { return found }
        let place = try livingSessions().last { $0.name == name }?.worktreePath
        guard let found = all.first(where: { $0.path == place }) else {
            throw ParallelError(
                .unknownWorktree, operation: "find worktree", subject: name, message: "no such worktree of ours",
                hint: "parallel-cc worktree list")
        }
        return found
    }

    /// Marks a worktree as the user's to keep: nothing removes it until it is removed by name.
    package func keepWorktree(_ name: String, reason: String) throws(ParallelError) -> WorktreeRecord {
        let worktree = try worktree(name)
        let isIdle = try database.write { db throws(StoreError) in
            guard let current = try WorktreeTable.find(id: worktree.id, in: db),
                [.active, .kept].contains(current.state)
            else {
                return false
            }
            try WorktreeTable.settle(.kept, id: worktree.id, keptReason: reason, in: db)
            try EventTable.append(
                "worktree.kept", at: timestamp, repository: worktree.repository, session: worktree.sessionID,
                worktree: worktree.path, cause: reason, in: db)
            return true
        }
        guard isIdle else { throw inUse(worktree, why: "is being worked on") }
        return try self.worktree(worktree.id)
    }

    /// Removes one by name, saved like any other.
    /// - Throws: `.unknownWorktree`; `.worktreeInUse` when a live session holds it.
    package func removeWorktree(_ name: String) throws(ParallelError) -> RemovalOutcome {
        let wanted = try followed(worktree(name))
        if let missing = repositoryMissing(for: wanted) { return try forget(wanted, missing: missing) }
        // What a killed command had begun may be just that; one that was never finished goes in no other way.
        let repaired = try repair().first { $0.path == wanted.path }
        if let repaired, repaired.removed || wanted.state == .creating { return repaired }
        try reconcile()
        let (worktree, holder) = try settled(wanted)
        if let holder { throw inUse(wanted, why: "is held by session \(holder)") }
        guard let worktree else { return try removedMeanwhile(wanted) }
        guard worktree.state == .active || worktree.state == .kept else {
            throw inUse(wanted, why: "is being worked on")
        }
        return try remove(worktree, reason: "removed by name", isByName: true)
    }

    /// A worktree and the session that holds it, after a while in which another command may end that works on it: one runs
    /// after each release.
    private func settled(_ wanted: WorktreeRecord) throws(ParallelError) -> (WorktreeRecord?, holder: String?) {
        var found: (WorktreeRecord?, holder: String?) = (nil, nil)
        for _ in 0..<200 {
            found = try database.read { db throws(StoreError) in
                (try WorktreeTable.find(id: wanted.id, in: db), try SessionTable.holder(of: wanted.path, in: db))
            }
            guard let worktree = found.0, worktree.state == .removing, isAtWork(worktree) else { break }
            usleep(50_000)
        }
        return found
    }

    /// The other command has taken it away.
    private func removedMeanwhile(_ worktree: WorktreeRecord) throws(ParallelError) -> RemovalOutcome {
        let entry = try trash().last { $0.path == worktree.path }
        return RemovalOutcome(
            path: worktree.path, removed: true, branch: worktree.branch, branchDeleted: false, rescue: entry?.rescue,
            kept: nil)
    }

    /// One whose repository was deleted: there is no git left to save anything with, so its files must be gone, too.
    private func forget(_ worktree: WorktreeRecord, missing: ParallelError) throws(ParallelError) -> RemovalOutcome {
        guard !FileAccess.exists(worktree.path) else { throw missing }
        try database.write { db throws(StoreError) in
            try WorktreeTable.delete(worktree.id, in: db)
            try EventTable.append(
                "worktree.forgotten", at: timestamp, repository: worktree.repository, session: worktree.sessionID,
                worktree: worktree.path, cause: "neither it nor its repository is there", in: db)
        }
        var outcome = RemovalOutcome.kept(
            worktree.path, branch: worktree.branch,
            because:
                "neither it nor its repository \(worktree.repository) is there: nothing was saved, moved or deleted")
        outcome.isForgotten = true
        return outcome
    }

    private func inUse(_ worktree: WorktreeRecord, why: String) -> ParallelError {
        ParallelError(
            .worktreeInUse, operation: "change worktree", subject: worktree.path, message: "it \(why)",
            hint: "parallel-cc status")
    }

    /// The events after `sequence`, the newest `limit` of them, oldest first.
    package func events(
        repository: String?, after sequence: Int64 = 0, limit: Int = 100
    ) throws(ParallelError) -> [Event] {
        try database.read { db throws(StoreError) in
            try EventTable.list(repository: repository, after: sequence, limit: limit, in: db)
        }
    }
}
