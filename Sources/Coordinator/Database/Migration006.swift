internal import Store

/// Detected conflicts, their resolutions, and suggestions for them. Rows of the older program are copied; its tables
/// stay.
enum Migration006 {
    static let conflicts = Migration(version: 6, name: "conflicts") { connection throws(StoreError) in
        try connection.execute(schema)
        let tables: [String] = try connection.column("SELECT name FROM sqlite_master WHERE type = 'table'")
        if tables.contains("conflict_resolutions") { try connection.execute(legacyConflicts) }
        if tables.contains("auto_fix_suggestions") { try connection.execute(legacySuggestions) }
    }

    private static let schema = """
        CREATE TABLE conflict_records (
            id TEXT PRIMARY KEY,
            repository TEXT NOT NULL,
            worktree TEXT,
            session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
            file_path BLOB NOT NULL,
            subject TEXT NOT NULL DEFAULT '',
            kind TEXT NOT NULL,
            conflict_type TEXT NOT NULL
                CHECK (conflict_type IN ('STRUCTURAL', 'SEMANTIC', 'CONCURRENT_EDIT', 'TRIVIAL', 'UNKNOWN')),
            severity TEXT NOT NULL CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH')),
            clean_merge INTEGER NOT NULL DEFAULT 0,
            operation TEXT,
            base_commit TEXT,
            source_commit TEXT,
            target_commit TEXT,
            source_label TEXT NOT NULL,
            target_label TEXT NOT NULL,
            source_session TEXT,
            target_session TEXT,
            base_id TEXT NOT NULL DEFAULT '',
            ours_id TEXT NOT NULL DEFAULT '',
            theirs_id TEXT NOT NULL DEFAULT '',
            language TEXT,
            marker_count INTEGER NOT NULL,
            conflict_markers TEXT NOT NULL,
            symbols TEXT NOT NULL,
            notes TEXT NOT NULL,
            resolution_strategy TEXT CHECK (resolution_strategy IN ('AUTO_FIX', 'MANUAL', 'HYBRID', 'ABANDONED')),
            confidence_score REAL,
            resolved_id TEXT,
            auto_fix_suggestion_id TEXT,
            detected_at TEXT NOT NULL,
            resolved_at TEXT,
            metadata TEXT
        );
        CREATE UNIQUE INDEX conflict_records_once
            ON conflict_records (repository, coalesce(worktree, ''), file_path, base_id, ours_id, theirs_id, subject);
        CREATE INDEX conflict_records_detected ON conflict_records (detected_at);
        CREATE INDEX conflict_records_open ON conflict_records (repository) WHERE resolved_at IS NULL;

        CREATE TABLE suggestions (
            id TEXT PRIMARY KEY,
            conflict_id TEXT REFERENCES conflict_records (id) ON DELETE CASCADE,
            repository TEXT NOT NULL,
            worktree TEXT,
            file_path BLOB NOT NULL,
            conflict_type TEXT NOT NULL,
            strategy_used TEXT NOT NULL,
            suggested_resolution BLOB NOT NULL,
            resolution_id TEXT,
            confidence_score REAL NOT NULL CHECK (confidence_score BETWEEN 0 AND 1),
            confidence_parts TEXT NOT NULL,
            explanation TEXT NOT NULL,
            risks TEXT NOT NULL,
            cost_usd REAL,
            basis_id TEXT,
            generated_at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('offered', 'applying', 'applied', 'outdated')),
            applied_at TEXT,
            rescue TEXT,
            temporary_path BLOB,
            is_written INTEGER NOT NULL DEFAULT 0,
            owner_pid INTEGER,
            owner_start_time INTEGER,
            owner_boot_id TEXT,
            owner_pid_namespace INTEGER
        );
        CREATE INDEX suggestions_conflict ON suggestions (conflict_id);
        CREATE INDEX suggestions_applying ON suggestions (state) WHERE state = 'applying';
        """

    private static let legacyConflicts = """
        INSERT INTO conflict_records (id, repository, session_id, file_path, subject, kind, conflict_type, severity,
            base_commit, source_commit, target_commit, source_label, target_label, marker_count, conflict_markers,
            symbols, notes, resolution_strategy, confidence_score, auto_fix_suggestion_id, detected_at, resolved_at,
            metadata)
        SELECT id, repo_path || '/.git', (SELECT s.id FROM sessions s WHERE s.id = session_id), CAST(file_path AS BLOB),
            id, 'content', conflict_type, CASE conflict_type WHEN 'UNKNOWN' THEN 'HIGH'
                WHEN 'TRIVIAL' THEN 'LOW' WHEN 'STRUCTURAL' THEN 'LOW' ELSE 'MEDIUM' END,
            base_commit, source_commit, target_commit, '', '', 0, '[]', '[]',
            json_array('recorded by an older parallel-cc'),
            CASE WHEN resolution_strategy IN ('AUTO_FIX', 'MANUAL', 'HYBRID', 'ABANDONED') THEN resolution_strategy END,
            confidence_score, auto_fix_suggestion_id,
            coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', detected_at), detected_at),
            coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', resolved_at), resolved_at, deleted_at), metadata
        FROM conflict_resolutions
        """

    private static let legacySuggestions = """
        INSERT INTO suggestions (id, conflict_id, repository, file_path, conflict_type, strategy_used,
            suggested_resolution, confidence_score, confidence_parts, explanation, risks, generated_at, state, \
            applied_at)
        SELECT id, (SELECT c.id FROM conflict_records c WHERE c.id = conflict_resolution_id), repo_path || '/.git',
            CAST(file_path AS BLOB), conflict_type, coalesce(strategy_used, 'unknown'),
            CAST(suggested_resolution AS BLOB), confidence_score, '{}', coalesce(explanation, ''), '[]',
            coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', generated_at), generated_at),
            CASE WHEN applied_at IS NULL THEN 'outdated' ELSE 'applied' END,
            coalesce(strftime('%Y-%m-%dT%H:%M:%S.000Z', applied_at), applied_at)
        FROM auto_fix_suggestions
        """
}
