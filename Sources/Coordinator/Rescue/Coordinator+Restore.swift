internal import Files
internal import GitKit
internal import Glibc
internal import HookCore
internal import Store

extension Coordinator {
    /// Makes a worktree again. Its row says `kept`, so that it stays while the user looks at it.
    ///
    /// The rescue or trash entry stays until the worktree is complete.
    /// - Throws: `.pathExists`, `.worktreeInUse`, `.gitFailed`, `.cannotWrite`. Nothing of the worktree is left then.
    func restore(_ plan: RestorePlan) throws(ParallelError) -> WorktreeRecord {
        try makeRoom(for: plan)
        context.reach("restore.room")
        let start = try RestoreStart(plan, with: git(plan.repository))
        let record = try begin(plan, start: start)
        do throws(ParallelError) {
            let notices = try WorktreeRestoration(coordinator: self, plan: plan, start: start).run()
            return try finish(plan, start: start, record: record, notices: notices)
        } catch {
            // The files from the trash may be saved in no rescue.
            undoing {
                _ = try? remove(record, reason: "restoring it failed", wasReady: false, isJustMade: plan.trash == nil)
            }
            throw error
        }
    }

    /// Frees the path. When a worktree's directory was deleted by hand, first saves what git still knows of the
    /// worktree.
    private func makeRoom(for plan: RestorePlan) throws(ParallelError) {
        let former = try database.read { db throws(StoreError) in try WorktreeTable.find(path: plan.path, in: db) }
        if let former, !FileAccess.isDirectory(plan.path) {
            try database.write { db throws(StoreError) in try markLost(in: db) }
            if former.owner != nil, isAtWork(former) { throw Self.atWork(plan) }
            let outcome = try remove(
                former, reason: "its directory was deleted", wasReady: former.state != .creating)
            if let reason = outcome.kept {
                throw ParallelError(
                    .worktreeInUse, operation: "restore", subject: plan.path, message: reason,
                    hint: PlaceTaken(coordinator: self, plan: plan).elsewhere)
            }
        }
        // An empty directory counts as none, for git as well.
        guard !FileAccess.exists(plan.path) || rmdir(plan.path) == 0 else {
            throw try PlaceTaken(coordinator: self, plan: plan).error
        }
        try locked(plan.repository) { () throws(ParallelError) in
            try WorktreeAdministration.removeRemains(of: plan.path, commonDirectory: plan.repository)
        }
    }

    private func begin(_ plan: RestorePlan, start: RestoreStart) throws(ParallelError) -> WorktreeRecord {
        let begun = try database.write { db throws(StoreError) -> WorktreeRecord? in
            if try WorktreeTable.find(path: plan.path, in: db) != nil { return nil }
            let id = try WorktreeTable.freeID(FilePath.name(of: plan.path), in: db)
            let record = WorktreeRecord(
                id: id, repository: plan.repository, path: plan.path,
                branch: start.newHead == .newBranch(id) ? id : nil, state: .creating,
                keptReason: plan.trash == nil ? nil : Self.restoredReason, owner: context.process,
                ownerBootID: context.host.bootID,
                ownerPidNamespace: context.host.pidNamespace, createdAt: timestamp)
            try WorktreeTable.insert(record, in: db)
            return record
        }
        guard let begun else { throw Self.atWork(plan) }
        return begun
    }

    private static func atWork(_ plan: RestorePlan) -> ParallelError {
        ParallelError(
            .worktreeInUse, operation: "restore", subject: plan.path,
            message: "another command makes or removes a worktree there just now", hint: "try again later")
    }

    private func finish(
        _ plan: RestorePlan, start: RestoreStart, record: WorktreeRecord, notices: [String]
    ) throws(ParallelError) -> WorktreeRecord {
        try database.write { db throws(StoreError) in
            // Differences from the saved state stand in the reason, which `status` shows.
            let reason = ([Self.restoredReason] + notices).joined(separator: "; ")
            try WorktreeTable.endOperation(.kept, id: record.id, keptReason: reason, in: db)
            try WorktreeTable.setPlace(inodeAround(record.path), of: record.id, in: db)
            try WorktreeTable.setOrigin(start.commit, branch: start.branch, of: record.id, in: db)
            if let trash = plan.trash { try TrashTable.delete(trash.id, in: db) }
            try EventTable.append(
                "worktree.restored", at: timestamp, repository: plan.repository, worktree: plan.path,
                detail: plan.rescue?.manifest.id, in: db)
            if let rescue = plan.rescue {
                try EventTable.rescueRestored(
                    rescue.manifest.id, at: timestamp, repository: plan.repository, worktree: plan.path, in: db)
            }
        }
        return try worktree(id: record.id)
    }
}
