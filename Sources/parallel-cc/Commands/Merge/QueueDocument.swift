internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// The answer of `merge queue run`.
struct QueueDocument: Encodable {
    struct Failure: Encodable {
        let target: String
        let error: String
        let code: String
        @ExplicitNull var hint: String?

        init(_ target: String, failure: ParallelError) {
            self.target = target
            error = failure.fullMessage
            code = failure.code.rawValue
            hint = failure.hint
        }
    }

    let landed: [QueueEntryRow]
    let landedPending: [QueueEntryRow]
    let conflicts: [QueueEntryRow]
    let failed: [QueueEntryRow]
    /// The results that wait for targets on which sessions work, also from earlier runs.
    let pending: [ReadyRow]
    /// Notes on earlier runs that were cut off.
    let notes: [String]
    /// The targets on which nothing could land.
    let errors: [Failure]

    init(_ result: QueueResult, waiting: [ReadyMerge]) {
        landed = result.landed.map(QueueEntryRow.init)
        landedPending = result.ready.map(QueueEntryRow.init)
        conflicts = result.conflicts.map(QueueEntryRow.init)
        failed = result.failed.map(QueueEntryRow.init)
        pending = waiting.map(ReadyRow.init)
        notes = result.notes
        errors = result.errors.map { Failure($0.target, failure: $0.error) }
    }

    /// The status to end with: `.bad` where a branch could not land, `.failure` where nothing could.
    var exitCode: ExitCode {
        if !conflicts.isEmpty || !failed.isEmpty { return .bad }
        return errors.isEmpty ? .success : .failure
    }

    private static func indented(_ text: String) -> [String] {
        text.split(separator: "\n").map { "  " + String($0).displayable }
    }

    /// The answer as text.
    var lines: [String] {
        var lines = notes.map { "⚠ \($0)" }
        lines += landed.map { "✓ \($0.branch) has landed on \($0.target) as \(($0.result ?? "").prefix(10))" }
        lines += conflicts.map { "✗ \($0.branch) conflicts with \($0.target): \($0.files.joined(separator: ", "))" }
        lines = lines.map(\.displayable)
        for row in landedPending {
            lines +=
                ["✓ \(row.branch) is ready for \(row.target), but:".displayable] + Self.indented(row.message ?? "")
        }
        for row in failed {
            lines += ["✗ \(row.branch) did not land on \(row.target)".displayable] + Self.indented(row.message ?? "")
        }
        for failure in errors {
            lines += ["✗ nothing landed on \(failure.target):".displayable] + Self.indented(failure.error)
            if let hint = failure.hint { lines += Self.indented(hint) }
        }
        lines += pending.map { $0.line.displayable }
        return lines.isEmpty ? ["Nothing was queued."] : lines
    }
}
