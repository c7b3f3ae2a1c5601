internal import Files
internal import GitKit
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    /// Returns the worktrees of parallel-cc, in one repository or in all, oldest first.
    package func worktrees(in repository: String? = nil) throws(ParallelError) -> [WorktreeRecord] {
        let all = try database.read { db throws(StoreError) in try WorktreeTable.all(in: db) }
        return all.filter { repository == nil || $0.repository.isSame(as: repository) }
    }

    /// Returns the worktree of an id.
    /// - Throws: `.unknownWorktree` where it is gone meanwhile.
    func worktree(id: String) throws(ParallelError) -> WorktreeRecord {
        guard let found = try database.read({ db throws(StoreError) in try WorktreeTable.find(id: id, in: db) }) else {
            throw unknownWorktree(id)
        }
        return found
    }

    /// Finds a worktree by its path, its name, the name of its directory, or the name of the living session that works
    /// in it. Where several have the name, that of the repository in which the command runs is meant.
    /// - Throws: `.unknownWorktree`.
    package func worktree(_ name: String) throws(ParallelError) -> WorktreeRecord {
        let all = try worktrees()
        if let found = all.first(where: { $0.path.isSame(as: realPath(name)) }) { return found }
        let named = all.filter { $0.id.isSame(as: name) }
        let placed = all.filter { FilePath.name(of: $0.path).isSame(as: name) }
        let paths = try livingSessions().filter { $0.name.isSame(as: name) }.map(\.worktreePath)
        let lived = all.filter { worktree in paths.contains { $0.isSame(as: worktree.path) } }
        let kinds = [named, placed, lived]
        if Set(kinds.joined().map(\.id)).count > 1, let here = callerRepository {
            for kind in kinds {
                if let found = kind.last(where: { $0.repository.isSame(as: here) }) { return found }
            }
        }
        if let found = named.first { return found }
        let rest = placed + lived
        guard let found = rest.first else {
            throw unknownWorktree(name)
        }
        if let other = rest.first(where: { $0.id != found.id }) {
            throw ParallelError(
                .unknownWorktree, operation: "find worktree", subject: name,
                message: "several have that name: \(found.path), \(other.path)", hint: "name the path")
        }
        return found
    }

    private func unknownWorktree(_ name: String) -> ParallelError {
        ParallelError(
            .unknownWorktree, operation: "find worktree", subject: name, message: "no such worktree of ours",
            hint: "parallel-cc worktree list")
    }

    /// Marks a worktree as kept by the user: only its removal by name removes it.
    package func keepWorktree(_ name: String, reason: String) throws(ParallelError) -> WorktreeRecord {
        let worktree = try worktree(name)
        let isIdle = try database.write { db throws(StoreError) in
            guard let current = try WorktreeTable.find(id: worktree.id, in: db),
                [.active, .kept].contains(current.state)
            else {
                return false
            }
            try WorktreeTable.endOperation(.kept, id: worktree.id, keptReason: reason, in: db)
            try EventTable.append(
                "worktree.kept", at: timestamp, repository: worktree.repository, session: worktree.sessionID,
                worktree: worktree.path, cause: reason, in: db)
            return true
        }
        guard isIdle else { throw inUse(worktree, condition: "is being worked on") }
        return try self.worktree(id: worktree.id)
    }

    /// Removes a worktree by name. It is saved like any other.
    /// - Throws: `.unknownWorktree`; `.worktreeInUse` when a live session holds it.
    package func removeWorktree(_ name: String) throws(ParallelError) -> RemovalOutcome {
        let wanted = try findMoved(worktree(name))
        if let missing = repositoryMissing(for: wanted) { return try forget(wanted, missing: missing) }
        // The repair may already do what the user wants. A worktree whose creation never finished is removed only in
        // this way.
        let repaired = try repair().first { $0.path.isSame(as: wanted.path) }
        if let repaired, repaired.removed || wanted.state == .creating { return repaired }
        try reconcile()
        let (worktree, holder) = try waitForRemoval(wanted)
        if let holder { throw inUse(wanted, condition: "is held by session \(holder)") }
        guard let worktree else { return try removedMeanwhile(wanted) }
        guard worktree.state == .active || worktree.state == .kept else {
            throw inUse(wanted, condition: "is being worked on")
        }
        return try remove(worktree, reason: "removed by name", isByName: true)
    }

    /// Waits a while for a removal by another command, because one runs after each release. Then returns the worktree
    /// and the session that holds it.
    private func waitForRemoval(_ wanted: WorktreeRecord) throws(ParallelError) -> (WorktreeRecord?, holder: String?) {
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

    /// Describes a removal that another command has completed.
    private func removedMeanwhile(_ worktree: WorktreeRecord) throws(ParallelError) -> RemovalOutcome {
        let entry = try trash().last { $0.path.isSame(as: worktree.path) }
        return RemovalOutcome(
            path: worktree.path, removed: true, branch: worktree.branch, branchDeleted: false, rescue: entry?.rescue,
            kept: nil)
    }

    /// Deletes the record of a worktree whose repository is gone. No git is left to save anything with, so the
    /// worktree's files must be gone, too.
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

    private func inUse(_ worktree: WorktreeRecord, condition: String) -> ParallelError {
        ParallelError(
            .worktreeInUse, operation: "change worktree", subject: worktree.path, message: "it \(condition)",
            hint: "parallel-cc status")
    }

    /// Returns the newest `limit` events after `sequence`, oldest first.
    package func events(
        repository: String?, after sequence: Int64 = 0, limit: Int = 100
    ) throws(ParallelError) -> [Event] {
        try database.read { db throws(StoreError) in
            try EventTable.list(repository: repository, after: sequence, limit: limit, in: db)
        }
    }
}
