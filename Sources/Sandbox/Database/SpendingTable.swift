internal import Coordinator
internal import HookCore
internal import Store

/// The SQL of the table `spending`: what has been spent, and what is reserved for tasks that run. Amounts are US
/// dollars.
enum SpendingTable {
    /// What is reserved for a task.
    struct Reservation: Equatable {
        var task: String
        var amount: Double
        /// The moment from which on it does not count any more, unless a process drives the task.
        var expiresAt: String
    }

    /// By what an amount is broken down.
    enum Part: String, CaseIterable {
        case task = "spending.task"
        case model = "coalesce(spending.model, '')"
        case repository = "tasks.repository"
        case day = "substr(spending.at, 1, 10)"
    }

    static func add(
        _ amount: Double, model: String, task: String, attempt: Int, at time: String, in db: Connection
    ) throws(StoreError) {
        try db.run(
            "INSERT INTO spending (task, attempt, at, amount, model) VALUES (?, ?, ?, ?, nullif(?, ''))",
            arguments: [task, attempt, time, amount, model])
    }

    /// Returns what is known of a sandbox's cost, by model.
    static func spent(
        byTask task: String, attempt: Int, in db: Connection
    ) throws(StoreError) -> [String: Double] {
        let rows = try db.query(
            """
            SELECT coalesce(model, '') AS name, sum(amount) AS amount FROM spending
            WHERE task = ? AND attempt = ? AND NOT is_reserved GROUP BY 1
            """, arguments: [task, attempt], map: named)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.amount) })
    }

    /// Returns what a task has cost in all its sandboxes.
    static func spent(byTask task: String, in db: Connection) throws(StoreError) -> Double {
        try db.value(
            "SELECT total(amount) FROM spending WHERE task = ? AND NOT is_reserved", arguments: [task]) ?? 0
    }

    /// Returns what all tasks have cost since a moment.
    static func spent(since start: String, in db: Connection) throws(StoreError) -> Double {
        try db.value("SELECT total(amount) FROM spending WHERE at >= ? AND NOT is_reserved", arguments: [start]) ?? 0
    }

    /// Returns the parts of what was spent since a moment, by their names.
    static func parts(
        _ part: Part, since start: String, in db: Connection
    ) throws(StoreError) -> [(name: String, amount: Double)] {
        try db.query(
            """
            SELECT \(part.rawValue) AS name, sum(amount) AS amount FROM spending JOIN tasks ON tasks.id = spending.task
            WHERE at >= ? AND NOT is_reserved GROUP BY 1 ORDER BY 1
            """, arguments: [start], map: named)
    }

    private static func named(_ row: borrowing Row) throws(StoreError) -> (name: String, amount: Double) {
        (try row["name"], try row["amount"])
    }

    // MARK: - Reservations

    /// Reserves an amount for a task, instead of what was reserved for it before.
    static func reserve(
        _ amount: Double, for task: TaskRecord, at time: String, until end: String, in db: Connection
    ) throws(StoreError) {
        try release(task.id, in: db)
        if amount <= 0 { return }
        try db.run(
            """
            INSERT INTO spending (task, attempt, at, amount, is_reserved, expires_at) VALUES (?, ?, ?, ?, 1, ?)
            """, arguments: [task.id, task.attempt, time, amount, end])
    }

    /// Makes a task's reservation smaller by what it has spent.
    static func reduce(_ task: String, by amount: Double, in db: Connection) throws(StoreError) {
        try db.run(
            "UPDATE spending SET amount = max(0, amount - ?) WHERE task = ? AND is_reserved", arguments: [amount, task])
    }

    static func release(_ task: String, in db: Connection) throws(StoreError) {
        try db.run("DELETE FROM spending WHERE task = ? AND is_reserved", arguments: [task])
    }

    static func reservations(in db: Connection) throws(StoreError) -> [Reservation] {
        try db.query("SELECT task, amount, expires_at FROM spending WHERE is_reserved") {
            row throws(StoreError) in
            Reservation(task: try row["task"], amount: try row["amount"], expiresAt: try row["expires_at"])
        }
    }
}
