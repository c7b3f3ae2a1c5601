package import Coordinator
package import HookCore
internal import Store

/// What tasks have cost in a period: what Claude has reckoned for them, not the bill.
package struct BudgetOverview: Sendable {
    /// A part of what was spent: by a model, in a repository, on a day.
    package struct Part: Encodable, Sendable {
        package let name: String
        package let spent: Double
    }

    package let period: BudgetPeriod
    package let start: Timestamp
    package let resetsAt: Timestamp
    /// Nil where the period has no limit.
    package let limit: Double?
    package let spent: Double
    /// What tasks that run may still spend.
    package let reserved: Double
    /// The tasks that have spent something in the period, oldest first.
    package let tasks: [(task: TaskRecord, spent: Double)]
    /// The number of tasks that Claude has worked on in the period and told no cost of: it works on its first turn, or
    /// was cut off there.
    package let untold: Int
    /// By the names of models; empty where Claude has told none.
    package let models: [Part]
    /// By common git directories.
    package let repositories: [Part]
    /// By dates in UTC.
    package let days: [Part]

    /// What may still be spent by tasks that begin; nil where the period has no limit.
    package var remaining: Double? { limit.map { max(0, $0 - spent - reserved) } }

    /// - Parameter settings: those whose limit of the period counts.
    package init(
        _ period: BudgetPeriod, of coordinator: Coordinator, settings: BudgetSettings
    ) throws(ParallelError) {
        let now = coordinator.context.now()
        let start = period.start(of: now)
        (self.period, self.start, resetsAt, limit) = (period, start, period.end(of: now), settings.limits[period])
        let list = try TaskList(coordinator)
        let ledger = BudgetLedger(coordinator, settings: settings)
        let database = list.coordinator.database
        reserved = try database.read { db throws(StoreError) in try ledger.reserved(besides: nil, in: db) }
        spent = try database.read { db throws(StoreError) in try SpendingTable.spent(since: start.text, in: db) }
        let parts = { (part: SpendingTable.Part) throws(ParallelError) -> [Part] in
            try database.read { db throws(StoreError) in
                try SpendingTable.parts(part, since: start.text, in: db).map { Part(name: $0.name, spent: $0.amount) }
            }
        }
        models = try parts(.model)
        repositories = try parts(.repository)
        days = try parts(.day)
        let spentByTask = Dictionary(uniqueKeysWithValues: try parts(.task).map { ($0.name, $0.spent) })
        let all = try list.all()
        tasks = all.compactMap { task in spentByTask[task.id].map { (task, $0) } }
        untold = all.count {
            $0.claudeSession != nil && $0.costUSD == nil && ($0.startedAt ?? "") >= start.text
        }
    }
}
