import CSQLite
import Glibc
import HookCore

/// The few questions that the hook asks the database. Opened for one process and never closed: its end closes it.
struct ClaimDatabase {
    /// A claim of a session that is believed to live.
    struct Claim {
        let id: String
        let target: ClaimTarget
        let takenAt: String
        let reason: String?
        let sessionID: String
        let name: String?
        let worktree: String
        let holder: ProcessIdentity
        let bootID: String
        let pidNamespace: UInt64
    }

    /// How long to wait for somebody who writes, in milliseconds.
    private static let patience: Int32 = 20
    /// Patterns are only narrowed down to their repository: `ClaimTarget.covers` knows them.
    private static let exclusiveClaims = """
        SELECT c.id, c.kind, c.path, c.taken_at, c.reason, s.id, s.name, s.worktree_path, s.pid, s.start_time, s.boot_id,
            s.pid_namespace
        FROM claims c JOIN sessions s ON s.id = c.session_id
        WHERE c.repository = ?1 AND c.ended_at IS NULL AND c.mode = 'EXCLUSIVE' AND s.state IN ('starting', 'active')
            AND (c.kind = 'glob' OR (c.kind = 'path' AND c.path = ?2) OR (c.kind = 'directory' AND
                (length(c.path) = 0 OR substr(?2, 1, length(c.path) + 1) = CAST(c.path || '/' AS BLOB))))
            AND (c.expires_at IS NULL OR c.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
        """

    private let handle: OpaquePointer

    /// Nil when there is none, or it cannot be opened; it is never made here.
    init?(dataDirectory: String) {
        var handle: OpaquePointer?
        // Reading a database in WAL mode writes to its shared memory.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(dataDirectory + "/coordinator.db", &handle, flags, nil) == SQLITE_OK, let handle else {
            return nil
        }
        sqlite3_busy_timeout(handle, Self.patience)
        self.handle = handle
    }

    /// Those that may cover a path. Empty also when the database cannot answer: of an older schema, damaged, locked for too
    /// long.
    func exclusiveClaims(on location: ClaimLocation) -> [Claim] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, Self.exclusiveClaims, -1, &statement, nil) == SQLITE_OK else { return [] }
        defer { sqlite3_finalize(statement) }
        return location.repository.withCString { repository in
            location.path.withUnsafeBytes { path in
                guard sqlite3_bind_text(statement, 1, repository, -1, nil) == SQLITE_OK,
                    sqlite3_bind_blob(statement, 2, path.baseAddress, Int32(path.count), nil) == SQLITE_OK
                else { return [] }
                var claims: [Claim] = []
                while sqlite3_step(statement) == SQLITE_ROW {
                    if let claim = claim(statement) { claims.append(claim) }
                }
                return claims
            }
        }
    }

    private func claim(_ row: OpaquePointer?) -> Claim? {
        guard let id = text(row, 0), let kind = text(row, 1).flatMap(ClaimTarget.Kind.init(rawValue:)),
            let takenAt = text(row, 3), let session = text(row, 5), let worktree = text(row, 7),
            let boot = text(row, 10)
        else { return nil }
        let process = ProcessIdentity(
            pid: sqlite3_column_int(row, 8), startTime: UInt64(bitPattern: sqlite3_column_int64(row, 9)))
        return Claim(
            id: id, target: ClaimTarget(kind, bytes(row, 2)), takenAt: takenAt, reason: text(row, 4),
            sessionID: session, name: text(row, 6), worktree: worktree, holder: process, bootID: boot,
            pidNamespace: UInt64(bitPattern: sqlite3_column_int64(row, 11)))
    }

    private func text(_ row: OpaquePointer?, _ column: Int32) -> String? {
        sqlite3_column_text(row, column).map { String(cString: $0) }
    }

    private func bytes(_ row: OpaquePointer?, _ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(row, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, column))))
    }
}
