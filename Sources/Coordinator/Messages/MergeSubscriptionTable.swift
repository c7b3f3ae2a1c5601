package import Store

/// The SQL of the table `merge_subscriptions`.
package enum MergeSubscriptionTable {
    /// Inserts a subscription with no end and no merge.
    package static func insert(_ subscription: MergeSubscription, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT INTO merge_subscriptions (id, session_id, repository, branch, target, tip, had_own_commits, state,
                created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                subscription.id, subscription.sessionID, subscription.repository, subscription.branch,
                subscription.target, subscription.tip, subscription.hadOwnCommits, subscription.state,
                subscription.createdAt,
            ])
    }

    /// Returns the session's active subscription to the branch; nil for none.
    package static func active(
        _ session: String, repository: String, branch: String, target: String, in db: Connection
    ) throws(StoreError) -> MergeSubscription? {
        try db.first(
            """
            SELECT * FROM merge_subscriptions WHERE session_id = ? AND repository = ? AND branch = ? AND target = ?
                AND state = 'active'
            """, arguments: [session, repository, branch, target], map: MergeSubscription.init(row:))
    }

    /// Returns all active subscriptions, in one repository or in all, oldest first.
    package static func active(of repository: String?, in db: Connection) throws(StoreError) -> [MergeSubscription] {
        try db.query(
            """
            SELECT * FROM merge_subscriptions WHERE state = 'active' AND (?1 IS NULL OR repository = ?1)
            ORDER BY created_at, rowid
            """, arguments: [repository], map: MergeSubscription.init(row:))
    }

    static func hasActive(in db: Connection) throws(StoreError) -> Bool {
        try db.value("SELECT 1 FROM merge_subscriptions WHERE state = 'active' LIMIT 1") as Int? != nil
    }

    /// Returns subscriptions in any state, newest first.
    package static func list(
        of repository: String?, branch: String?, limit: Int, in db: Connection
    ) throws(StoreError) -> [MergeSubscription] {
        try db.query(
            """
            SELECT * FROM merge_subscriptions
            WHERE (?1 IS NULL OR repository = ?1) AND (?2 IS NULL OR instr(branch, ?2) > 0)
            ORDER BY created_at DESC, rowid DESC LIMIT ?3
            """, arguments: [repository, branch, limit], map: MergeSubscription.init(row:))
    }

    /// Stores the branch's present tip.
    package static func see(_ id: String, tip: String, hadOwnCommits: Bool, in db: Connection) throws(StoreError) {
        try db.run(
            "UPDATE merge_subscriptions SET tip = ?, had_own_commits = ? WHERE id = ?",
            arguments: [tip, hadOwnCommits, id])
    }

    /// Marks an active subscription as notified.
    /// - Returns: whether it was still active. Only the caller that gets true tells the session.
    package static func fulfil(_ id: String, merge: String, at: String, in db: Connection) throws(StoreError) -> Bool {
        try db.run(
            """
            UPDATE merge_subscriptions SET state = 'notified', ended_at = ?, merge_id = ?
            WHERE id = ? AND state = 'active'
            """, arguments: [at, merge, id]) == 1
    }

    /// Ends the active subscriptions of a session that ends.
    package static func endAll(of session: String, at: String, in db: Connection) throws(StoreError) {
        try db.run(
            "UPDATE merge_subscriptions SET state = 'ended', ended_at = ? WHERE session_id = ? AND state = 'active'",
            arguments: [at, session])
    }
}
