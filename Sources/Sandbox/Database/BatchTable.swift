internal import HookCore
internal import Store

/// The SQL of the table `batches`.
enum BatchTable {
    static func insert(_ batch: BatchRecord, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT INTO batches (id, repository, directory, output, concurrency, fail_fast, driver_pid, driver_start,
                driver_boot, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                batch.id, batch.repository, batch.directory, batch.output, batch.concurrency, batch.isFailFast,
                batch.driver?.pid, batch.driver?.startTime, batch.driverBoot, batch.createdAt,
            ])
    }

    /// Stores who drives a batch, when it has ended, and why it was stopped.
    static func update(_ batch: BatchRecord, in db: Connection) throws(StoreError) {
        try db.run(
            """
            UPDATE batches SET driver_pid = ?, driver_start = ?, driver_boot = ?, ended_at = ?, reason = ? WHERE id = ?
            """,
            arguments: [
                batch.driver?.pid, batch.driver?.startTime, batch.driverBoot, batch.endedAt, batch.reason, batch.id,
            ])
    }

    static func find(_ id: String, in db: Connection) throws(StoreError) -> BatchRecord? {
        try db.first("SELECT * FROM batches WHERE id = ?", arguments: [id], map: BatchRecord.init(row:))
    }

    /// Returns the batches whose id begins so, two at most.
    static func beginning(with id: String, in db: Connection) throws(StoreError) -> [BatchRecord] {
        try db.query(
            "SELECT * FROM batches WHERE substr(id, 1, length(?1)) = ?1 ORDER BY created_at LIMIT 2", arguments: [id],
            map: BatchRecord.init(row:))
    }

    /// Returns batches, oldest first.
    static func list(of repository: String?, in db: Connection) throws(StoreError) -> [BatchRecord] {
        try db.query(
            "SELECT * FROM batches WHERE ?1 IS NULL OR repository = ?1 ORDER BY created_at, id",
            arguments: [repository], map: BatchRecord.init(row:))
    }
}

extension BatchRecord {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        repository = try row["repository"]
        directory = try row["directory"]
        output = try row["output"]
        concurrency = try row["concurrency"]
        isFailFast = try row["fail_fast"]
        (driver, driverBoot) = try row.driver()
        createdAt = try row["created_at"]
        endedAt = try row["ended_at"]
        reason = try row["reason"]
    }
}

extension Row {
    /// Reads the columns of the process that drives something, with its boot.
    func driver() throws(StoreError) -> (ProcessIdentity?, boot: String?) {
        let pid: Int32? = try self["driver_pid"]
        let start: UInt64? = try self["driver_start"]
        guard let pid, let start else { return (nil, nil) }
        return (ProcessIdentity(pid: pid, startTime: start), try self["driver_boot"])
    }
}
