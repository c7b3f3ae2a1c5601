internal import Store

/// The tables of the sandbox commands. Their versions are counted on their own, so that a program without these
/// commands never finds the database too new. A step that has been released is never edited.
enum SandboxSchema {
    /// The steps, oldest first.
    private static let steps = [
        """
        CREATE TABLE tasks (
            id TEXT PRIMARY KEY,
            repository TEXT NOT NULL,
            directory TEXT NOT NULL,
            prompt TEXT NOT NULL,
            state TEXT NOT NULL,
            backend TEXT NOT NULL,
            image TEXT NOT NULL,
            image_id TEXT,
            sandbox TEXT,
            head TEXT,
            branch TEXT,
            snapshot TEXT,
            worktree TEXT,
            claude_session TEXT,
            exit_status INTEGER,
            reason TEXT,
            result TEXT,
            cost_usd REAL,
            turns INTEGER NOT NULL DEFAULT 0,
            driver_pid INTEGER,
            driver_start INTEGER,
            driver_boot TEXT,
            created_at TEXT NOT NULL,
            started_at TEXT,
            ended_at TEXT
        );
        CREATE INDEX tasks_repository ON tasks (repository, created_at);
        """,
        """
        CREATE TABLE batches (
            id TEXT PRIMARY KEY,
            repository TEXT NOT NULL,
            directory TEXT NOT NULL,
            output TEXT NOT NULL,
            concurrency INTEGER NOT NULL,
            fail_fast INTEGER NOT NULL,
            driver_pid INTEGER,
            driver_start INTEGER,
            driver_boot TEXT,
            created_at TEXT NOT NULL,
            ended_at TEXT
        );
        CREATE INDEX batches_repository ON batches (repository, created_at);
        ALTER TABLE tasks ADD COLUMN batch TEXT REFERENCES batches (id);
        ALTER TABLE tasks ADD COLUMN number INTEGER;
        ALTER TABLE tasks ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tasks ADD COLUMN request TEXT;
        ALTER TABLE tasks ADD COLUMN stop_requested INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX tasks_batch ON tasks (batch, number) WHERE batch IS NOT NULL;
        """,
        """
        CREATE TABLE spending (
            id INTEGER PRIMARY KEY,
            task TEXT NOT NULL REFERENCES tasks (id),
            attempt INTEGER NOT NULL,
            at TEXT NOT NULL,
            amount REAL NOT NULL,
            model TEXT,
            is_reserved INTEGER NOT NULL DEFAULT 0,
            expires_at TEXT
        );
        CREATE INDEX spending_at ON spending (at);
        CREATE INDEX spending_task ON spending (task);
        INSERT INTO spending (task, attempt, at, amount)
            SELECT id, attempt, coalesce(ended_at, created_at), cost_usd FROM tasks WHERE cost_usd > 0;
        ALTER TABLE batches ADD COLUMN reason TEXT;
        """,
    ]

    /// Whether the tables are of the newest version. Only reads.
    static func isUpToDate(_ db: Connection) throws(StoreError) -> Bool {
        let table = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'sandbox_schema'"
        guard try db.value(table) == 1 else { return false }
        return try version(db) == steps.count
    }

    /// Brings the tables to the newest version, in the transaction of the caller.
    /// - Throws: `.misuse` where a newer program has made them.
    static func update(_ db: Connection) throws(StoreError) {
        try db.execute("CREATE TABLE IF NOT EXISTS sandbox_schema (version INTEGER NOT NULL)")
        let version = try version(db)
        guard version <= steps.count else {
            throw StoreError(
                .tooNew(found: version, known: steps.count),
                message: "the tables of sandboxes have version \(version), this program knows up to \(steps.count)")
        }
        for number in version..<steps.count {
            try db.execute(steps[number])
            try db.run("INSERT INTO sandbox_schema (version) VALUES (?)", arguments: [number + 1])
        }
    }

    private static func version(_ db: Connection) throws(StoreError) -> Int {
        try db.value("SELECT coalesce(max(version), 0) FROM sandbox_schema") ?? 0
    }
}
