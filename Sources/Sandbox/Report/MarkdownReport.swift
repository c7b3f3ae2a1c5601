internal import TaskProtocol

/// The report of a batch in Markdown.
struct MarkdownReport {
    private let summary: BatchSummary

    init(_ summary: BatchSummary) { self.summary = summary }

    var text: String {
        let parts = [head, metrics, table] + summary.tasks.map(section) + [conflicts, errors]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var head: [String] {
        [
            "# Parallel Execution Summary", "",
            "- Batch: \(MarkdownText.code(summary.batch.id)), \(summary.state.rawValue)",
            "- Generated: \(summary.generatedAt)",
        ]
    }

    private var metrics: [String] {
        let all = summary.tasks.count
        let rate = all == 0 ? "–" : "\(summary.successCount * 100 / all) %"
        let rows = [
            ("Total tasks", "\(all)"), ("Successful", "\(summary.successCount)"), ("Failed", "\(summary.failureCount)"),
            ("Cancelled", "\(summary.cancelledCount)"), ("Success rate", rate),
            ("Total duration", TimeSpan.text(milliseconds: summary.totalDuration)),
            ("Sequential duration", TimeSpan.text(milliseconds: summary.sequentialDuration)),
            ("Time saved", TimeSpan.text(milliseconds: summary.timeSaved)),
            ("Files changed", "\(summary.totalFilesChanged)"), ("Total cost", Dollars.text(summary.totalCost)),
        ]
        return ["## Metrics", "", "| Metric | Value |", "|---|---|"] + rows.map { "| \($0.0) | \($0.1) |" }
    }

    private var table: [String] {
        let heads = [
            "## Tasks", "", "| Task | Status | Duration | Files | Cost | Description |", "|---|---|---|---|---|---|",
        ]
        return heads
            + summary.tasks.map { outcome in
                let cells = [
                    outcome.name, outcome.task.state.rawValue, TimeSpan.text(milliseconds: outcome.course.duration),
                    outcome.changes.map { "\($0.files)" } ?? "not known",
                    outcome.task.costUSD.map(Dollars.text) ?? "–", MarkdownText.cell(outcome.task.prompt),
                ]
                return "| " + cells.joined(separator: " | ") + " |"
            }
    }

    private func section(_ outcome: TaskOutcome) -> [String] {
        let prompt = PlainText.beginning(outcome.task.prompt)
        var lines = ["### \(outcome.name): \(outcome.task.state.rawValue)", ""] + MarkdownText.block(prompt.text)
        if prompt.isCut { lines += ["", "The whole prompt: `\(outcome.name)/metadata.json`"] }
        lines.append("")
        guard let worktree = outcome.task.worktree, let command = outcome.takingCommand(in: summary.batch) else {
            return lines + [outcome.withoutWorktree]
        }
        if let branch = outcome.task.branch { lines.append("- Branch: \(MarkdownText.code(branch))") }
        lines += ["- Worktree: \(MarkdownText.code(worktree))", "- Take it:", ""]
        return lines + MarkdownText.block(command, language: "sh")
    }

    private var conflicts: [String] {
        let head = ["## Conflicts", ""]
        if let reason = summary.conflicts.reason { return head + ["Not known: \(MarkdownText.code(reason))"] }
        if summary.conflicts.pairs.isEmpty { return head + ["The results can all be merged with each other."] }
        return head
            + summary.conflicts.shown.map { pair in
                let names = "- task-\(pair.one) and task-\(pair.other): "
                if let reason = pair.reason { return names + "not known: \(MarkdownText.code(reason))" }
                let files = pair.files.map(MarkdownText.code).joined(separator: ", ")
                return names + (files.isEmpty ? "in no file" : files)
            } + (summary.conflicts.hidden > 0 ? ["- … and \(summary.conflicts.hidden) more: `summary.json`"] : [])
    }

    private var errors: [String] {
        let lines = summary.tasks.compactMap { outcome in
            (outcome.task.reason ?? outcome.problem).map { "- \(outcome.name): \(MarkdownText.code($0))" }
        }
        return lines.isEmpty ? [] : ["## Errors", ""] + lines
    }
}
