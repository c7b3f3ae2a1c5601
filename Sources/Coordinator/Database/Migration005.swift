internal import Store

/// Merge previews that need not be computed again, and the last findings of the conflict radar.
enum Migration005 {
    static let conflictRadar = Migration(
        version: 5, name: "conflict radar",
        sql: """
            CREATE TABLE merge_previews (
                key TEXT PRIMARY KEY,
                is_clean INTEGER NOT NULL,
                files BLOB NOT NULL,
                used_at TEXT NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX merge_previews_used ON merge_previews (used_at);

            CREATE TABLE work_hashes (
                worktree TEXT PRIMARY KEY,
                hashes BLOB NOT NULL
            ) WITHOUT ROWID;

            CREATE TABLE radar_runs (
                repository TEXT PRIMARY KEY,
                target TEXT,
                checked_at TEXT NOT NULL
            ) WITHOUT ROWID;

            CREATE TABLE radar_pairs (
                repository TEXT NOT NULL REFERENCES radar_runs (repository) ON DELETE CASCADE,
                node TEXT NOT NULL,
                other TEXT NOT NULL,
                node_name TEXT NOT NULL,
                other_name TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('conflict', 'error')),
                files BLOB NOT NULL,
                error TEXT,
                PRIMARY KEY (repository, node, other)
            ) WITHOUT ROWID;
            CREATE INDEX radar_pairs_other ON radar_pairs (repository, other);
            """)
}
