internal import Coordinator
internal import GitKit
internal import Store

/// The SQL of the table `conflict_records`.
enum ConflictTable {
    /// Inserts a record, or reopens the record of the same versions.
    /// - Parameter isRead: whether the versions were examined; the type of others is not known yet.
    /// - Returns: the record, and whether it is new or open again.
    static func enter(
        _ record: ConflictRecord, isRead: Bool = true, in db: Connection
    ) throws(StoreError) -> (ConflictRecord, isNew: Bool) {
        if let known = try find(likewise: record, in: db) {
            try adopt(known, by: record, in: db)
            if isRead, try UnreadTable.remove(known.id, in: db) { try describe(known.id, as: record, in: db) }
            guard known.resolvedAt != nil else { return (try find(id: known.id, in: db) ?? known, false) }
            try db.run(
                """
                UPDATE conflict_records SET resolved_at = NULL, resolution_strategy = NULL, resolved_id = NULL,
                    auto_fix_suggestion_id = NULL WHERE id = ?
                """, arguments: [known.id])
            return (try find(id: known.id, in: db) ?? known, true)
        }
        try insert(record, in: db)
        return (record, true)
    }

    /// Turns the record of a tried merge into that of a stopped one. The stopped merge decides which side is ours.
    private static func adopt(_ known: ConflictRecord, by record: ConflictRecord, in db: Connection) throws(StoreError)
    {
        guard let worktree = record.worktree, known.worktree == nil else { return }
        try db.run(
            "UPDATE conflict_records SET worktree = ?, operation = ? WHERE id = ?",
            arguments: [worktree, record.operation, known.id])
        try move(known.id, to: record, in: db)
    }

    /// Stores the results of an examination.
    static func describe(_ id: String, as record: ConflictRecord, in db: Connection) throws(StoreError) {
        try db.run(
            """
            UPDATE conflict_records SET kind = ?, conflict_type = ?, severity = ?, language = ?, marker_count = ?,
                conflict_markers = ?, symbols = ?, notes = ? WHERE id = ?
            """,
            arguments: [
                record.kind, record.type, record.severity, record.language, record.places,
                JSONColumn.text(record.markers), JSONColumn.text(record.symbols), JSONColumn.text(record.notes), id,
            ])
    }

    /// Stores new versions of the same conflict, because a session goes on writing.
    static func move(_ id: String, to record: ConflictRecord, in db: Connection) throws(StoreError) {
        try db.run(
            """
            UPDATE conflict_records SET base_commit = ?, source_commit = ?, target_commit = ?, source_label = ?,
                target_label = ?, source_session = ?, target_session = ?, base_id = ?, ours_id = ?, theirs_id = ?,
                session_id = (SELECT id FROM sessions WHERE id = ?) WHERE id = ?
            """,
            arguments: [
                record.base, record.source.commit, record.target.commit, record.source.label, record.target.label,
                record.source.sessionID, record.target.sessionID, record.blobs[0], record.blobs[1], record.blobs[2],
                record.sessionID, id,
            ])
        try describe(id, as: record, in: db)
    }

