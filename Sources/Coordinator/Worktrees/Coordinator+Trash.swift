internal import Exec
internal import GitKit
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    /// Removed worktrees that can still be had back whole, oldest first.
    package func trash() throws(ParallelError) -> [TrashRecord] {
        try database.read { db throws(StoreError) in try TrashTable.all(db) }.filter { FileAccess.exists($0.trashPath) }
    }

    /// Deletes what lies in the trash for longer than `days`, then the oldest until the rest is under `maxBytes`.
    ///
    /// The rescues stay: they are in the repository.
    /// - Parameter repository: only this one's; that of all repositories when nil.
    /// - Returns: the ids of what is gone.
    /// - Throws: what kept the first entry that could not be deleted; all others have been tried.
    @discardableResult
    package func emptyTrash(
        of repository: String? = nil, olderThanDays days: Int, maxBytes: UInt64
    ) throws(ParallelError) -> [String] {
        let result = try emptyOldTrash(of: repository, days: days, maxBytes: maxBytes)
        if let failure = result.failures.first { throw failure.error }
        return result.gone
    }

    /// The same, with the failures beside the successes.
    func emptyOldTrash(
        of repository: String? = nil, days: Int, maxBytes: UInt64
    ) throws(ParallelError) -> (gone: [String], failures: [(path: String, error: ParallelError)]) {
        let limit = context.now().milliseconds - Int64(days) * 86_400_000
        let all = try database.read { db throws(StoreError) in
            try TrashTable.all(db).filter { repository == nil || $0.repository == repository }
        }
        var total = all.reduce(0) { $0 + $1.bytes }
        var gone: [String] = []
        var failures: [(path: String, error: ParallelError)] = []
        for record in all {
            let isOld = (Timestamp(text: record.trashedAt)?.milliseconds ?? 0) <= limit
            if !isOld, total <= maxBytes { break }
            if Interruption.signal != nil { break }
            do throws(ParallelError) {
                try deleteTrash(record)
                total -= record.bytes
                gone.append(record.id)
            } catch {
                failures.append((record.trashPath, error))
            }
        }
        return (gone, failures)
    }

    private func deleteTrash(_ record: TrashRecord) throws(ParallelError) {
        let folder = directory(of: record.trashPath)
        if let inside = ProcessesInside(record.trashPath, since: context.now()).first {
            throw RemovalGuards.keep(.processInside, "a process lives in it", inside)
        }
        // Nothing but what lies in a trash folder of ours is ever deleted. It first gets a name that nobody restores.
        let doomed = record.trashPath + ".deleting"
        if lastComponent(folder) == ".trash" {
            try rename(record.trashPath, to: doomed)
            context.reach("trash.renamed")
            do throws(ParallelError) {
                try refuseLateWork(in: doomed, record)
            } catch {
                try rename(doomed, to: record.trashPath)
                throw error
            }
            try TreeDeletion.delete(doomed)
            context.reach("trash.deleted")
            rmdir(folder)
            rmdir(directory(of: folder))
        }
        try database.write { db throws(StoreError) in
            try TrashTable.delete(record.id, db)
            try EventTable.append(
                "trash.emptied", at: timestamp, repository: record.repository, session: record.sessionID,
                worktree: record.path, detail: record.id, db)
        }
    }

    private func rename(_ path: String, to other: String) throws(ParallelError) {
        guard FileAccess.exists(path), Glibc.rename(path, other) != 0 else { return }
        throw ParallelError(
            .cannotWrite, operation: "empty trash", subject: path, message: "it cannot be renamed",
            cause: String(cString: strerror(errno)))
    }

    /// A process that had a file open when its worktree was removed may have gone on writing to it: no rescue has that.
    private func refuseLateWork(in doomed: String, _ record: TrashRecord) throws(ParallelError) {
        let changed = TreeFingerprint.of(doomed).latestChange
        guard changed >= record.savedUntil else { return }
        let moment = Timestamp(milliseconds: Int64(clamping: changed / 1_000_000)).text
        throw ParallelError(
            .changedInTrash, operation: "empty trash", subject: record.trashPath,
            message: "it was written to at \(moment), after it was removed",
            hint: "parallel-cc trash restore \(record.id)")
    }

    /// Puts a removed worktree back where it was, ignored files and all.
    /// - Parameter id: of the entry, or the old path: then the newest that lay there.
    /// - Throws: `.unknownTrash`; `.pathExists` when something lies there now.
    package func restoreTrash(_ id: String) throws(ParallelError) -> WorktreeRecord {
        guard let record = try trash().last(where: { $0.id == id || $0.path == id }) else {
            throw ParallelError(
                .unknownTrash, operation: "restore from trash", subject: id, message: "no such entry",
                hint: "parallel-cc trash list")
        }
        let rescue = try git(record.repository).rescues().first { $0.manifest.id == record.rescue }
        let restored = try restore(
            RestorePlan(
                repository: record.repository, path: record.path, branch: record.branch,
                head: rescue == nil ? record.head ?? record.branch.map { "refs/heads/\($0)" } : rescue?.manifest.head,
                rescue: rescue,
                trash: record))
        rmdir(directory(of: record.trashPath))
        return restored
    }
}
