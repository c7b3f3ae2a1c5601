internal import Coordinator
internal import Files
internal import GitKit
internal import HookCore
internal import Store

/// The SQL of the table `suggestions`.
enum SuggestionTable {
    static func insert(
        _ draft: SuggestionDraft, for record: ConflictRecord, id: String, resolutionID: String, basisID: String,
        at: String, in db: Connection
    ) throws(StoreError) {
        try db.run(
            """
            INSERT INTO suggestions (id, conflict_id, repository, worktree, file_path, conflict_type, strategy_used,
                suggested_resolution, resolution_id, confidence_score, confidence_parts, explanation, risks, cost_usd,
                basis_id, generated_at, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'offered')
            """,
            arguments: [
                id, record.id, record.repository, record.worktree, record.path, record.type, draft.strategy,
                draft.bytes,
                resolutionID, draft.confidence.score, JSONColumn.text(draft.confidence), draft.explanation,
                JSONColumn.text(draft.risks), draft.cost, basisID, at,
            ])
    }

    static func find(id: String, in db: Connection) throws(StoreError) -> Suggestion? {
        try db.first("SELECT * FROM suggestions WHERE id = ?", arguments: [id], map: Suggestion.init(row:))
    }

    /// Returns the suggestions that can be applied, best first.
    static func offered(for conflict: String, in db: Connection) throws(StoreError) -> [Suggestion] {
        try db.query(
            """
            SELECT * FROM suggestions WHERE conflict_id = ? AND state = 'offered'
            ORDER BY confidence_score DESC, generated_at, id
            """, arguments: [conflict], map: Suggestion.init(row:))
    }

    static func applying(in db: Connection) throws(StoreError) -> [Suggestion] {
        try db.query("SELECT * FROM suggestions WHERE state = 'applying' ORDER BY id", map: Suggestion.init(row:))
    }

    private static let condition = """
        (?1 IS NULL OR repository = ?1) AND (?2 IS NULL OR file_path = ?2) AND confidence_score >= ?3
        AND (?4 IS NULL OR (state = 'applied') = ?4) AND state != 'outdated'
        """

    /// Returns the suggestions that a filter selects, newest first, and their total number.
    static func list(
        _ filter: SuggestionFilter, in db: Connection
    ) throws(StoreError) -> (suggestions: [Suggestion], total: Int) {
        let arguments: [any ColumnConvertible] = [
            filter.repository, filter.path, filter.minConfidence, filter.isApplied,
        ]
        let suggestions = try db.query(
            """
            SELECT * FROM suggestions WHERE \(condition)
            ORDER BY generated_at DESC, confidence_score DESC, id LIMIT ?5
            """, arguments: arguments + [filter.limit], map: Suggestion.init(row:))
        let total: Int? = try db.value("SELECT count(*) FROM suggestions WHERE \(condition)", arguments: arguments)
        return (suggestions, total ?? 0)
    }

    /// Makes `owner` the owner of a suggestion, unless another process was quicker.
    /// - Returns: whether it is the owner.
    static func begin(
        _ suggestion: Suggestion, owner: ProcessIdentity, host: HostIdentity, temporary: PathBytes?, in db: Connection
    ) throws(StoreError) -> Bool {
        try db.run(
            """
            UPDATE suggestions SET state = 'applying', owner_pid = ?, owner_start_time = ?, owner_boot_id = ?,
                owner_pid_namespace = ?, temporary_path = ?
            WHERE id = ? AND state = ? AND owner_pid IS ? AND owner_start_time IS ?
            """,
            arguments: [
                owner.pid, owner.startTime, host.bootID, host.pidNamespace, temporary, suggestion.id, suggestion.state,
                suggestion.owner?.pid, suggestion.owner?.startTime,
            ]) == 1
    }

    static func saved(_ id: String, rescue: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE suggestions SET rescue = ? WHERE id = ?", arguments: [rescue, id])
    }

    /// Records that the new file is complete beside the old one. From now on they may be exchanged.
    static func written(_ id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE suggestions SET is_written = 1 WHERE id = ?", arguments: [id])
    }

    /// Ends the work on a suggestion and removes its owner.
    static func setState(
        _ id: String, state: Suggestion.State, appliedAt: String? = nil, in db: Connection
    ) throws(StoreError) {
        try db.run(
            """
            UPDATE suggestions SET state = ?, applied_at = coalesce(?, applied_at), temporary_path = NULL,
                is_written = 0, owner_pid = NULL, owner_start_time = NULL, owner_boot_id = NULL, \
                owner_pid_namespace = NULL
            WHERE id = ?
            """, arguments: [state, appliedAt, id])
    }

    /// Withdraws suggestions that would not be made any more. Claude is not asked again, so its answers stay.
    static func withdraw(conflict: String, except resolutions: [String], in db: Connection) throws(StoreError) {
        for offer in try offered(for: conflict, in: db)
        where offer.strategy != SuggestionStrategy.claude.rawValue && !resolutions.contains(offer.resolutionID ?? "") {
            try db.run(
                "UPDATE suggestions SET state = 'outdated' WHERE id = ? AND state = 'offered'", arguments: [offer.id])
        }
    }

    /// Withdraws suggestions for a conflict whose file has changed. With nil, the conflict is over, and all are
    /// withdrawn.
    static func outdate(conflict: String, except basis: String?, in db: Connection) throws(StoreError) {
        try db.run(
            """
            UPDATE suggestions SET state = 'outdated'
            WHERE conflict_id = ? AND state = 'offered' AND basis_id IS NOT ?
            """, arguments: [conflict, basis])
    }
}
