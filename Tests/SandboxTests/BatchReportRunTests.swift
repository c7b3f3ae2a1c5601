import Exec
import JSON
import TestSupport
import Testing

/// The report that `parallel-cc sandbox run --multi` leaves behind, on a real dockerd.
@Suite(.enabled(if: PrivateDockerd.isPossible, SandboxFixture.isMissing), .timeLimit(.minutes(5)))
struct BatchReportRunTests {
    @Test func `tasks that change the same line are in conflict, and the answer is the summary`() throws {
        let fixture = try SandboxFixture(claude: #"printf '%s\n' "$prompt" > same.txt; finish"#)
        try fixture.git.commit(["same.txt": "before\n"], message: "two")
        let answer = try fixture.runBatch(["--task", "first", "--task", "second"])
        #expect(answer.status == .exited(0), "\(answer.errorText)")
        let document = try #require(try JSONDocument(answer.output, name: "answer").value(), "\(answer.errorText)")
        #expect(document["success"] == .bool(true))
        let conflicts = try #require(document["conflicts"]?.elements)
        #expect(conflicts.map { $0["tasks"] } == [["task-1", "task-2"]])
        #expect(conflicts.first?["files"] == ["same.txt"])
        let results = fixture.git.root + "/parallel-results/"
        let stored = try #require(Files.read(results + "summary.json"))
        #expect(try JSONDocument(Array(stored.utf8), name: "stored").value()?["conflicts"] == document["conflicts"])
        #expect(Files.read(results + "summary-report.md")?.contains("- task-1 and task-2: `same.txt`") == true)
        #expect(Files.read(results + "summary.html")?.contains("<ins>+first</ins>") == true)
        let metadata = try #require(Files.read(results + "task-2/metadata.json"))
        let task = try #require(try JSONDocument(Array(metadata.utf8), name: "metadata").value())
        #expect(task["claudeVersion"] == "2.1.332")
        #expect(task["downloadSuccess"] == .bool(true))
        #expect(task["filesDownloaded"] == 1)
    }
}
