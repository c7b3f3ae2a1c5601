package import Coordinator
package import HookCore
internal import Store

extension ParallelError.Code {
    /// A limit of the budget is reached.
    package static let budgetSpent: Self = "budget-spent"
    /// What is left of a limit of the budget is reserved for tasks that run.
    package static let budgetReserved: Self = "budget-reserved"
}

/// What tasks have spent and may spend. All commands of a user share it, so each decision is one transaction.
package struct BudgetLedger {
    /// What a task has cost by now, and what its user should know of it.
    struct Charge {
        var total: Double
        var warnings: [String] = []
    }

    private let coordinator: Coordinator
    private let settings: BudgetSettings

    /// The time that a task may go on after its own time, in milliseconds.
    private static let slack: Int64 = 600_000

    /// - Parameter repository: a common git directory, whose settings count.
    init(_ coordinator: Coordinator, repository: String) throws(ParallelError) {
        self.init(coordinator, settings: BudgetSettings(try coordinator.settings(ofRepository: repository)))
    }

    package init(_ coordinator: Coordinator, settings: BudgetSettings) {
        self.coordinator = coordinator
        self.settings = settings
    }

    // MARK: - The beginning of a task

    /// Lets a task begin, and reserves what it may spend.
    /// - Returns: the dollars that it may spend in its next sandbox; nil: as many as it takes.
    /// - Throws: `.budgetSpent`, `.budgetReserved`; nothing has changed then.
    func admit(_ task: TaskRecord) throws(ParallelError) -> Double? {
        let decision = try coordinator.database.write { db throws(StoreError) in try admit(task, in: db) }
        switch decision {
        case .granted(let amount, _): return amount
        case .refused(let period): throw Self.refusal(period, of: task)
        }
    }

    func admit(_ task: TaskRecord, in db: Connection) throws(StoreError) -> BudgetRules.Decision {
        let decision = try decision(for: task, in: db)
        guard case .granted(_, let reserved) = decision else { return decision }
        let now = coordinator.context.now()
        let time = Int64(task.request?.timeoutSeconds ?? 0) * 1_000 + Self.slack
        try SpendingTable.reserve(
            reserved, for: task, at: now.text, until: Timestamp(milliseconds: now.milliseconds + time).text, in: db)
        return decision
    }

    /// Decides and changes nothing.
    func decision(for task: TaskRecord, in db: Connection) throws(StoreError) -> BudgetRules.Decision {
        var budget = task.request?.budgetUSD
        if let whole = budget { budget = try whole - SpendingTable.spent(byTask: task.id, in: db) }
        return BudgetRules.decide(budget: budget, periods: try periods(besides: task.id, in: db))
    }

    static func refusal(_ period: PeriodSpending, of task: TaskRecord) -> ParallelError {
        let raise = "parallel-cc config set \(period.period.setting) USD"
        if period.isSpent {
            return ParallelError(
                .budgetSpent, operation: "begin task", subject: task.id,
                message: "\(period.reached); it begins anew at \(period.resetsAt.text)", hint: raise)
        }
        return ParallelError(
            .budgetReserved, operation: "begin task", subject: task.id,
            message: "of the \(period.period.rawValue) limit of \(Dollars.text(period.limit)), "
                + "\(Dollars.text(period.spent)) is spent and \(Dollars.text(period.reserved)) reserved for tasks that "
                + "run: too little is left for it",
            hint: "wait until they have ended, give a smaller --budget, or: \(raise)")
    }

    // MARK: - While it runs

    /// Writes down what a task has cost in its present sandbox so far.
    /// - Parameter costs: by the names of models.
    func charge(_ task: TaskRecord, costs: [String: Double]) throws(ParallelError) -> Charge {
        try coordinator.database.write { db throws(StoreError) in
            let known = try SpendingTable.spent(byTask: task.id, attempt: task.attempt, in: db)
            let former = try SpendingTable.spent(byTask: task.id, in: db)
            let growth = Self.sum(costs) - Self.sum(known)
            guard growth > 1e-9 else { return Charge(total: former) }
            let periods = try periods(besides: task.id, in: db)
            for model in Set(known.keys).union(costs.keys).sorted() {
                let more = costs[model, default: 0] - known[model, default: 0]
                if more == 0 { continue }
                try SpendingTable.add(
                    more, model: model, task: task.id, attempt: task.attempt, at: coordinator.timestamp, in: db)
            }
            try SpendingTable.reduce(task.id, by: growth, in: db)
            return Charge(
                total: former + growth, warnings: warnings(of: task, from: former, by: growth, periods: periods))
        }
    }

    /// - Parameter periods: as they were before.
    private func warnings(
        of task: TaskRecord, from former: Double, by growth: Double, periods: [PeriodSpending]
    ) -> [String] {
        var limits = periods.map { ("the \($0.period.rawValue) limit", $0.limit, $0.spent) }
        if let budget = task.request?.budgetUSD { limits.insert(("its budget", budget, former), at: 0) }
        return limits.compactMap { name, limit, spent in
            BudgetRules.passed(settings.thresholds, of: limit, from: spent, to: spent + growth).map {
                "\(Int(($0 * 100).rounded())) % of \(name) of \(Dollars.text(limit)) is spent"
            }
        }
    }

    /// Returns a limit that is reached; nil where there is none.
    func reached() throws(ParallelError) -> PeriodSpending? {
        if settings.limits.isEmpty { return nil }
        return try periods().first(where: \.isSpent)
    }

    /// Ends what is reserved for a task.
    func release(_ task: TaskRecord) throws(ParallelError) {
        try coordinator.database.write { db throws(StoreError) in try SpendingTable.release(task.id, in: db) }
    }

    // MARK: - Periods

    /// Returns the periods that have a limit, the shortest first.
    package func periods() throws(ParallelError) -> [PeriodSpending] {
        try coordinator.database.read { db throws(StoreError) in try periods(besides: nil, in: db) }
    }

    private func periods(besides task: String?, in db: Connection) throws(StoreError) -> [PeriodSpending] {
        if settings.limits.isEmpty { return [] }
        let now = coordinator.context.now()
        let reserved = try reserved(besides: task, in: db)
        var periods: [PeriodSpending] = []
        for period in BudgetPeriod.allCases {
            guard let limit = settings.limits[period] else { continue }
            periods.append(
                PeriodSpending(
                    period: period, limit: limit,
                    spent: try SpendingTable.spent(since: period.start(of: now).text, in: db), reserved: reserved,
                    resetsAt: period.end(of: now)))
        }
        return periods
    }

    /// Returns what is reserved for tasks that run. A task that its process has left counts until its time is over.
    func reserved(besides task: String?, in db: Connection) throws(StoreError) -> Double {
        let now = coordinator.timestamp
        var sum = 0.0
        for reservation in try SpendingTable.reservations(in: db) where reservation.task != task {
            guard let owner = try TaskTable.find(reservation.task, in: db), owner.canGoOn else { continue }
            if owner.isDriven(in: coordinator.context) || reservation.expiresAt > now { sum += reservation.amount }
        }
        return sum
    }

    private static func sum(_ costs: [String: Double]) -> Double { costs.values.reduce(0, +) }
}
