internal import Store

/// Detected merges, the sessions that asked about them, and the patch ids of commits.
///
/// Rows of the TypeScript parallel-cc are entered too; its tables stay unchanged (decision 0004).
enum Migration004 {
    static let merges = Migration(version: 4, name: "merges") { connection throws(StoreError) in
        try connection.execute(schema)
        let tables: [String] = try connection.column("SELECT name FROM sqlite_master WHERE type = 'table'")
        if tables.contains("merge_events") { try connection.execute(legacyMerges) }
        if tables.contains("subscriptions") { try connection.execute(legacySubscriptions) }
    }

    private static let schema = """
        CREATE TABLE merges (
            id TEXT PRIMARY KEY,
            repository TEXT NOT NULL,
            branch TEXT NOT NULL,
            tip TEXT NOT NULL,
            target TEXT NOT NULL,
            reference TEXT NOT NULL,
            target_commit TEXT NOT NULL,
            evidence TEXT NOT NULL,
            commits TEXT NOT NULL,
            reverted_by TEXT,
            merged_at TEXT NOT NULL,
            detected_at TEXT NOT NULL,
            notified INTEGER NOT NULL DEFAULT 0
        );
        CREATE UNIQUE INDEX merges_once ON merges (repository, branch, tip, target);

        CREATE TABLE merge_subscriptions (
            id TEXT PRIMARY KEY,
            session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            repository TEXT NOT NULL,
            branch TEXT NOT NULL,
            target TEXT NOT NULL,
            tip TEXT NOT NULL,
            had_own_commits INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('active', 'notified', 'ended')),
            created_at TEXT NOT NULL,
            ended_at TEXT,
            merge_id TEXT REFERENCES merges (id)
        );
        CREATE UNIQUE INDEX merge_subscriptions_once ON merge_subscriptions (session_id, repository, branch, target)
            WHERE state = 'active';

        CREATE TABLE patch_ids (
            commit_id TEXT PRIMARY KEY,
            paths INTEGER NOT NULL,
            patch BLOB
        ) WITHOUT ROWID;
        """

    private static let legacyMerges = """
        INSERT OR IGNORE INTO merges (id, repository, branch, tip, target, reference, target_commit, evidence, commits,
                                      merged_at, detected_at, notified)
        SELECT id, repo_path || '/.git', branch_name, source_commit, target_branch, 'refs/heads/' || target_branch,
               target_commit, 'ancestor', target_commit,
               coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', merged_at), merged_at),
               coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', detected_at), detected_at), 0
        FROM merge_events;
        """

    /// Copies the old subscriptions as ended ones, because their sessions have ended.
    private static let legacySubscriptions = """
        INSERT INTO merge_subscriptions (id, session_id, repository, branch, target, tip, had_own_commits, state,
                                         created_at, ended_at)
        SELECT id, session_id, repo_path || '/.git', branch_name, target_branch, '', 0,
               CASE WHEN notified_at IS NULL THEN 'ended' ELSE 'notified' END,
               coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', created_at), created_at),
               coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', notified_at), notified_at)
        FROM subscriptions WHERE session_id IN (SELECT id FROM sessions);
        """
}
