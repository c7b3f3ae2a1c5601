internal import Coordinator
internal import GitKit
internal import HookCore
internal import Store

/// The SQL of the tables `merge_previews`, `work_hashes`, `radar_runs` and `radar_pairs`.
enum RadarTable {
    /// Returns the stored answers for these keys.
    static func previews(_ keys: Set<String>, in db: Connection) throws(StoreError) -> [String: PairPreview] {
        var found: [String: PairPreview] = [:]
        for key in keys {
            let answer = try db.first("SELECT is_clean, files FROM merge_previews WHERE key = ?", arguments: [key]) {
                row throws(StoreError) -> PairPreview? in
                let files: [UInt8] = try row["files"]
                let isClean: Bool = try row["is_clean"]
                return isClean ? .clean : ConflictFiles.decode(files).map { .conflict($0) }
            }
            if let preview = answer ?? nil { found[key] = preview }
        }
        return found
    }

    /// Stores answers and deletes old ones.
    /// - Parameter forgottenBefore: the time since which an answer must have been used to stay.
    static func store(
        _ previews: [String: PairPreview], at: String, forgottenBefore: String, in db: Connection
    ) throws(StoreError) {
        for (key, preview) in previews {
            guard let (isClean, files) = ConflictFiles.answer(preview) else { continue }
            try db.run(
                "INSERT OR REPLACE INTO merge_previews (key, is_clean, files, used_at) VALUES (?, ?, ?, ?)",
                arguments: [key, isClean, files, at])
        }
        try db.run("DELETE FROM merge_previews WHERE used_at < ?", arguments: [forgottenBefore])
    }

    /// Whether one of the answers was last used before a time.
    static func areOld(_ keys: Set<String>, before: String, in db: Connection) throws(StoreError) -> Bool {
        for key in keys {
            let used: String? = try db.value("SELECT used_at FROM merge_previews WHERE key = ?", arguments: [key])
            if let used, used < before { return true }
        }
        return false
    }

    /// Records that answers are still used, once a day at most.
    static func touch(_ keys: Set<String>, at: String, ifBefore: String, in db: Connection) throws(StoreError) {
        for key in keys {
            try db.run(
                "UPDATE merge_previews SET used_at = ? WHERE key = ? AND used_at < ?", arguments: [at, key, ifBefore])
        }
    }

    static func hashes(_ worktree: String, in db: Connection) throws(StoreError) -> WorkHashes? {
        let bytes: [UInt8]? = try db.value("SELECT hashes FROM work_hashes WHERE worktree = ?", arguments: [worktree])
        return bytes.flatMap { WorkHashes($0) }
    }

    static func setHashes(_ hashes: WorkHashes?, of worktree: String, in db: Connection) throws(StoreError) {
        guard let hashes else {
            try db.run("DELETE FROM work_hashes WHERE worktree = ?", arguments: [worktree])
            return
        }
        try db.run(
            "INSERT OR REPLACE INTO work_hashes (worktree, hashes) VALUES (?, ?)", arguments: [worktree, hashes.bytes])
    }

    static func hashedWorktrees(in db: Connection) throws(StoreError) -> [String] {
        try db.column("SELECT worktree FROM work_hashes")
    }

    /// Replaces the last results of a repository.
    static func record(_ report: RadarReport, at: String, in db: Connection) throws(StoreError) {
        try db.run("DELETE FROM radar_pairs WHERE repository = ?", arguments: [report.repository])
        try db.run("DELETE FROM radar_runs WHERE repository = ?", arguments: [report.repository])
        try db.run(
            "INSERT INTO radar_runs (repository, target, checked_at) VALUES (?, ?, ?)",
            arguments: [report.repository, report.target, at])
        for pair in report.pairs where pair.preview != .clean {
            try db.run(
                """
                INSERT INTO radar_pairs (repository, node, other, node_name, other_name, state, files, error)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                arguments: [
                    report.repository, pair.a, pair.b, report.node(pair.a)?.name ?? pair.a,
                    report.node(pair.b)?.name ?? pair.b, pair.state.rawValue,
                    ConflictFiles.encode(pair.preview.files), pair.error?.description,
                ])
        }
    }

    static func setChecked(_ repository: String, at: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE radar_runs SET checked_at = ? WHERE repository = ?", arguments: [at, repository])
    }

    static func checked(_ repository: String, in db: Connection) throws(StoreError) -> String? {
        try db.value("SELECT checked_at FROM radar_runs WHERE repository = ?", arguments: [repository])
    }

    /// Returns the last results that were not clean.
    /// - Parameter node: the id of the node whose pairs are returned; nil: all pairs.
    static func summaries(
        _ repository: String, node: String?, in db: Connection
    ) throws(StoreError) -> [RadarSummary.Pair] {
        try db.query(
            """
            SELECT node, other, node_name, other_name, state, files, error FROM radar_pairs
            WHERE repository = ?1 AND (?2 IS NULL OR node = ?2 OR other = ?2) ORDER BY node, other
            """, arguments: [repository, node]
        ) { row throws(StoreError) in
            let state: String = try row["state"]
            return RadarSummary.Pair(
                a: try row["node"], b: try row["other"], aName: try row["node_name"], bName: try row["other_name"],
                isConflict: state == "conflict",
                files: (ConflictFiles.decode(try row["files"]) ?? []).map(RadarFile.init),
                error: try row["error"])
        }
    }
}
