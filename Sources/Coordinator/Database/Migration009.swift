internal import Store

/// Readings of the clocks, which tell how long a removed worktree has lain in the trash. For worktrees that lie there
/// already, the count starts now.
enum Migration009 {
    static let elapsedTime = Migration(
        version: 9, name: "elapsed time",
        sql: """
            CREATE TABLE elapsed_time (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                elapsed INTEGER NOT NULL,
                wall INTEGER NOT NULL,
                uptime INTEGER NOT NULL,
                boot_id TEXT NOT NULL
            );

            ALTER TABLE trash ADD COLUMN elapsed_at INTEGER NOT NULL DEFAULT 0;
            """)
}
