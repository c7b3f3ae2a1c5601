/// The databases of the TypeScript parallel-cc, as its four schema versions made them, with rows in every table.
package enum LegacySchema: String, CaseIterable, Sendable {
    case none
    case v050 = "0.5.0"
    case v100 = "1.0.0"
    case v110 = "1.1.0"

    /// Old tables and how many rows the fixture has in each; `sessions` becomes `legacy_sessions`.
    package var rows: [String: Int] {
        var rows = ["sessions": 4, "merge_events": 2, "subscriptions": 2]
        if self == .none { return rows }
        rows.merge(
            ["schema_metadata": 3, "file_claims": 2, "conflict_resolutions": 1, "auto_fix_suggestions": 1]
        ) { $1 }
        if self == .v110 { rows["budget_tracking"] = 1 }
        return rows
    }

    /// The statements that make the database and fill it.
    package var sql: String {
        var parts = [sessions, Self.base, Self.baseRows]
        if self != .none { parts += [Self.claims, Self.claimRows(version: rawValue)] }
        if self == .v100 || self == .v110 { parts.append(Self.sandboxes) }
        if self == .v110 { parts.append(Self.budget) }
        return parts.joined(separator: "\n")
    }

    private var sessions: String {
        var columns = """
            id TEXT PRIMARY KEY, pid INTEGER NOT NULL, repo_path TEXT NOT NULL, worktree_path TEXT NOT NULL,
            worktree_name TEXT, is_main_repo INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL DEFAULT (datetime('now')), last_heartbeat TEXT NOT NULL DEFAULT (datetime('now'))
            """
        if self == .v100 || self == .v110 {
            columns += """
                , execution_mode TEXT DEFAULT 'local' CHECK (execution_mode IN ('local', 'e2b')), sandbox_id TEXT,
                prompt TEXT, status TEXT CHECK (status IS NULL OR status IN
                    ('INITIALIZING', 'RUNNING', 'COMPLETED', 'FAILED', 'TIMEOUT')), output_log TEXT
                """
        }
        if self == .v110 {
            columns += """
                , git_user TEXT, git_email TEXT, ssh_key_provided INTEGER DEFAULT 0, budget_limit REAL,
                cost_estimate REAL, actual_cost REAL, template_name TEXT
                """
        }
        return "CREATE TABLE sessions (\(columns));"
    }

    private static let base = """
        CREATE INDEX idx_sessions_repo ON sessions (repo_path);
        CREATE INDEX idx_sessions_pid ON sessions (pid);
        CREATE INDEX idx_sessions_heartbeat ON sessions (last_heartbeat);
        CREATE TABLE merge_events (
            id TEXT PRIMARY KEY, repo_path TEXT NOT NULL, branch_name TEXT NOT NULL, source_commit TEXT NOT NULL,
            target_branch TEXT NOT NULL DEFAULT 'main', target_commit TEXT NOT NULL,
            merged_at TEXT NOT NULL, detected_at TEXT NOT NULL DEFAULT (datetime('now')),
            notification_sent INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX idx_merge_events_repo ON merge_events (repo_path);
        CREATE TABLE subscriptions (
            id TEXT PRIMARY KEY, session_id TEXT NOT NULL, repo_path TEXT NOT NULL, branch_name TEXT NOT NULL,
            target_branch TEXT NOT NULL DEFAULT 'main', created_at TEXT NOT NULL DEFAULT (datetime('now')),
            notified_at TEXT, is_active INTEGER NOT NULL DEFAULT 1,
            FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE);
        CREATE INDEX idx_subscriptions_session ON subscriptions (session_id);
        """

    private static let baseRows = """
        INSERT INTO sessions (id, pid, repo_path, worktree_path, worktree_name, is_main_repo, created_at, \
            last_heartbeat)
        VALUES ('s1', 101, '/repo', '/repo', NULL, 1, '2025-01-02 03:04:05', '2025-01-02 04:04:05'),
               ('s2', 102, '/repo', '/repo-worktrees/parallel-x', 'parallel-x', 0, '2025-01-02 03:04:05', \
                   '2025-01-02 04:04:05'),
               ('s3', 102, '/other ''repo''', '/other-worktrees/ü', 'ü', 0, 'yesterday', 'never'),
               ('s4', 103, '/repo', '/repo-worktrees/parallel-x', 'parallel-x', 0, '2025-02-02 03:04:05', \
                   '2025-02-02 04:04:05');
        INSERT INTO merge_events (id, repo_path, branch_name, source_commit, target_commit, merged_at)
        VALUES ('m1', '/repo', 'b', 'c1', 'c2', '2025-01-01 00:00:00'), ('m2', '/repo', 'b', 'c1', 'c2', \
            '2025-01-01 00:00:00');
        INSERT INTO subscriptions (id, session_id, repo_path, branch_name)
        VALUES ('u1', 's1', '/repo', 'b'), ('u2', 's2', '/repo', 'b');
        """

    private static let claims = """
        CREATE TABLE schema_metadata (
            key TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT NOT NULL DEFAULT (datetime('now')));
        CREATE TABLE file_claims (
            id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            repo_path TEXT NOT NULL, file_path TEXT NOT NULL,
            claim_mode TEXT NOT NULL CHECK (claim_mode IN ('EXCLUSIVE', 'SHARED', 'INTENT')),
            claimed_at TEXT NOT NULL DEFAULT (datetime('now')), expires_at TEXT NOT NULL,
            last_heartbeat TEXT NOT NULL DEFAULT (datetime('now')),
            escalated_from TEXT CHECK (escalated_from IN ('EXCLUSIVE', 'SHARED', 'INTENT')), metadata TEXT,
            is_active INTEGER NOT NULL DEFAULT 1, released_at TEXT, deleted_at TEXT, deleted_reason TEXT);
        CREATE INDEX idx_claims_session ON file_claims (session_id);
        CREATE TABLE auto_fix_suggestions (
            id TEXT PRIMARY KEY, conflict_resolution_id TEXT, repo_path TEXT NOT NULL, file_path TEXT NOT NULL,
            conflict_type TEXT NOT NULL, suggested_resolution TEXT NOT NULL,
            confidence_score REAL NOT NULL CHECK (confidence_score BETWEEN 0 AND 1), explanation TEXT,
            strategy_used TEXT, base_content TEXT, source_content TEXT, target_content TEXT,
            generated_at TEXT NOT NULL DEFAULT (datetime('now')), applied_at TEXT,
            was_auto_applied INTEGER NOT NULL DEFAULT 0, metadata TEXT, deleted_at TEXT, deleted_reason TEXT,
            FOREIGN KEY (conflict_resolution_id) REFERENCES conflict_resolutions (id) ON DELETE SET NULL);
        CREATE TABLE conflict_resolutions (
            id TEXT PRIMARY KEY, session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL, repo_path TEXT NOT NULL,
            file_path TEXT NOT NULL, conflict_type TEXT NOT NULL CHECK (conflict_type IN
                ('STRUCTURAL', 'SEMANTIC', 'CONCURRENT_EDIT', 'TRIVIAL', 'UNKNOWN')),
            base_commit TEXT, source_commit TEXT, target_commit TEXT, resolution_strategy TEXT,
            confidence_score REAL, conflict_markers TEXT NOT NULL, resolved_content TEXT,
            detected_at TEXT NOT NULL DEFAULT (datetime('now')), resolved_at TEXT,
            auto_fix_suggestion_id TEXT REFERENCES auto_fix_suggestions (id) ON DELETE SET NULL, metadata TEXT,
            deleted_at TEXT, deleted_reason TEXT);
        CREATE VIEW active_claims AS SELECT c.*, s.pid, s.worktree_path FROM file_claims c
            JOIN sessions s ON s.id = c.session_id WHERE c.is_active = 1;
        CREATE VIEW unresolved_conflicts AS SELECT * FROM conflict_resolutions WHERE resolved_at IS NULL;
        """

    private static func claimRows(version: String) -> String {
        """
        INSERT INTO schema_metadata (key, value) VALUES ('version', '\(version)'), ('last_claim_cleanup', 'x'),
            ('last_session_cleanup', 'x');
        INSERT INTO file_claims (id, session_id, repo_path, file_path, claim_mode, expires_at)
        VALUES ('f1', 's1', '/repo', 'a', 'EXCLUSIVE', '2025-01-03T00:00:00Z'),
               ('f2', 's2', '/repo', 'b', 'INTENT', '2025-01-03T00:00:00Z');
        INSERT INTO conflict_resolutions (id, session_id, repo_path, file_path, conflict_type, conflict_markers)
        VALUES ('r1', 's2', '/repo', 'a', 'TRIVIAL', '<<<');
        INSERT INTO auto_fix_suggestions (id, conflict_resolution_id, repo_path, file_path, conflict_type,
            suggested_resolution, confidence_score)
        VALUES ('a1', 'r1', '/repo', 'a', 'TRIVIAL', 'text', 0.5);
        UPDATE conflict_resolutions SET auto_fix_suggestion_id = 'a1';
        """
    }

    private static let sandboxes = """
        CREATE INDEX idx_sessions_execution_mode ON sessions (execution_mode);
        CREATE INDEX idx_sessions_sandbox_id ON sessions (sandbox_id) WHERE sandbox_id IS NOT NULL;
        CREATE VIEW e2b_sessions AS SELECT *, status IN ('COMPLETED', 'FAILED', 'TIMEOUT') AS is_terminated
            FROM sessions WHERE execution_mode = 'e2b';
        UPDATE sessions SET execution_mode = 'e2b', sandbox_id = 'sb', prompt = 'do it', status = 'COMPLETED',
            output_log = 'log' WHERE id = 's4';
        """

    private static let budget = """
        CREATE TABLE budget_tracking (
            id TEXT PRIMARY KEY, period TEXT NOT NULL CHECK (period IN ('daily', 'weekly', 'monthly')),
            period_start TEXT NOT NULL, budget_limit REAL, spent REAL NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL DEFAULT (datetime('now')));
        CREATE INDEX idx_budget_period ON budget_tracking (period, period_start);
        INSERT INTO budget_tracking (id, period, period_start, spent) VALUES ('b1', 'monthly', '2025-01-01', 1.5);
        UPDATE sessions SET git_user = 'u', budget_limit = 5, template_name = 't' WHERE id = 's4';
        """
}
