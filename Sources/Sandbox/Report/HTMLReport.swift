internal import HookCore

/// The report of a batch as one page that asks for nothing: no script, no picture or style from elsewhere.
struct HTMLReport {
    private let summary: BatchSummary

    init(_ summary: BatchSummary) { self.summary = summary }

    /// Writes the page, task by task.
    /// - Parameters:
    ///   - write: takes the next piece.
    ///   - difference: reads what a task has changed; nil where nothing is to be shown.
    func write(
        _ write: (String) throws(ParallelError) -> Void,
        difference: (TaskOutcome) throws(ParallelError) -> TaskDifference?
    ) throws(ParallelError) {
        try write(head + numbers + "<h2>Timeline</h2>\n<div class=\"wide\">\n")
        try TimelinePicture(summary.tasks).write(write)
        try write("</div>\n<h2>Conflicts</h2>\n" + ConflictMatrix(summary).html + "<h2>Tasks</h2>\n")
        for outcome in summary.tasks {
            try write(HTMLTask(outcome, of: summary.batch).html(difference(outcome)))
        }
        try write("</body>\n</html>\n")
    }

    private static let policy =
        "default-src 'none'; style-src 'sha256-\(HTMLStyle.digest)'; base-uri 'none'; form-action 'none'"

    private var head: String {
        let title = "Batch \(HTMLText.escaped(summary.batch.id)) \(summary.state.rawValue)"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>\(title)</title>
            <style>\(HTMLStyle.text)</style>
            </head>
            <body>
            <h1>\(title)</h1>
            <p class="dim">\(HTMLText.escaped(summary.batch.directory)), \(HTMLText.escaped(summary.generatedAt))</p>

            """
    }

    private var numbers: String {
        let rows = [
            ("Tasks", "\(summary.tasks.count)"), ("Completed", "\(summary.successCount)"),
            ("Failed", "\(summary.failureCount)"), ("Cancelled", "\(summary.cancelledCount)"),
            ("Not ended", "\(summary.openCount)"), ("Time", TimeSpan.text(milliseconds: summary.totalDuration)),
            ("Saved", TimeSpan.text(milliseconds: summary.timeSaved)), ("Files", "\(summary.totalFilesChanged)"),
            ("Cost", Dollars.text(summary.totalCost)),
        ]
        let items = rows.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" }
        return "<dl class=\"numbers\">\n\(items.joined())</dl>\n"
    }
}
