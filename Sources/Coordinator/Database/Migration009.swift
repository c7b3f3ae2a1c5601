internal import Store

/// How long a removed worktree has lain in the trash is told by several looks at the clocks. What lies there already is
/// counted from now on.
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
