internal import Store

/// The first schema of this program, on an empty file or on top of the TypeScript parallel-cc's tables.
///
/// The old `sessions` table stays, row by row, as `legacy_sessions` (SQLite updates the references of the other old
/// tables), and its rows are entered in the new table as ended sessions. All other old tables stay unchanged.
enum Migration001 {
    static let baseline = Migration(version: 1, name: "baseline", disablesForeignKeys: true) {
        connection throws(StoreError) in
        let tables: [String] = try connection.column("SELECT name FROM sqlite_master WHERE type = 'table'")
        let isLegacy = tables.contains("sessions")
        if isLegacy { try setLegacyAside(connection) }
        try connection.execute(schema)
        if isLegacy { try enterLegacySessions(connection) }
    }

    private static func setLegacyAside(_ connection: Connection) throws(StoreError) {
        let views: [String] = try connection.column("SELECT name FROM sqlite_master WHERE type = 'view'")
        for view in views { try connection.execute("DROP VIEW \"\(view)\"") }
        let indices: [String] = try connection.column(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'sessions' AND sql IS NOT NULL")
        for index in indices { try connection.execute("DROP INDEX \"\(index)\"") }
        try connection.execute("ALTER TABLE sessions RENAME TO legacy_sessions")
    }

    private static func enterLegacySessions(_ connection: Connection) throws(StoreError) {
        try connection.execute(
            """
            INSERT INTO sessions (id, kind, state, repository, worktree_path, worktree_name, pid, created_at, ended_at,
                                  end_reason)
            SELECT id, 'wrapped', 'ended', repo_path || '/.git', worktree_path, worktree_name, pid,
                   coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', created_at), created_at),
                   coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', last_heartbeat), last_heartbeat),
                   'recorded by an older parallel-cc'
            FROM legacy_sessions;
            INSERT INTO worktrees (id, repository, path, branch, state, kept_reason, created_at, session_id)
            SELECT id, repo_path || '/.git', worktree_path, worktree_name, 'kept', 'made by an older parallel-cc',
                   coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', created_at), created_at), id
            FROM legacy_sessions
            WHERE is_main_repo = 0 AND worktree_name IS NOT NULL AND worktree_path != repo_path
            GROUP BY worktree_path;
            """)
    }

    private static let schema = """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('wrapped', 'native', 'task', 'worker')),
            name TEXT,
            state TEXT NOT NULL CHECK (state IN ('starting', 'active', 'lost', 'ended')),
            repository TEXT NOT NULL,
            worktree_path TEXT NOT NULL,
            worktree_name TEXT,
            subdirectory TEXT NOT NULL DEFAULT '',
            origin TEXT,
            branch TEXT,
            pid INTEGER NOT NULL,
            start_time INTEGER,
            boot_id TEXT,
            machine_id TEXT,
            pid_namespace INTEGER,
            claude_session_id TEXT,
            created_at TEXT NOT NULL,
            ended_at TEXT,
            end_reason TEXT
        );
        CREATE UNIQUE INDEX sessions_live_process ON sessions (pid, start_time, boot_id, pid_namespace)
            WHERE state IN ('starting', 'active');
        CREATE INDEX sessions_repository ON sessions (repository, state);
        CREATE INDEX sessions_state ON sessions (state) WHERE state != 'ended';

        CREATE TABLE leases (
            path TEXT PRIMARY KEY,
            session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            taken_at TEXT NOT NULL
        );
        CREATE INDEX leases_session ON leases (session_id);

        CREATE TABLE worktrees (
            id TEXT PRIMARY KEY,
            repository TEXT NOT NULL,
            path TEXT NOT NULL,
            branch TEXT,
            base TEXT,
            state TEXT NOT NULL CHECK (state IN ('creating', 'active', 'removing', 'kept')),
            kept_reason TEXT,
            session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
            owner_pid INTEGER,
            owner_start_time INTEGER,
            owner_boot_id TEXT,
            owner_pid_namespace INTEGER,
            trash_path TEXT,
            former_state TEXT,
            head TEXT,
            head_branch TEXT,
            rescue TEXT,
            port_block INTEGER,
            created_at TEXT NOT NULL,
            place_inode INTEGER
        );
        CREATE UNIQUE INDEX worktrees_path ON worktrees (path);
        CREATE UNIQUE INDEX worktrees_port_block ON worktrees (port_block) WHERE port_block IS NOT NULL;

        CREATE TABLE included_files (
            worktree_id TEXT NOT NULL REFERENCES worktrees (id) ON DELETE CASCADE,
            path BLOB NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            PRIMARY KEY (worktree_id, path)
        ) WITHOUT ROWID;

        CREATE TABLE trash (
            id TEXT PRIMARY KEY,
            repository TEXT NOT NULL,
            path TEXT NOT NULL,
            trash_path TEXT NOT NULL,
            branch TEXT,
            head TEXT,
            rescue TEXT,
            session_id TEXT,
            bytes INTEGER NOT NULL,
            trashed_at TEXT NOT NULL,
            saved_until INTEGER NOT NULL,
            stays_because TEXT
        );

        CREATE TABLE conversations (
            claude_session_id TEXT PRIMARY KEY,
            session_id TEXT,
            repository TEXT NOT NULL,
            worktree_path TEXT NOT NULL,
            subdirectory TEXT NOT NULL DEFAULT '',
            origin TEXT,
            branch TEXT,
            head TEXT,
            rescue TEXT,
            updated_at TEXT NOT NULL
        );
        CREATE INDEX conversations_origin ON conversations (origin, updated_at);

        CREATE TABLE trusted_settings (
            path TEXT PRIMARY KEY,
            digest TEXT NOT NULL,
            trusted_at TEXT NOT NULL
        );

        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            repository TEXT,
            session_id TEXT,
            worktree TEXT,
            event TEXT NOT NULL,
            cause TEXT,
            detail TEXT
        );
        CREATE INDEX events_repository ON events (repository, sequence);
        CREATE INDEX events_session ON events (session_id, sequence);
        """
}
