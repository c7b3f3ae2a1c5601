internal import Coordinator
internal import GitKit
internal import Store

/// The SQL of the table `unread_conflicts`.
enum UnreadTable {
    static func insert(_ conflict: UnreadConflict, in db: Connection) throws(StoreError) {
        let versions = [conflict.stages.base, conflict.stages.ours, conflict.stages.theirs]
        let texts = versions.map { $0.flatMap { conflict.texts[$0.id] } }
        try db.run(
            """
            INSERT OR REPLACE INTO unread_conflicts
                (conflict_id, base_mode, ours_mode, theirs_mode, base_text, ours_text, theirs_text)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                conflict.id, versions[0]?.mode, versions[1]?.mode, versions[2]?.mode, texts[0], texts[1], texts[2],
            ])
    }

    /// Removes the entry of a conflict.
    /// - Returns: whether there was one.
    static func remove(_ id: String, in db: Connection) throws(StoreError) -> Bool {
        try db.run("DELETE FROM unread_conflicts WHERE conflict_id = ?", arguments: [id]) > 0
    }

    /// Returns the newest unread conflicts, in one repository or in all.
    static func list(of repository: String?, limit: Int, in db: Connection) throws(StoreError) -> [UnreadConflict] {
        try db.query(
            """
            SELECT * FROM unread_conflicts JOIN conflict_records ON id = conflict_id
            WHERE ?1 IS NULL OR repository = ?1 ORDER BY detected_at DESC, id LIMIT ?2
            """, arguments: [repository, limit]
        ) { row throws(StoreError) in
            var texts: [String: [UInt8]] = [:]
            var versions: [MergeStages.Version?] = []
            for name in ["base", "ours", "theirs"] {
                let mode: String? = try row[name + "_mode"]
                let id: String = try row[name + "_id"]
                versions.append(mode.map { MergeStages.Version(mode: $0, id: id) })
                let text: [UInt8]? = try row[name + "_text"]
                if let text { texts[id] = text }
            }
            let stages = MergeStages(
                path: try row["file_path"], base: versions[0], ours: versions[1], theirs: versions[2])
            return UnreadConflict(
                id: try row["id"], repository: try row["repository"], stages: stages, kind: try row["kind"],
                texts: texts)
        }
    }
}
