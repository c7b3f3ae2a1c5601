internal import Files
package import HookCore
internal import Store

extension Coordinator {
    /// Whether a cleanup would have work that needs no question: trash past its time or size, a worktree without a
    /// session, an unfinished creation or removal, a new stash entry, or a session that waits for a merge. Reads the
    /// database; git is started at most where trash is older than a day, for the repository's settings.
    package func hasIdleWork() throws(ParallelError) -> Bool {
        if try hasDueTrash() { return true }
        return try database.read { db throws(StoreError) in
            let isPending = try WorktreeTable.pending(in: db).contains {
                !isAtWork($0) && FileAccess.exists($0.repository)
            }
            if isPending { return true }
            let isStashed = try SessionTable.repositories(in: db).contains { mayHaveNewStash($0) }
            if isStashed { return true }
            if try MergeSubscriptionTable.hasActive(in: db) { return true }
            return try WorktreeTable.hasFree(in: db)
        }
    }

    /// Whether trash is past the time or size of its repository, or the last reading of the clocks is so old that a new
    /// one cannot count all of the time.
    private func hasDueTrash() throws(ParallelError) -> Bool {
        let (trash, now, last) = try database.read { db throws(StoreError) in
            (
                try TrashTable.all(in: db).filter { $0.staysBecause == nil }, try elapsedTime(in: db),
                try ElapsedTimeTable.last(in: db)?.elapsed
            )
        }
        if trash.isEmpty { return false }
        if let last, now - last >= ElapsedTime.believed { return true }
        let day: Int64 = 86_400_000
        for (repository, records) in Dictionary(grouping: trash, by: { Name($0.repository) }) {
            let hasOld = records.contains { now - $0.elapsedAt >= day }
            let settings = hasOld ? try settings(ofRepository: repository.text) : configuration
            if !Self.due(records, settings: settings, elapsed: now).isEmpty { return true }
        }
        return false
    }
}
