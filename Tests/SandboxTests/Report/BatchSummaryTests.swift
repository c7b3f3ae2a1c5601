import JSON
import TaskProtocol
import Testing

@testable import Sandbox

struct BatchSummaryTests {
    @Test func `times that tasks share count once`() {
        let summary = SummaryFixture.mixed()
        #expect(summary.sequentialDuration == 120_000)
        #expect(summary.totalDuration == 90_000)
        #expect(summary.timeSaved == 30_000)
        #expect(
            [summary.successCount, summary.failureCount, summary.cancelledCount, summary.openCount] == [1, 1, 1, 2])
        #expect(summary.totalFilesChanged == 4)
        #expect(summary.totalCost == 0.5)
    }

    @Test func `a batch without tasks has no times`() {
        let summary = SummaryFixture.summary([])
        #expect(summary.totalDuration == 0)
        #expect(MarkdownReport(summary).text.contains("| Success rate | – |"))
    }

    @Test func `the gap between a cut and the next attempt is no work`() throws {
        let steps: [(String, Int)] = [
            ("queued", 0), ("preparing", 5), ("running", 10), ("interrupted", 30), ("preparing", 50), ("running", 52),
            ("paused", 55), ("running", 58), ("completed", 59),
        ]
        let course = TaskCourse(
            try steps.map { step in
                let second = step.1 < 10 ? "0\(step.1)" : "\(step.1)"
                return try #require(TaskStep(state: step.0, at: "2026-12-01T00:00:\(second).000Z"))
            }, now: .max)
        #expect(course.phases.map(\.state).map(\.rawValue) == steps.map(\.0))
        #expect(course.duration == 25_000 + 2_000 + 3_000 + 1_000)
        #expect(TaskStep(state: "unknown", at: "2026-12-01T00:00:00.000Z") == nil)
    }

    @Test func `a state that lasts ends now`() {
        let task = SummaryFixture.task(1, .running) { $0.startedAt = "2026-12-01T00:00:10.000Z" }
        let now = TaskStep(state: "running", at: "2026-12-01T00:00:15.000Z")?.at ?? 0
        #expect(TaskCourse(task, now: now).duration == 5_000)
    }

    @Test func `changes are counted, and the first are listed`() {
        let many = (0..<300).map { "1\t2\tfile \($0)\0" }.joined() + "-\t-\ttab\tin name\0"
        let changes = TaskChanges(numstat: Array(many.utf8))
        #expect([changes.files, changes.added, changes.removed, changes.listed.count] == [301, 300, 600, 200])
        let binary = TaskChanges(numstat: Array("-\t-\ttab\tin name\0".utf8))
        #expect(binary.listed == [FileChange(path: "tab\tin name", added: nil, removed: nil)])
        #expect(TaskChanges(numstat: []) == TaskChanges())
    }

    @Test func `a difference that is cut ends with a whole line`() {
        #expect(TaskDifference(Array("a\nb\nc".utf8), isCut: true).text == "a\nb\n")
        #expect(TaskDifference(Array("a\nb\nc".utf8), isCut: false).text == "a\nb\nc")
        #expect(TaskDifference(Array("abc".utf8), isCut: true).text.isEmpty)
    }

    @Test func `where there is nothing to take, it is said why`() {
        let texts = [nil, TaskChanges(), TaskChanges(numstat: Array("1\t1\ta\0".utf8))].map { changes in
            let task = SummaryFixture.task(1, .interrupted) { $0.snapshot = changes == nil ? nil : "abc" }
            return SummaryFixture.outcome(task, changes: changes ?? TaskChanges()).withoutWorktree
        }
        #expect(
            texts == [
                "No work of it has come home.", "Nothing was changed.",
                "Its work has no worktree; refs/parallel-cc/tasks/tx-1/result holds it.",
            ])
    }
}
