internal import Files
package import HookCore
internal import Store

extension Coordinator {
    /// Whether a cleanup would have work that needs no question: trash past its time or size, a worktree without a
    /// session, an unfinished creation or removal, a new stash entry, or a session that waits for a merge. Reads the
    /// database and does not start git.
    package func hasIdleWork() throws(ParallelError) -> Bool {
        try database.read { db throws(StoreError) in
            if try hasDueTrash(in: db) { return true }
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

    /// Whether trash is past its time or size, or the last reading of the clocks is so old that a new one cannot count
    /// all of the time.
    private func hasDueTrash(in db: Connection) throws(StoreError) -> Bool {
        let trash = try TrashTable.all(in: db).filter { $0.staysBecause == nil }
        guard let oldest = trash.map(\.elapsedAt).min() else { return false }
        let now = try elapsedTime(in: db)
        let day: Int64 = 86_400_000
        let bytes = trash.reduce(0) { $0 + $1.bytes }
        if now - oldest >= Int64(configuration.trashDays) * day { return true }
        if now - oldest >= day, bytes > configuration.trashMaxBytes { return true }
        let last = try ElapsedTimeTable.last(in: db)?.elapsed ?? now
        return now - last >= ElapsedTime.believed
    }
}
