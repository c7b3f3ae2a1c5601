internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import TaskProtocol

/// `budget status` for people.
struct BudgetTables {
    let overview: BudgetOverview

    init(_ overview: BudgetOverview) { self.overview = overview }

    /// Returns the parts of the answer.
    /// - Parameter width: the columns of the terminal; nil: any.
    func texts(_ width: Int?) -> [String] {
        var tables = [tasks, parts("MODEL", overview.models), parts("REPOSITORY", overview.repositories)]
        if overview.period != .daily { tables.append(parts("DAY", overview.days)) }
        return [summary] + tables.filter { !$0.rows.isEmpty }.map { "\n" + $0.render(width: width) }
    }

    private var summary: String {
        let start = overview.start.text.prefix(10)
        let end = overview.resetsAt.text.prefix(10)
        var lines = ["\(overview.period.rawValue) budget, from \(start) until \(end) (UTC)"]
        let limit = overview.limit.map { " of \(Dollars.text($0))" } ?? "; there is no limit"
        lines.append("  Spent:     \(Dollars.text(overview.spent))\(limit)")
        if overview.reserved > 0 { lines.append("  Reserved:  \(Dollars.text(overview.reserved)) for tasks that run") }
        if let remaining = overview.remaining { lines.append("  Remaining: \(Dollars.text(remaining))") }
        if overview.untold > 0 {
            lines.append("  Unknown:   what \(overview.untold) tasks have cost, which Claude has not told")
        }
        lines.append("  As Claude has reckoned it for tasks in sandboxes: this is not the bill.")
        return lines.joined(separator: "\n")
    }

    private var tasks: Table {
        var table = Table([
            TableColumn("TASK"), TableColumn("STATE"), TableColumn("SPENT", alignment: .trailing),
            TableColumn("BUDGET", alignment: .trailing), TableColumn("PROMPT", shortened: .ends),
        ])
        for (task, spent) in overview.tasks {
            let budget = (task.request?.budgetUSD).map(Dollars.text) ?? "-"
            table.append([
                TableCell(task.id), TableCell(task.state.rawValue), TableCell(Dollars.text(spent)), TableCell(budget),
                TableCell(task.prompt),
            ])
        }
        return table
    }

    private func parts(_ title: String, _ parts: [BudgetOverview.Part]) -> Table {
        var table = Table([TableColumn(title, shortened: .ends), TableColumn("SPENT", alignment: .trailing)])
        for part in parts {
            table.append([TableCell(part.name.isEmpty ? "unknown" : part.name), TableCell(Dollars.text(part.spent))])
        }
        return table
    }
}
