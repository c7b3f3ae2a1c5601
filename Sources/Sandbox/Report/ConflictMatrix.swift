/// The conflicts between the results of tasks as a table in HTML.
struct ConflictMatrix {
    /// The number of tasks for which a table can still be read; for more there is a list only.
    private static let mostTasks = 20

    private let conflicts: ResultConflicts
    /// The tasks that have changed something.
    private let tasks: [TaskOutcome]

    init(_ summary: BatchSummary) {
        conflicts = summary.conflicts
        tasks = summary.tasks.filter { $0.changes?.files != 0 }
    }

    var html: String {
        if let reason = conflicts.reason { return "<p>Not known: \(HTMLText.code(reason))</p>\n" }
        if conflicts.pairs.isEmpty { return "<p>The results can all be merged with each other.</p>\n" }
        return (tasks.count <= Self.mostTasks ? table : "") + list
    }

    private var table: String {
        let head = tasks.map { "<th scope=\"col\">\($0.number)</th>" }.joined()
        let rows = tasks.map { one in
            let cells = tasks.map { other in "<td>\(cell(one.number, other: other.number))</td>" }.joined()
            return "<tr><th scope=\"row\">\(one.name)</th>\(cells)</tr>\n"
        }
        return "<div class=\"wide\"><table class=\"matrix\"><tr><td></td>\(head)</tr>\n\(rows.joined())</table></div>\n"
            + "<p class=\"dim\">✗ conflict, ? not known, · none</p>\n"
    }

    private func cell(_ one: Int, other: Int) -> String {
        if one == other { return "" }
        guard let pair = conflicts.pair(one: one, other: other) else { return "·" }
        return pair.reason == nil ? "✗" : "?"
    }

    private var list: String {
        let items = conflicts.shown.map { pair in
            let files = pair.files.map(HTMLText.code).joined(separator: ", ")
            let text = pair.reason.map { "not known: \(HTMLText.code($0))" } ?? (files.isEmpty ? "in no file" : files)
            return "<li><a href=\"#task-\(pair.one)\">task-\(pair.one)</a> and "
                + "<a href=\"#task-\(pair.other)\">task-\(pair.other)</a>: \(text)</li>\n"
        }
        let more = conflicts.hidden > 0 ? "<li>… and \(conflicts.hidden) more: <code>summary.json</code></li>\n" : ""
        return "<ul>\n\(items.joined())\(more)</ul>\n"
    }
}
