internal import HookCore
internal import Store

/// The SQL of the table `claims`.
enum ClaimTable {
    /// - Returns: the claim with its fence.
    static func insert(_ claim: Claim, in db: Connection) throws(StoreError) -> Claim {
        try db.run(
            """
            INSERT INTO claims (id, repository, kind, path, mode, session_id, reason, taken_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                claim.id, claim.repository, claim.target.kind, claim.target.path, claim.mode, claim.sessionID,
                claim.reason, claim.takenAt, claim.expiresAt,
            ])
        guard let stored = try find(id: claim.id, in: db) else {
            throw StoreError(.misuse, message: "a claim that was just inserted is not there")
        }
        return stored
    }

    static func find(id: String, in db: Connection) throws(StoreError) -> Claim? {
        try db.first("SELECT * FROM claims WHERE id = ?", arguments: [id], map: Claim.init(row:))
    }

    /// Returns all claims that were not given back, in one repository or in all, oldest first. Their holders may be
    /// dead.
    /// - Parameter mode: the mode of the claims to return; nil: all modes.
    static func held(
        of repository: String?, mode: ClaimMode? = nil, in db: Connection
    ) throws(StoreError) -> [Claim] {
        try db.query(
            """
            SELECT * FROM claims WHERE ended_at IS NULL AND (?1 IS NULL OR repository = ?1) \
            AND (?2 IS NULL OR mode = ?2)
            ORDER BY fence
            """, arguments: [repository, mode], map: Claim.init(row:))
    }

    /// Returns the newest claims, whether they are in force or not.
    static func newest(_ limit: Int, of repository: String, in db: Connection) throws(StoreError) -> [Claim] {
        try db.query(
            "SELECT * FROM claims WHERE repository = ? ORDER BY fence DESC LIMIT ?", arguments: [repository, limit],
            map: Claim.init(row:))
    }

    static func held(
        _ target: ClaimTarget, by session: String, of repository: String, in db: Connection
    ) throws(StoreError) -> Claim? {
        try db.first(
            """
            SELECT * FROM claims WHERE repository = ? AND path = ? AND kind = ? AND session_id = ?
                AND ended_at IS NULL
            """, arguments: [repository, target.path, target.kind, session], map: Claim.init(row:))
    }

    static func change(
        _ id: String, mode: ClaimMode, reason: String?, expiresAt: String?, in db: Connection
    ) throws(StoreError) {
        try db.run(
            "UPDATE claims SET mode = ?, reason = COALESCE(?, reason), expires_at = ? WHERE id = ?",
            arguments: [mode, reason, expiresAt, id])
    }

    static func end(_ id: String, reason: String, at: String, in db: Connection) throws(StoreError) {
        try db.run(
            "UPDATE claims SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL",
            arguments: [at, reason, id])
    }

    /// Ends all claims of a session and removes it from every queue. Its INTENT claims are deleted, because there is
    /// one for every file that it wrote to.
    static func endAll(of session: String, reason: String, at: String, in db: Connection) throws(StoreError) {
        try db.run(
            "DELETE FROM claims WHERE session_id = ? AND ended_at IS NULL AND mode = 'INTENT'", arguments: [session])
        try db.run(
            "UPDATE claims SET ended_at = ?, end_reason = ? WHERE session_id = ? AND ended_at IS NULL",
            arguments: [at, reason, session])
        try db.run("DELETE FROM claim_waiters WHERE session_id = ?", arguments: [session])
    }
}
