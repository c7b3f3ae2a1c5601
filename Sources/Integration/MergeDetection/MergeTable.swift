internal import Coordinator
internal import Store

/// The SQL of the table `merges`.
enum MergeTable {
    /// Inserts a merge, unless the same one is recorded.
    /// - Returns: the merge in the table, and whether it is new.
    static func insert(_ merge: MergeEvent, in db: Connection) throws(StoreError) -> (merge: MergeEvent, isNew: Bool) {
        let count = try db.run(
            """
            INSERT OR IGNORE INTO merges (id, repository, branch, tip, target, reference, target_commit, evidence, \
            commits,
                reverted_by, merged_at, detected_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                merge.id, merge.repository, merge.branch, merge.tip, merge.target, merge.reference, merge.targetCommit,
                merge.evidence, merge.commits.joined(separator: " "), merge.revertedBy, merge.mergedAt,
                merge.detectedAt,
            ])
        let stored = try db.first(
            "SELECT * FROM merges WHERE repository = ? AND branch = ? AND tip = ? AND target = ?",
            arguments: [merge.repository, merge.branch, merge.tip, merge.target], map: MergeEvent.init(row:))
        return (stored ?? merge, count > 0)
    }

    static func countNotified(_ id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE merges SET notified = notified + 1 WHERE id = ?", arguments: [id])
    }

    /// Returns the newest recorded merge of a branch.
    /// - Parameter target: the target's short name; nil: any.
    static func newest(
        of branch: String, into target: String?, in repository: String, db: Connection
    ) throws(StoreError) -> MergeEvent? {
        try db.first(
            """
            SELECT * FROM merges WHERE repository = ?1 AND branch = ?2 AND (?3 IS NULL OR target = ?3)
            ORDER BY detected_at DESC, rowid DESC LIMIT 1
            """, arguments: [repository, branch, target], map: MergeEvent.init(row:))
    }

    /// Returns the recorded merges, newest first.
    /// - Parameters:
    ///   - repository: the common git directory; nil: all repositories.
    ///   - branch: a part of the branch's name; nil: all branches.
    static func list(
        of repository: String?, branch: String?, limit: Int, in db: Connection
    ) throws(StoreError) -> [MergeEvent] {
        try db.query(
            """
            SELECT * FROM merges WHERE (?1 IS NULL OR repository = ?1) AND (?2 IS NULL OR instr(branch, ?2) > 0)
            ORDER BY detected_at DESC, rowid DESC LIMIT ?3
            """, arguments: [repository, branch, limit], map: MergeEvent.init(row:))
    }
}
