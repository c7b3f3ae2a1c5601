internal import Store

/// Conflicts of the radar among all other conflicts: the nodes between which they lie, and the data for reading them
/// later. Stored previews have an older form and are deleted, so that they are made again.
enum Migration008 {
    static let radarConflicts = Migration(
        version: 8, name: "conflicts of the radar",
        sql: """
            CREATE TABLE radar_conflicts (
                conflict_id TEXT NOT NULL REFERENCES conflict_records (id) ON DELETE CASCADE,
                node TEXT NOT NULL,
                other TEXT NOT NULL,
                PRIMARY KEY (conflict_id, node, other)
            ) WITHOUT ROWID;

            CREATE TABLE unread_conflicts (
                conflict_id TEXT PRIMARY KEY REFERENCES conflict_records (id) ON DELETE CASCADE,
                base_mode TEXT,
                ours_mode TEXT,
                theirs_mode TEXT,
                base_text BLOB,
                ours_text BLOB,
                theirs_text BLOB
            );
            CREATE INDEX conflict_records_versions ON conflict_records (repository, file_path);

            DELETE FROM merge_previews;
            DELETE FROM radar_runs;
            """)
}
