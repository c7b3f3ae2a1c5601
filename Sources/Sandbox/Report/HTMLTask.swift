internal import TaskProtocol

/// A task in the report in HTML.
struct HTMLTask {
    private let outcome: TaskOutcome
    private let batch: BatchRecord

    init(_ outcome: TaskOutcome, of batch: BatchRecord) {
        self.outcome = outcome
        self.batch = batch
    }

    /// - Parameter difference: what it has changed; nil where nothing is to be shown.
    func html(_ difference: TaskDifference?) -> String {
        let task = outcome.task
        let state = task.state.rawValue
        var parts = [
            "<article id=\"\(outcome.name)\">",
            "<h3>\(outcome.name) <span class=\"state \(state)\">\(state)</span></h3>",
            "<p class=\"dim\">\(facts)</p>", prompt,
        ]
        if let reason = task.reason ?? outcome.problem { parts.append("<p>✗ \(HTMLText.escaped(reason))</p>") }
        if let result = task.result {
            parts.append("<details><summary>Claude’s last words</summary>\(block(result))</details>")
        }
        parts += [taking, files]
        if let difference, !difference.text.isEmpty { parts.append(diff(difference)) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n</article>\n"
    }

    private var facts: String {
        let task = outcome.task
        var facts = [TimeSpan.text(milliseconds: outcome.course.duration)]
        if let cost = task.costUSD { facts.append(Dollars.text(cost)) }
        if task.turns > 0 { facts.append("\(task.turns) turns") }
        if task.attempt > 1 { facts.append("attempt \(task.attempt)") }
        return facts.joined(separator: " · ") + " · \(HTMLText.code(task.id))"
    }

    private var prompt: String { block(outcome.task.prompt) }

    private func block(_ text: String) -> String {
        let start = PlainText.beginning(text)
        let more = start.isCut ? "\n<p class=\"dim\">The rest was cut off.</p>" : ""
        return "<pre>\(HTMLText.escaped(start.text))</pre>" + more
    }

    private var taking: String {
        guard let worktree = outcome.task.worktree, let command = outcome.takingCommand(in: batch) else {
            return "<p>\(HTMLText.escaped(outcome.withoutWorktree))</p>"
        }
        let branch = outcome.task.branch.map { "Branch \(HTMLText.code($0)), worktree" } ?? "Worktree"
        return "<p>\(branch) \(HTMLText.code(worktree)). Take it:</p>\n<pre>\(HTMLText.escaped(command))</pre>"
    }

    private var files: String {
        guard let changes = outcome.changes, changes.files > 0 else { return "" }
        let rows = changes.listed.map { file in
            let numbers = [file.added.map { "+\($0)" } ?? "–", file.removed.map { "−\($0)" } ?? "–"]
            return "<tr><td>\(HTMLText.code(file.path))</td><td>\(numbers[0])</td><td>\(numbers[1])</td></tr>\n"
        }
        let rest = changes.files - changes.listed.count
        let more = rest > 0 ? "<p>… and \(rest) more: \(patch)</p>\n" : ""
        return "<details><summary>\(changes.files) files, +\(changes.added) −\(changes.removed)</summary>\n"
            + "<table class=\"files\">\n\(rows.joined())</table>\n\(more)</details>"
    }

    private func diff(_ difference: TaskDifference) -> String {
        let lines = difference.text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.line)
        let more = difference.isCut ? "<p>The diff was cut. All of it: \(patch)</p>\n" : ""
        return "<details><summary>Diff</summary>\n<pre class=\"diff\">\(lines.joined())</pre>\n\(more)</details>"
    }

    private var patch: String { "<code>\(outcome.name)/changes.patch</code>" }

    private static func line(_ line: Substring) -> String {
        let text = HTMLText.escaped(String(line))
        if line.hasPrefix("+"), !line.hasPrefix("+++ ") { return "<ins>\(text)</ins>" }
        if line.hasPrefix("-"), !line.hasPrefix("--- ") { return "<del>\(text)</del>" }
        if line.hasPrefix("diff --git ") { return "<b>\(text)</b>" }
        return text + "\n"
    }
}
