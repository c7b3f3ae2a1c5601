internal import Coordinator
internal import GitKit
internal import HookCore
internal import Store

/// The SQL of the table `patch_ids`: the changes of commits, in any repository.
enum PatchTable {
    /// The largest number of rows. Beyond it, all are deleted and computed anew.
    private static let most = 1_000_000

    static func find(_ commits: [ObjectID], in db: Connection) throws(StoreError) -> [ObjectID: PatchFingerprint] {
        let wanted = "[" + commits.map { "\"\($0.hexadecimal)\"" }.joined(separator: ",") + "]"
        var found: [ObjectID: PatchFingerprint] = [:]
        found.reserveCapacity(commits.count)
        let rows = try db.query(
            "SELECT commit_id, paths, patch FROM patch_ids WHERE commit_id IN (SELECT value FROM json_each(?))",
            arguments: [wanted]
        ) { row throws(StoreError) -> (String, PatchFingerprint) in
            (try row[0], PatchFingerprint(paths: try row[1], patch: try row[2]))
        }
        for (id, fingerprint) in rows {
            if let id = ObjectID(id) { found[id] = fingerprint }
        }
        return found
    }

    static func insert(_ fingerprints: [ObjectID: PatchFingerprint], in db: Connection) throws(StoreError) {
        let count: Int = try db.value("SELECT count(*) FROM patch_ids") ?? 0
        if count + fingerprints.count > most { try db.run("DELETE FROM patch_ids") }
        for (id, fingerprint) in fingerprints {
            try db.run(
                "INSERT OR REPLACE INTO patch_ids (commit_id, paths, patch) VALUES (?, ?, ?)",
                arguments: [id.hexadecimal, fingerprint.paths, fingerprint.patch])
        }
    }
}

/// The cache of patches in the database. A failure costs only time, so it is ignored.
final class DatabasePatchCache: PatchCache {
    private let database: Database

    init(_ database: Database) { self.database = database }

    func find(_ commits: [ObjectID]) -> [ObjectID: PatchFingerprint] {
        (try? database.read { db throws(StoreError) in try PatchTable.find(commits, in: db) }) ?? [:]
    }

    func add(_ fingerprints: [ObjectID: PatchFingerprint]) {
        try? database.write { db throws(StoreError) in try PatchTable.insert(fingerprints, in: db) }
    }
}
