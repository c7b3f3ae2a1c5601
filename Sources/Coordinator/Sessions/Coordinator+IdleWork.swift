internal import Files
package import HookCore
internal import Store

extension Coordinator {
    /// Whether there is something that nobody has to ask for: trash past its time or size, a worktree without a session or
    /// half made or half gone, a stash entry that was not seen yet, a session that waits for a merge.
    /// One look at the database; no git.
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
            let free: Int? = try db.value(
                """
                SELECT 1 FROM worktrees w WHERE w.state = 'active'
                    AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.path = w.path) LIMIT 1
                """)
            return free != nil
        }
    }

    /// Past its time or size; or the last look at the clocks is so long ago that this one cannot count all of it.
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
