import Coordinator
import CoordinatorFixtures
import HookCore
import JSON
import TaskProtocol
import TestSupport
import Testing

@testable import Sandbox

/// The report of a batch whose tasks are rows and commits, without an engine.
struct BatchReportTests {
    let fixture: CoordinatorFixture
    let coordinator: Coordinator
    let batch: BatchRecord

    init() throws {
        fixture = try CoordinatorFixture()
        coordinator = try fixture.command()
        batch = BatchRecord(
            id: "bx", repository: fixture.repository, directory: fixture.root,
            output: fixture.gitFixture.directory.appending("results"), concurrency: 2, isFailFast: false,
            createdAt: coordinator.timestamp)
    }

    /// Adds two tasks: one with work, one that was cancelled before it began.
    private func addTasks(content: String = "one\ntwo\n") throws -> [TaskRecord] {
        let list = try TaskList(coordinator)
        let rows = [1, 2].map { number in
            SummaryFixture.task(number, .queued) {
                ($0.repository, $0.directory) = (fixture.repository, fixture.root)
            }
        }
        try list.add(rows, batch: batch)
        var (done, cancelled) = (rows[0], rows[1])
        done.head = try fixture.git(["rev-parse", "HEAD"])
        try fixture.git(["update-ref", done.startReference, "HEAD"])
        try fixture.git(["checkout", "-q", "--detach"])
        try fixture.gitFixture.commit(["made <b>.txt": content], message: "work")
        done.snapshot = try fixture.git(["rev-parse", "HEAD"])
        try fixture.git(["checkout", "-q", "main"])
        for state in [TaskState.preparing, .running, .completed] {
            done.state = state
            try list.store(done)
        }
        cancelled.state = .cancelled
        try list.store(cancelled)
        try BatchResults(batch).write(done, in: coordinator)
        return try list.all(of: batch)
    }

    private func read(_ name: String) throws -> String {
        try #require(Files.read("\(batch.output)/\(name)"), "\(name)")
    }

    private func json(_ name: String) throws -> JSONValue {
        try #require(try JSONDocument(Array(try read(name).utf8), name: name).value())
    }

    @Test func `all files of the report lie in the folder of the results`() throws {
        let tasks = try addTasks()
        let log = TaskDirectory(dataDirectory: fixture.dataDirectory, task: tasks[0].id).log
        try Files.write(
            log,
            """
            no report
            {"at":"x","event":{"claude":{"sessionID":"s","version":"2.1.332"}}}

            """)
        let report = BatchReport(batch, in: coordinator)
        let summary = try report.summary(of: tasks, conflicts: ResultConflicts(pairs: []))
        #expect(report.write(summary) == [])
        let states = summary.tasks.map { $0.course.phases.map(\.state) }
        #expect(states == [[.queued, .preparing, .running, .completed], [.queued, .cancelled]])
        #expect(try json("summary.json")["tasks"]?.elements?.map { $0["filesChanged"] } == [1, 0])
        #expect(try json("task-1/metadata.json")["claudeVersion"] == "2.1.332")
        #expect(try json("task-1/metadata.json")["downloadSuccess"] == .bool(true))
        #expect(try json("task-2/metadata.json")["downloadSuccess"] == .bool(false))
        #expect(try read("summary-report.md").contains("| task-1 | completed |"))
        let page = try read("summary.html")
        #expect(page.contains("<ins>+two</ins>"))
        #expect(page.contains("made &lt;b&gt;.txt"))
        #expect(Files.read(batch.output + "/summary.html.unfinished") == nil)
    }

    @Test func `a large diff is cut, and its patch is whole`() throws {
        let tasks = try addTasks(content: (0..<40_000).map { "line \($0)\n" }.joined())
        let report = BatchReport(batch, in: coordinator)
        #expect(report.write(try report.summary(of: tasks, conflicts: ResultConflicts(pairs: []))) == [])
        let page = try read("summary.html")
        #expect(page.utf8.count < 400_000)
        #expect(page.contains("<summary>1 files, +40000 −0</summary>"))
        #expect(page.contains("All of it: <code>task-1/changes.patch</code>"))
        #expect(try read("task-1/changes.patch").contains("+line 39999\n"))
    }

    @Test func `what cannot be read or written keeps nothing else from the report`() throws {
        var tasks = try addTasks()
        tasks[1].snapshot = String(repeating: "1", count: 40)
        try Files.write(batch.output + "/summary-report.md/in-the-way", "")
        let report = BatchReport(batch, in: coordinator)
        let summary = try report.summary(of: tasks, conflicts: ResultConflicts(unknown: "gone"))
        #expect(report.write(summary).map(\.subject) == [summary.reportPath])
        #expect(summary.tasks[1].changes == nil)
        #expect(try json("summary.json")["tasks"]?.elements?[1]["error"]?.string?.contains("diff-tree") == true)
        #expect(try read("summary.html").contains("Not known: <code>gone</code>"))
    }
}
