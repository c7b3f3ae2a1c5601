internal import Coordinator
internal import GitKit
internal import HookCore
internal import Store

/// The SQL of the table `landing_queue`.
enum QueueTable {
    static func insert(_ entry: QueueEntry, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT INTO landing_queue (id, repository, branch, target, method, state, session_id, tip, queued_at,
                changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                entry.id, entry.repository, entry.branch, entry.target, entry.method, entry.state, entry.sessionID,
                entry.tip, entry.queuedAt, entry.changedAt,
            ])
    }

    static func find(id: String, in db: Connection) throws(StoreError) -> QueueEntry? {
        try db.first("SELECT * FROM landing_queue WHERE id = ?", arguments: [id], map: QueueEntry.init(row:))
    }

    /// Returns entries in the order in which they land.
    static func list(
        of repository: String?, target: String? = nil, states: Set<QueueEntry.State>, in db: Connection
    ) throws(StoreError) -> [QueueEntry] {
        try db.query(
            """
            SELECT * FROM landing_queue
            WHERE (?1 IS NULL OR repository = ?1) AND (?2 IS NULL OR target = ?2) AND instr(?3, ' ' || state || ' ') > 0
            ORDER BY position
            """, arguments: [repository, target, " " + states.map(\.rawValue).joined(separator: " ") + " "],
            map: QueueEntry.init(row:))
    }

    /// Returns the newest landed and removed entries, oldest first.
    static func done(of repository: String?, limit: Int, in db: Connection) throws(StoreError) -> [QueueEntry] {
        try db.query(
            """
            SELECT * FROM (
                SELECT * FROM landing_queue WHERE (?1 IS NULL OR repository = ?1) AND state IN ('landed', 'removed')
                ORDER BY changed_at DESC, position DESC LIMIT ?2)
            ORDER BY position
            """, arguments: [repository, limit], map: QueueEntry.init(row:))
    }

    /// Whether an entry that was queued still is, with the same commits and method.
    static func isUnchanged(_ entry: QueueEntry, in db: Connection) throws(StoreError) -> Bool {
        guard let now = try find(id: entry.id, in: db) else { return false }
        return now.state == .queued && now.tip == entry.tip && now.method == entry.method
    }

    /// Whether the same branch was queued again for the same target since then.
    static func isQueuedAgain(_ entry: QueueEntry, in db: Connection) throws(StoreError) -> Bool {
        try list(of: entry.repository, target: entry.target, states: [.queued, .landing, .ready], in: db).contains {
            $0.branch.isSame(as: entry.branch) && $0.id != entry.id
                && ($0.state != .ready || $0.position > entry.position)
        }
    }

    static func update(_ entry: QueueEntry, in db: Connection) throws(StoreError) {
        try entry.state.requireStep(of: entry.id, inTable: "landing_queue", in: db)
        let names: [UInt8] = entry.files.reduce(into: []) { $0 += $1 + [0] }
        let files = names.isEmpty ? nil : names
        try db.run(
            """
            UPDATE landing_queue SET method = ?, state = ?, session_id = ?, tip = ?, result = ?, message = ?, files = ?,
                changed_at = ? WHERE id = ?
            """,
            arguments: [
                entry.method, entry.state, entry.sessionID, entry.tip, entry.result, entry.message, files,
                entry.changedAt, entry.id,
            ])
    }
}
