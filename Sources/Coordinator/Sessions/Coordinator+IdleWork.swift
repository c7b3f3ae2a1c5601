package import HookCore
internal import Store

extension Coordinator {
    /// Whether there is something that nobody has to ask for: trash past its time or size, a worktree without a session or
    /// half made or half gone, a stash entry that was not seen yet, a session that waits for a merge.
    /// One look at the database; no git.
    package func hasIdleWork() throws(ParallelError) -> Bool {
        let dayAgo = context.now().milliseconds - 86_400_000
        let limit = context.now().milliseconds - Int64(configuration.trashDays) * 86_400_000
        return try database.read { db throws(StoreError) in
            let trash = try TrashTable.all(db).filter { $0.staysBecause == nil }
            if let oldest = trash.first?.time {
                let bytes = trash.reduce(0) { $0 + $1.bytes }
                if oldest <= limit || (oldest <= dayAgo && bytes > configuration.trashMaxBytes) { return true }
            }
            let isPending = try WorktreeTable.pending(db).contains { !isAtWork($0) && FileAccess.exists($0.repository) }
            if isPending { return true }
            let isStashed = try SessionTable.repositories(db).contains { mayHaveNewStash($0, asksGit: false) }
            if isStashed { return true }
            if try hasSubscriptions(db) { return true }
            let free: Int? = try db.value(
                """
                SELECT 1 FROM worktrees w WHERE w.state = 'active'
                    AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.path = w.path) LIMIT 1
                """)
            return free != nil
        }
    }
}