    private static func insert(_ record: ConflictRecord, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT INTO conflict_records (id, repository, worktree, session_id, file_path, subject, kind, conflict_type,
                severity, clean_merge, operation, base_commit, source_commit, target_commit, source_label, target_label,
                source_session, target_session, base_id, ours_id, theirs_id, language, marker_count, conflict_markers,
                symbols, notes, detected_at)
            VALUES (?, ?, ?, (SELECT id FROM sessions WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
            ?, ?, ?,
                ?, ?, ?, ?, ?)
            """,
            arguments: [
                record.id, record.repository, record.worktree, record.sessionID, record.path, record.subject,
                record.kind,
                record.type, record.severity, record.isCleanMerge, record.operation, record.base, record.source.commit,
                record.target.commit, record.source.label, record.target.label, record.source.sessionID,
                record.target.sessionID, record.blobs[0], record.blobs[1], record.blobs[2], record.language,
                record.places, JSONColumn.text(record.markers), JSONColumn.text(record.symbols),
                JSONColumn.text(record.notes), record.detectedAt,
            ])
    }

    /// Returns the record of the same versions of a file; nil for none. A stopped merge may have the sides the other
    /// way round than the tried merge had.
    static func find(likewise record: ConflictRecord, in db: Connection) throws(StoreError) -> ConflictRecord? {
        try db.first(
            """
            SELECT * FROM conflict_records WHERE repository = ?1 AND file_path = ?2 AND base_id = ?3 AND subject = ?6
                AND ((ours_id = ?4 AND theirs_id = ?5 AND (worktree IS ?7
                        OR (resolved_at IS NULL AND (worktree IS NULL OR ?7 IS NULL))))
                    OR (ours_id = ?5 AND theirs_id = ?4 AND worktree IS NULL AND resolved_at IS NULL \
                    AND ?7 IS NOT NULL))
            ORDER BY worktree IS NOT ?7, detected_at
            """,
            arguments: [
                record.repository, record.path, record.blobs[0], record.blobs[1], record.blobs[2], record.subject,
                record.worktree,
            ], map: ConflictRecord.init(row:))
    }

    static func find(id: String, in db: Connection) throws(StoreError) -> ConflictRecord? {
        try db.first("SELECT * FROM conflict_records WHERE id = ?", arguments: [id], map: ConflictRecord.init(row:))
    }

    /// Returns the open records, in one repository or in all, oldest first.
    static func open(of repository: String?, in db: Connection) throws(StoreError) -> [ConflictRecord] {
        try db.query(
            """
            SELECT * FROM conflict_records WHERE resolved_at IS NULL AND (?1 IS NULL OR repository = ?1)
            ORDER BY detected_at, id
            """, arguments: [repository], map: ConflictRecord.init(row:))
    }

    /// Returns the open records of tried merges, without those that the radar follows.
    static func openTries(of repository: String, in db: Connection) throws(StoreError) -> [ConflictRecord] {
        try db.query(
            """
            SELECT * FROM conflict_records WHERE resolved_at IS NULL AND repository = ? AND worktree IS NULL
                AND id NOT IN (SELECT conflict_id FROM radar_conflicts)
            """, arguments: [repository], map: ConflictRecord.init(row:))
    }

    static func resolve(
        _ id: String, strategy: ResolutionStrategy, blob: String?, at: String, why: String?, in db: Connection
    ) throws(StoreError) {
        try db.run(
            """
            UPDATE conflict_records SET resolved_at = ?, resolution_strategy = ?, resolved_id = ?,
                metadata = coalesce(?, metadata) WHERE id = ? AND resolved_at IS NULL
            """, arguments: [at, strategy, blob, why, id])
    }

    /// Records the suggestion that was applied last.
    static func note(suggestion: String?, confidence: Double?, id: String, in db: Connection) throws(StoreError) {
        try db.run(
            "UPDATE conflict_records SET auto_fix_suggestion_id = ?, confidence_score = ? WHERE id = ?",
            arguments: [suggestion, confidence, id])
    }

    /// Returns the records that a filter selects, newest first, and their total number.
    static func list(
        _ filter: ConflictFilter, in db: Connection
    ) throws(StoreError) -> (records: [ConflictRecord], total: Int) {
        let arguments = filter.arguments
        let records = try db.query(
            "SELECT * FROM conflict_records WHERE \(ConflictFilter.condition) "
                + "ORDER BY detected_at DESC, id LIMIT ?6 OFFSET ?7",
            arguments: arguments + [filter.limit, filter.offset], map: ConflictRecord.init(row:))
        let total: Int? = try db.value(
            "SELECT count(*) FROM conflict_records WHERE \(ConflictFilter.condition)", arguments: arguments)
        return (records, total ?? 0)
    }

    static func statistics(_ filter: ConflictFilter, in db: Connection) throws(StoreError) -> ConflictStatistics {
        let count = { (column: String) throws(StoreError) in
            try db.query(
                """
                SELECT \(column) AS name, count(*) AS number FROM conflict_records
                WHERE \(ConflictFilter.condition) AND \(column) IS NOT NULL GROUP BY 1
                """, arguments: filter.arguments
            ) { row throws(StoreError) in (try row["name"] as String, try row["number"] as Int) }
        }
        let confidence: Double?? = try db.value(
            "SELECT avg(confidence_score) FROM conflict_records WHERE \(ConflictFilter.condition)",
            arguments: filter.arguments)
        return ConflictStatistics(
            byType: Dictionary(uniqueKeysWithValues: try count("conflict_type")),
            byStrategy: Dictionary(uniqueKeysWithValues: try count("resolution_strategy")),
            averageConfidence: confidence.flatMap { $0 })
    }
}
