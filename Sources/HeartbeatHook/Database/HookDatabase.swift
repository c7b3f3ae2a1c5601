import CSQLite
import Glibc
import HookCore
import Store

/// The hook's questions to the database, and what it writes there. The connection belongs to one process and is never
/// closed: the end of the process closes it.
///
/// Every answer is empty when the database cannot give it: it has another schema, is damaged, or is locked for too
/// long.
struct HookDatabase {
    /// A claim of a session that is believed to live.
    struct Claim {
        let id: String
        let target: ClaimTarget
        let takenAt: String
        let reason: String?
        let holder: KnownSession
    }

    private let handle: OpaquePointer
    private let log: WriteAheadLog

    /// Opens the database; nil when there is none or it cannot be opened. It is never made here.
    init?(dataDirectory: String) {
        let path = dataDirectory + "/coordinator.db"
        var handle: OpaquePointer?
        // Reading a database in WAL mode writes to its shared memory.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK, let handle else {
            return nil
        }
        sqlite3_busy_timeout(handle, HookSQL.patience)
        // The commands use the same setting: a power cut may take back the last announcements, not more.
        sqlite3_exec(handle, "PRAGMA synchronous=NORMAL", nil, nil, nil)
        csqlite_leave_log_alone(handle)
        self.handle = handle
        log = WriteAheadLog(of: path)
    }

    /// The claims that may cover a path. All patterns of the repository are among them: `ClaimTarget.covers` decides.
    func claims(_ mode: ClaimMode, on location: ClaimLocation) -> [Claim] {
        query(HookSQL.claims, values: [.text(location.repository), .blob(location.path), .text(mode.rawValue)]) {
            row in
            knownSession(row, from: 5).flatMap { claim(row, of: $0) { _ in true } }
        }
    }

    /// The exclusive claims of some sessions.
    /// - Parameters:
    ///   - holders: the sessions whose claims are wanted, by session id.
    ///   - isWanted: asked of each claim; there may be a thousand.
    func exclusiveClaims(
        in repository: String, of holders: [String: KnownSession], where isWanted: (ClaimTarget) -> Bool
    ) -> [Claim] {
        if holders.isEmpty { return [] }
        return query(HookSQL.exclusiveClaims, values: [.text(repository)]) { row in
            guard let holder = row.text(5).flatMap({ holders[$0] }) else { return nil }
            return claim(row, of: holder, where: isWanted)
        }
    }

    /// The paths that a session has claimed as single files.
    func claimedPaths(in repository: String, by session: String) -> [[UInt8]] {
        query(HookSQL.claimedPaths, values: [.text(repository), .text(session)]) { $0.bytes(0) }
    }

    /// The sessions of a repository that are believed to live.
    func sessions(in repository: String) -> [SessionInTree] {
        query(HookSQL.sessions, values: [.text(repository)]) { row in
            knownSession(row, from: 0).map {
                SessionInTree(session: $0, ownBranches: [row.text(8), row.text(9)].compactMap { $0 })
            }
        }
    }

    /// The sessions that are believed to live, with their repositories.
    func living() -> [(session: KnownSession, repository: String)] {
        query(HookSQL.living, values: []) { row in
            guard let otherSession = knownSession(row, from: 0), let repository = row.text(8) else { return nil }
            return (otherSession, repository)
        }
    }

    /// The session of a process of this pid namespace.
    func session(of process: ProcessIdentity) -> (id: String, repository: String)? {
        query(
            HookSQL.session,
            values: [
                .integer(Int64(process.pid)), .integer(Int64(bitPattern: process.startTime)),
                .text(HostIdentity.currentBootID()), .integer(Int64(bitPattern: HostIdentity.currentPidNamespace())),
            ]
        ) { row -> (id: String, repository: String)? in
            guard let id = row.text(0), let repository = row.text(1) else { return nil }
            return (id, repository)
        }.first
    }

    /// The session that holds the lease of a tree.
    func leaseHolder(of root: String) -> KnownSession? {
        query(HookSQL.lease, values: [.text(root)]) { knownSession($0, from: 0) }.first
    }

    /// Claims a path with INTENT, unless the session has claimed it before.
    /// - Parameter tell: what belongs to the first time, in the same transaction.
    /// - Returns: whether it was the first time. False, and nothing is stored, where the database is locked for too
    ///   long.
    func announce(_ location: ClaimLocation, by session: String, tell: () -> Void) -> Bool {
        let key: [HookValue] = [.text(location.repository), .blob(location.path), .text(session)]
        let isKnown = !query(HookSQL.own, values: key) { $0.text(0) }.isEmpty
        guard !isKnown, begin() else { return false }
        let new = announce([location.path], in: location.repository, by: session, reason: "written to")
        if !new.isEmpty { tell() }
        if commit() { return !new.isEmpty }
        rollback()
        return false
    }

    /// Claims paths with INTENT, except those on which the session has a claim that has not expired.
    /// - Returns: the paths that are claimed now and were not before.
    func announce(_ paths: [[UInt8]], in repository: String, by session: String, reason: String) -> [[UInt8]] {
        let keys: [[HookValue]] = paths.map { [.text(repository), .blob($0), .text(session)] }
        _ = change(HookSQL.endExpired, rows: keys)
        let added = change(HookSQL.announce, rows: keys.map { $0 + [.text(reason)] })
        return zip(paths, added).filter { $1 == 1 }.map { path, _ in path }
    }

    /// - Parameter worktree: the worktree where it happened.
    func record(
        _ event: String, repository: String, session: String?, worktree: String, cause: String, detail: String
    ) {
        _ = change(
            HookSQL.event,
            values: [
                .text(repository), session.map { .text($0) } ?? .null, .text(worktree), .text(event), .text(cause),
                .text(detail),
            ])
    }

    /// Notes that a session writes to a file in another's tree.
    /// - Returns: whether it is the first time.
    func noteIntrusion(_ location: ClaimLocation, by session: String, holder: String) -> Bool {
        change(
            HookSQL.intrusion,
            values: [
                .text(location.repository), .text(session), .text(location.root),
                .text("the tree of session \(holder)"),
                .text(String(decoding: location.path, as: UTF8.self)),
            ]) == 1
    }

    /// Stores a message, unless the same text still waits. The caller raises the session's `MailFlag` once it is
    /// committed.
    /// - Returns: whether a message was added.
    func send(_ text: String, to session: String, from sender: String?) -> Bool {
        change(HookSQL.send, values: [.text(session), sender.map { .text($0) } ?? .null, .text(text)]) == 1
    }

    /// Begins a write transaction. First folds a log that has grown into the database, as commands do: while only hooks
    /// write, no other process does it, and each hook reads the whole log.
    func begin() -> Bool {
        try? log.foldIfLong(patience: Int(HookSQL.patience))
        return execute("BEGIN IMMEDIATE")
    }

    func commit() -> Bool { execute("COMMIT") }

    func rollback() { _ = execute("ROLLBACK") }

    /// The messages that were not delivered yet, oldest first.
    func messages(to session: String) -> [WaitingMessage] {
        query(HookSQL.messages, values: [.text(session)]) { row in
            guard let text = row.text(1), let sentAt = row.text(2) else { return nil }
            return WaitingMessage(
                id: row.integer(0), text: text, sentAt: sentAt, sender: row.text(3), senderName: row.text(4))
        }
    }

    func markDelivered(to session: String, upTo last: Int64) -> Bool {
        _ = query(HookSQL.deliver, values: [.text(session), .integer(last)]) { $0.text(0) }
        return sqlite3_changes(handle) > 0
    }

    /// - Returns: the number of rows changed; 0 when it failed.
    private func change(_ sql: String, values: [HookValue]) -> Int32 { change(sql, rows: [values])[0] }

    /// Runs a statement once for each row of values. SQLite parses it only once.
    /// - Returns: the numbers of rows changed, in the same order; 0 where it failed.
    private func change(_ sql: String, rows: [[HookValue]]) -> [Int32] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return rows.map { _ in 0 } }
        defer { sqlite3_finalize(statement) }
        return rows.map { values in
            let before = sqlite3_total_changes(handle)
            step(statement, values: values) { _ in }
            sqlite3_reset(statement)
            return sqlite3_total_changes(handle) - before
        }
    }

    private func execute(_ sql: String) -> Bool { sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK }

    private func claim(
        _ row: HookRow, of holder: KnownSession, where isWanted: (ClaimTarget) -> Bool
    ) -> Claim? {
        guard let kind = row.text(1).flatMap(ClaimTarget.Kind.init(rawValue:)) else { return nil }
        let target = ClaimTarget(kind, at: row.bytes(2))
        guard isWanted(target), let id = row.text(0), let takenAt = row.text(3) else { return nil }
        return Claim(id: id, target: target, takenAt: takenAt, reason: row.text(4), holder: holder)
    }

    private func knownSession(_ row: HookRow, from column: Int32) -> KnownSession? {
        guard let session = row.text(column), let worktree = row.text(column + 2), let boot = row.text(column + 5)
        else {
            return nil
        }
        return KnownSession(
            sessionID: session, name: row.text(column + 1), worktree: worktree,
            process: ProcessIdentity(
                pid: Int32(truncatingIfNeeded: row.integer(column + 3)),
                startTime: UInt64(bitPattern: row.integer(column + 4))),
            bootID: boot, pidNamespace: UInt64(bitPattern: row.integer(column + 6)), machineID: row.text(column + 7))
    }

    private func query<Result>(_ sql: String, values: [HookValue], map: (HookRow) -> Result?) -> [Result] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return [] }
        defer { sqlite3_finalize(statement) }
        var results: [Result] = []
        step(statement, values: values) { row in
            if let result = map(row) { results.append(result) }
        }
        return results
    }

    /// Binds the values and reads every row; nothing where SQLite does not take a value.
    private func step(_ statement: OpaquePointer?, values: [HookValue], read: (HookRow) -> Void) {
        for (index, value) in values.enumerated() where !value.bind(statement, at: Int32(index + 1)) { return }
        while sqlite3_step(statement) == SQLITE_ROW { read(HookRow(statement: statement)) }
    }
}
