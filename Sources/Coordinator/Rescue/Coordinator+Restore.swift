internal import Exec
internal import Files
internal import GitKit
internal import Glibc
internal import HookCore
internal import Store

extension Coordinator {
    /// Makes a worktree again. Its row says `kept`: whoever restores wants to look at it in peace.
    ///
    /// What it is restored from stays until it is whole.
    /// - Throws: `.pathExists`, `.worktreeInUse`, `.gitFailed`, `.cannotWrite`. Then nothing of it is left.
    func restore(_ plan: RestorePlan) throws(ParallelError) -> WorktreeRecord {
        try makeRoom(for: plan)
        let start = try RestoreStart(plan, with: git(plan.repository))
        let record = try begin(plan, start: start)
        do throws(ParallelError) {
            let notices = try WorktreeRestoration(coordinator: self, plan: plan, start: start).run()
            return try finish(plan, start: start, record: record, notices: notices)
        } catch {
            // What was in the trash may be saved nowhere.
            undoing {
                _ = try? remove(record, reason: "restoring it failed", wasReady: false, isOurs: plan.trash == nil)
            }
            throw error
        }
    }

    /// A worktree whose directory was deleted by hand is first saved as far as git still knows it.
    private func makeRoom(for plan: RestorePlan) throws(ParallelError) {
        let former = try database.read { db throws(StoreError) in try WorktreeTable.find(path: plan.path, in: db) }
        if let former, !FileAccess.isDirectory(plan.path) {
            try database.write { db throws(StoreError) in try markLost(in: db) }
            let outcome = try remove(former, reason: "its directory was deleted")
            if let reason = outcome.kept {
                throw ParallelError(.worktreeInUse, operation: "restore", subject: plan.path, message: reason)
            }
        }
        // An empty directory is as good as none, also to git.
        guard !FileAccess.exists(plan.path) || rmdir(plan.path) == 0 else {
            let place = ShellWord.quote(plan.path)
            let elsewhere =
                plan.trash.map { "trash restore \(ShellWord.quote($0.id))" }
                ?? plan.rescue.map { "rescue restore \($0.manifest.id)" } ?? ""
            throw ParallelError(
                .pathExists, operation: "restore", subject: plan.path, message: "something lies there already",
                hint: "mv \(place) \(ShellWord.quote(plan.path + "-moved")); or: parallel-cc \(elsewhere) --to PATH")
        }
    }

    private func begin(_ plan: RestorePlan, start: RestoreStart) throws(ParallelError) -> WorktreeRecord {
        try database.write { db throws(StoreError) in
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
    }

    private func finish(
        _ plan: RestorePlan, start: RestoreStart, record: WorktreeRecord, notices: [String]
    ) throws(ParallelError) -> WorktreeRecord {
        try database.write { db throws(StoreError) in
            // What is not as it was stands where `status` shows it.
            let reason = ([Self.restoredReason] + notices).joined(separator: "; ")
            try WorktreeTable.settle(.kept, id: record.id, keptReason: reason, in: db)
            try WorktreeTable.setPlace(inodeAround(record.path), of: record.id, in: db)
            try db.run(
                "UPDATE worktrees SET base = ?, branch = ? WHERE id = ?",
                arguments: [start.commit, start.branch, record.id])
            if let trash = plan.trash { try TrashTable.delete(trash.id, in: db) }
            try EventTable.append(
                "worktree.restored", at: timestamp, repository: plan.repository, worktree: plan.path,
                detail: plan.rescue?.manifest.id, in: db)
            if let rescue = plan.rescue {
                try EventTable.rescueRestored(
                    rescue.manifest.id, at: timestamp, repository: plan.repository, worktree: plan.path, in: db)
            }
        }
        return try worktree(record.id)
    }
}
