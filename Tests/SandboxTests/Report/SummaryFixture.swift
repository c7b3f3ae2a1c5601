import TaskProtocol

@testable import Sandbox

/// Summaries of batches that never ran.
enum SummaryFixture {
    /// Text that tries to become markup wherever it stands.
    static let hostile = """
        </pre></code><script>alert(1)</script> | cell | `tick` ``two`` "quote' &amp; <!-- [a](https://x.test) @you
        ```
        # head
        \u{1b}[31m\u{202e}
        """

    static func task(
        _ number: Int, _ state: TaskState, prompt: String = "do it", change: (inout TaskRecord) -> Void = { _ in }
    ) -> TaskRecord {
        var task = TaskRecord(
            id: "tx-\(number)", repository: "/repo/.git", directory: "/repo", prompt: prompt, state: state,
            backend: "docker", image: "image", createdAt: "2026-12-01T00:00:00.000Z")
        task.number = number
        task.batch = "bx"
        change(&task)
        return task
    }

    static func outcome(_ task: TaskRecord, changes: TaskChanges? = TaskChanges(), problem: String? = nil)
        -> TaskOutcome
    {
        TaskOutcome(task: task, course: TaskCourse(task, now: 1_796_083_500_000), changes: changes, problem: problem)
    }

    static func summary(
        _ tasks: [TaskOutcome], state: BatchState = .failed, conflicts: ResultConflicts = ResultConflicts(pairs: [])
    ) -> BatchSummary {
        var batch = BatchRecord(
            id: "bx", repository: "/repo/.git", directory: "/repo", output: "/out put", concurrency: 2,
            isFailFast: false, createdAt: "2026-12-01T00:00:00.000Z")
        batch.endedAt = "2026-12-01T00:05:00.000Z"
        return BatchSummary(
            batch: batch, state: state, generatedAt: "2026-12-01T00:05:00.000Z", tasks: tasks, conflicts: conflicts)
    }

    /// A task of each kind: completed with work, failed, never begun, interrupted, unread.
    static func mixed(prompt: String = "do it") -> BatchSummary {
        let done = task(1, .completed, prompt: prompt) {
            $0.startedAt = "2026-12-01T00:00:10.000Z"
            $0.endedAt = "2026-12-01T00:01:10.000Z"
            ($0.branch, $0.worktree, $0.snapshot) = ("task/it's", "/work tree", "abc")
            ($0.costUSD, $0.turns) = (0.5, 3)
        }
        let failed = task(2, .failed, prompt: prompt) {
            $0.startedAt = "2026-12-01T00:00:40.000Z"
            $0.endedAt = "2026-12-01T00:01:40.000Z"
            ($0.reason, $0.worktree, $0.snapshot) = (prompt, "/two", "def")
        }
        let changes = TaskChanges(numstat: Array("3\t1\ta.txt\0-\t-\tb \(prompt)\0".utf8))
        return summary(
            [
                outcome(done, changes: changes), outcome(failed, changes: changes), outcome(task(3, .cancelled)),
                outcome(task(4, .interrupted)), outcome(task(5, .queued), changes: nil, problem: prompt),
            ],
            conflicts: ResultConflicts(pairs: [
                .init(one: 1, other: 2, files: ["a.txt", prompt]), .init(one: 1, other: 5, files: [], reason: prompt),
            ]))
    }
}
