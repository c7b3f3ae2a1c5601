internal import JSON
internal import TaskProtocol

/// The summary of a batch as a JSON document.
package struct SummaryDocument: Encodable {
    private let value: JSONValue

    /// The document of a summary.
    package init(_ summary: BatchSummary) {
        var others: [Int: [Int]] = [:]
        for pair in summary.conflicts.pairs where pair.reason == nil {
            others[pair.one, default: []].append(pair.other)
            others[pair.other, default: []].append(pair.one)
        }
        value = [
            "success": .bool(summary.state == .completed),
            "tasks": .array(
                summary.tasks.map { Self.task($0, conflicts: others[$0.number] ?? [], in: summary) }),
            "summary": Self.totals(summary),
            "conflicts": .array(summary.conflicts.pairs.map(Self.conflict)),
            "conflictsError": .text(summary.conflicts.reason),
            "reportPath": .string(summary.reportPath),
        ]
    }

    /// Encodes the document itself, without a level of its own.
    package func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

    private static func task(_ outcome: TaskOutcome, conflicts: [Int], in summary: BatchSummary) -> JSONValue {
        let task = outcome.task
        var members: [JSONValue.Member] = [
            .init("taskId", value: .string(outcome.name)),
            .init("sessionId", value: .string(task.id)),
            .init("description", value: .string(task.prompt)),
            .init("status", value: .string(task.state.rawValue)),
            .init("duration", value: .number("\(outcome.course.duration)")),
            .init("filesChanged", value: .number("\(outcome.changes?.files ?? 0)")),
            .init("outputPath", value: .string("\(summary.batch.output)/\(outcome.name)")),
            .init("branch", value: .text(task.branch)),
            .init("worktreePath", value: .text(task.worktree)),
            .init("conflicts", value: .array(conflicts.map { .string("task-\($0)") })),
        ]
        if let error = task.reason ?? outcome.problem { members.append(.init("error", value: .string(error))) }
        if let cost = task.costUSD { members.append(.init("costEstimate", value: .number("\(cost)"))) }
        return .object(members)
    }

    private static func totals(_ summary: BatchSummary) -> JSONValue {
        [
            "totalDuration": .number("\(summary.totalDuration)"),
            "sequentialDuration": .number("\(summary.sequentialDuration)"),
            "timeSaved": .number("\(summary.timeSaved)"),
            "successCount": .number("\(summary.successCount)"),
            "failureCount": .number("\(summary.failureCount)"),
            "cancelledCount": .number("\(summary.cancelledCount)"),
            "openCount": .number("\(summary.openCount)"),
            "totalFilesChanged": .number("\(summary.totalFilesChanged)"),
            "totalCost": .number("\(summary.totalCost)"),
            "batchId": .string(summary.batch.id),
        ]
    }

    private static func conflict(_ pair: ResultConflicts.Pair) -> JSONValue {
        [
            "tasks": [.string("task-\(pair.one)"), .string("task-\(pair.other)")],
            "files": .array(pair.files.map(JSONValue.string)),
            "error": .text(pair.reason),
        ]
    }
}
