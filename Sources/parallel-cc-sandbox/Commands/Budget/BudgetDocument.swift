internal import Coordinator
internal import Sandbox
internal import TaskProtocol

/// `budget status --json`. What is not there is left out.
struct BudgetDocument: Encodable {
    struct Period: Encodable {
        let period: String
        /// A date in UTC.
        let start: String
        let resetsAt: String
        let limit: Double?
        let spent: Double
        let reserved: Double
        let remaining: Double?
    }

    struct Session: Encodable {
        let sessionId: String
        let sandboxId: String?
        let budgetLimit: Double?
        let costEstimate: Double?
        /// What of that falls into the period.
        let spent: Double
        let status: String
        let createdAt: String
    }

    let currentPeriod: Period
    let sessions: [Session]
    let totalSpent: Double
    let remainingBudget: Double?
    /// The number of tasks that Claude has told no cost of.
    let untoldCosts: Int
    let models: [BudgetOverview.Part]
    let repositories: [BudgetOverview.Part]
    let days: [BudgetOverview.Part]

    init(_ overview: BudgetOverview) {
        currentPeriod = Period(
            period: overview.period.rawValue, start: String(overview.start.text.prefix(10)),
            resetsAt: overview.resetsAt.text, limit: overview.limit, spent: overview.spent,
            reserved: overview.reserved, remaining: overview.remaining)
        sessions = overview.tasks.map { task, spent in
            Session(
                sessionId: task.id, sandboxId: task.sandbox, budgetLimit: task.request?.budgetUSD,
                costEstimate: task.costUSD, spent: spent, status: task.state.rawValue, createdAt: task.createdAt)
        }
        totalSpent = overview.spent
        remainingBudget = overview.remaining
        untoldCosts = overview.untold
        (models, repositories, days) = (overview.models, overview.repositories, overview.days)
    }
}
