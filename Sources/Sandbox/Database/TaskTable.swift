internal import Coordinator
internal import HookCore
internal import Store
internal import TaskProtocol

/// The SQL of the table `tasks`.
enum TaskTable {
    static func insert(_ task: TaskRecord, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT INTO tasks (id, repository, directory, prompt, state, backend, image, image_id, branch, batch,
                number, request, driver_pid, driver_start, driver_boot, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                task.id, task.repository, task.directory, task.prompt, task.state, task.backend, task.image,
                task.imageID, task.branch, task.batch, task.number, task.request, task.driver?.pid,
                task.driver?.startTime, task.driverBoot, task.createdAt,
            ])
    }

    /// Stores everything of a task that the process that drives it may change.
    /// - Throws: `.misuse` for a state that cannot follow the stored one.
    static func update(_ task: TaskRecord, in db: Connection) throws(StoreError) {
        try task.state.requireStep(of: task.id, inTable: "tasks", in: db)
        try db.run(
            """
            UPDATE tasks SET state = ?, image_id = ?, sandbox = ?, head = ?, branch = ?, snapshot = ?, worktree = ?,
                claude_session = ?, exit_status = ?, reason = ?, result = ?, cost_usd = ?, turns = ?, attempt = ?,
                request = ?, driver_pid = ?, driver_start = ?, driver_boot = ?, started_at = ?, ended_at = ?
            WHERE id = ?
            """,
            arguments: [
                task.state, task.imageID, task.sandbox, task.head, task.branch, task.snapshot, task.worktree,
                task.claudeSession, task.exitStatus, task.reason, task.result, task.costUSD, task.turns, task.attempt,
                task.request, task.driver?.pid, task.driver?.startTime, task.driverBoot, task.startedAt, task.endedAt,
                task.id,
            ])
    }

    /// Stores a state that another process than the driver has brought about.
    /// - Throws: `.misuse` for a state that cannot follow the stored one.
    static func setState(_ state: TaskState, of id: String, in db: Connection) throws(StoreError) {
        try state.requireStep(of: id, inTable: "tasks", in: db)
        try db.run("UPDATE tasks SET state = ? WHERE id = ?", arguments: [state, id])
    }

    static func setStopRequested(_ isRequested: Bool, of id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE tasks SET stop_requested = ? WHERE id = ?", arguments: [isRequested, id])
    }

    static func find(_ id: String, in db: Connection) throws(StoreError) -> TaskRecord? {
        try db.first("SELECT * FROM tasks WHERE id = ?", arguments: [id], map: TaskRecord.init(row:))
    }

    /// Returns the tasks whose id begins so, two at most.
    static func beginning(with id: String, in db: Connection) throws(StoreError) -> [TaskRecord] {
        try db.query(
            "SELECT * FROM tasks WHERE substr(id, 1, length(?1)) = ?1 ORDER BY created_at LIMIT 2", arguments: [id],
            map: TaskRecord.init(row:))
    }

    /// Returns tasks, oldest first.
    static func list(of repository: String?, in db: Connection) throws(StoreError) -> [TaskRecord] {
        try db.query(
            "SELECT * FROM tasks WHERE ?1 IS NULL OR repository = ?1 ORDER BY created_at, number, id",
            arguments: [repository], map: TaskRecord.init(row:))
    }

    /// Returns the tasks of a batch by their numbers.
    static func list(ofBatch batch: String, in db: Connection) throws(StoreError) -> [TaskRecord] {
        try db.query(
            "SELECT * FROM tasks WHERE batch = ? ORDER BY number", arguments: [batch], map: TaskRecord.init(row:))
    }

    /// Returns the states that the tasks of a batch went through, oldest first, by the tasks' ids.
    static func steps(ofBatch batch: String, in db: Connection) throws(StoreError) -> [String: [TaskStep]] {
        let rows = try db.query(
            """
            SELECT detail, at, substr(event, 6) AS state FROM events
            WHERE event GLOB 'task.*' AND detail IN (SELECT id FROM tasks WHERE batch = ?) ORDER BY sequence
            """, arguments: [batch],
            map: { row throws(StoreError) -> (id: String, step: TaskStep?) in
                let (state, at): (String, String) = (try row["state"], try row["at"])
                return (try row["detail"], TaskStep(state: state, at: at))
            })
        return Dictionary(grouping: rows, by: \.id).mapValues { $0.compactMap(\.step) }
    }
}

extension TaskRecord {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        repository = try row["repository"]
        directory = try row["directory"]
        prompt = try row["prompt"]
        state = try row["state"]
        backend = try row["backend"]
        image = try row["image"]
        imageID = try row["image_id"]
        sandbox = try row["sandbox"]
        head = try row["head"]
        branch = try row["branch"]
        snapshot = try row["snapshot"]
        worktree = try row["worktree"]
        claudeSession = try row["claude_session"]
        exitStatus = try row["exit_status"]
        reason = try row["reason"]
        result = try row["result"]
        costUSD = try row["cost_usd"]
        turns = try row["turns"]
        batch = try row["batch"]
        number = try row["number"]
        attempt = try row["attempt"]
        request = try row["request"]
        isStopRequested = try row["stop_requested"]
        (driver, driverBoot) = try row.driver()
        createdAt = try row["created_at"]
        startedAt = try row["started_at"]
        endedAt = try row["ended_at"]
    }
}
