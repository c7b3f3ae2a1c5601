internal import Store

/// Branches that wait to land, and the processes that land them.
enum Migration007 {
    static let landing = Migration(
        version: 7, name: "landing",
        sql: """
            CREATE TABLE landing_queue (
                position INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                repository TEXT NOT NULL,
                branch TEXT NOT NULL,
                target TEXT NOT NULL,
                method TEXT NOT NULL CHECK (method IN ('merge', 'rebase')),
                state TEXT NOT NULL
                    CHECK (state IN ('queued', 'landing', 'landed', 'landed-pending', 'conflict', 'failed', 'removed')),
                session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
                tip TEXT NOT NULL,
                result TEXT,
                message TEXT,
                files BLOB,
                queued_at TEXT NOT NULL,
                changed_at TEXT NOT NULL
            );
            CREATE UNIQUE INDEX landing_queue_once ON landing_queue (repository, branch, target)
                WHERE state IN ('queued', 'landing');
            CREATE INDEX landing_queue_state ON landing_queue (repository, state);

            CREATE TABLE landing_runners (
                repository TEXT PRIMARY KEY,
                pid INTEGER NOT NULL,
                start_time INTEGER NOT NULL,
                boot_id TEXT NOT NULL,
                pid_namespace INTEGER NOT NULL
            );
            """)
}
