internal import Coordinator
internal import HookCore
internal import Store

/// The SQL of the table `radar_conflicts`.
enum RadarConflictTable {
    /// Returns the open conflicts of a repository, without broken uses.
    static func open(of repository: String, in db: Connection) throws(StoreError) -> [RadarConflict] {
        let pairs = try all(of: repository, in: db)
        return try db.query(
            """
            SELECT id, file_path, base_id, ours_id, theirs_id, worktree FROM conflict_records
            WHERE resolved_at IS NULL AND repository = ? AND kind <> ? ORDER BY detected_at, id
            """, arguments: [repository, ConflictFinding.brokenUse]
        ) { row throws(StoreError) in
            let id: String = try row["id"]
            return RadarConflict(
                id: id,
                versions: RadarConflict.Versions(
                    path: try row["file_path"], ids: [try row["base_id"], try row["ours_id"], try row["theirs_id"]]),
                worktree: try row["worktree"], pairs: pairs[id] ?? [])
        }
    }

    /// Returns the pairs of every open conflict that the radar follows, by the conflict's id.
    /// - Parameter repository: the common git directory; nil: all repositories.
    static func all(
        of repository: String? = nil, in db: Connection
    ) throws(StoreError) -> [String: Set<RadarConflict.Pair>] {
        let rows = try db.query(
            """
            SELECT conflict_id, node, other FROM conflict_records JOIN radar_conflicts ON conflict_id = id
            WHERE resolved_at IS NULL AND (?1 IS NULL OR repository = ?1)
            """, arguments: [repository]
        ) { row throws(StoreError) -> (String, RadarConflict.Pair) in
            (try row["conflict_id"], RadarConflict.Pair(one: try row["node"], other: try row["other"]))
        }
        return Dictionary(rows.map { ($0.0, [$0.1]) }) { $0.union($1) }
    }

    static func add(_ pair: RadarConflict.Pair, to id: String, in db: Connection) throws(StoreError) {
        try db.run(
            "INSERT OR IGNORE INTO radar_conflicts (conflict_id, node, other) VALUES (?, ?, ?)",
            arguments: [id, pair.node.text, pair.other.text])
    }

    static func remove(_ pair: RadarConflict.Pair, from id: String, in db: Connection) throws(StoreError) {
        try db.run(
            "DELETE FROM radar_conflicts WHERE conflict_id = ? AND node = ? AND other = ?",
            arguments: [id, pair.node.text, pair.other.text])
    }
}
