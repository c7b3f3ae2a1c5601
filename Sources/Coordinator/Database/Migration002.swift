internal import Store

/// Claims on paths, and the queue of waiters.
enum Migration002 {
    static let claims = Migration(
        version: 2, name: "claims",
        sql: """
            CREATE TABLE claims (
                fence INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                repository TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('path', 'directory', 'glob')),
                path BLOB NOT NULL,
                mode TEXT NOT NULL CHECK (mode IN ('EXCLUSIVE', 'SHARED', 'INTENT')),
                session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
                reason TEXT,
                taken_at TEXT NOT NULL,
                expires_at TEXT,
                ended_at TEXT,
                end_reason TEXT
            );
            CREATE UNIQUE INDEX claims_held ON claims (repository, path, kind, session_id) WHERE ended_at IS NULL;
            CREATE INDEX claims_session ON claims (session_id) WHERE ended_at IS NULL;
            -- The hook asks by mode while a tool call waits; of INTENTs there is one for every file that was written.
            CREATE INDEX claims_mode ON claims (repository, mode, kind, path) WHERE ended_at IS NULL;

            CREATE TABLE claim_waiters (
                ticket INTEGER PRIMARY KEY AUTOINCREMENT,
                repository TEXT NOT NULL,
                kind TEXT NOT NULL,
                path BLOB NOT NULL,
                mode TEXT NOT NULL,
                session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
                pid INTEGER NOT NULL,
                start_time INTEGER NOT NULL,
                boot_id TEXT NOT NULL,
                pid_namespace INTEGER NOT NULL,
                waits_until TEXT NOT NULL
            );
            CREATE INDEX claim_waiters_repository ON claim_waiters (repository, ticket);
            """)
}
