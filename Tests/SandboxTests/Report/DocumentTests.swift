import FoundationEssentials
import JSON
import TaskProtocol
import Testing

@testable import Sandbox

struct DocumentTests {
    private func value(_ document: some Encodable) throws -> JSONValue {
        try #require(try JSONDocument(Array(JSONEncoder().encode(document)), name: "document").value())
    }

    @Test func `the summary has the keys that scripts know`() throws {
        let document = try value(SummaryDocument(SummaryFixture.mixed()))
        #expect(document["success"] == .bool(false))
        #expect(document["reportPath"] == "/out put/summary-report.md")
        let tasks = try #require(document["tasks"]?.elements)
        #expect(tasks.count == 5)
        #expect(tasks[0]["taskId"] == "task-1")
        #expect(tasks[0]["sessionId"] == "tx-1")
        #expect(tasks[0]["status"] == "completed")
        #expect(tasks[0]["duration"] == 60_000)
        #expect(tasks[0]["filesChanged"] == 2)
        #expect(tasks[0]["outputPath"] == "/out put/task-1")
        #expect(tasks[0]["costEstimate"]?.double == 0.5)
        #expect(tasks[0]["error"] == nil)
        #expect(tasks[0]["conflicts"] == ["task-2"])
        #expect(tasks[1]["error"] == "do it")
        #expect(tasks[2]["duration"] == 0)
        #expect(tasks[2]["worktreePath"] == .null)
        let totals = try #require(document["summary"])
        #expect(totals["batchId"] == "bx")
        #expect(totals["totalDuration"] == 90_000)
        #expect(totals["totalCost"]?.double == 0.5)
        let conflicts = try #require(document["conflicts"]?.elements)
        #expect(conflicts.map { $0["tasks"] } == [["task-1", "task-2"], ["task-1", "task-5"]])
        #expect(conflicts.map { $0["error"] } == [.null, "do it"])
        #expect(document["conflictsError"] == .null)
        let unknown = SummaryFixture.summary([], conflicts: ResultConflicts(unknown: "git is gone"))
        #expect(try value(SummaryDocument(unknown))["conflictsError"] == "git is gone")
    }

    @Test func `what is known of a task stands in its folder, without secrets`() throws {
        let task = SummaryFixture.task(7, .failed) {
            ($0.exitStatus, $0.reason, $0.snapshot, $0.attempt) = (3, "broken", "abc", 2)
            var request = TaskRequest(
                directory: "/repo", prompt: "do it", image: "image", userName: "a", userEmail: "b")
            request.environment = ["TOKEN": "very-secret"]
            request.claude.mcpConfig = "very-secret"
            request.claude.model = "opus"
            $0.request = request
        }
        let metadata = TaskMetadata(SummaryFixture.outcome(task), claude: "2.1.332", download: nil)
        let document = try value(metadata)
        #expect(document["taskId"] == "task-7")
        #expect(document["exitCode"] == 3)
        #expect(document["success"] == .bool(false))
        #expect(document["state"] == "failed")
        #expect(document["error"] == "broken")
        #expect(document["downloadSuccess"] == .bool(true))
        #expect(document["downloadError"] == nil)
        #expect(document["claudeVersion"] == "2.1.332")
        #expect(document["attempt"] == 2)
        #expect(document["options"]?["variables"] == ["TOKEN"])
        #expect(document["options"]?["model"] == "opus")
        #expect(!String(decoding: try JSONEncoder().encode(metadata), as: UTF8.self).contains("very-secret"))
    }

    @Test func `a task whose work is not there says so`() throws {
        let outcome = SummaryFixture.outcome(SummaryFixture.task(1, .cancelled))
        let document = try value(TaskMetadata(outcome, claude: nil, download: "gone"))
        #expect(document["downloadSuccess"] == .bool(false))
        #expect(document["downloadError"] == "gone")
        #expect(document["filesDownloaded"] == 0)
        #expect(document["exitCode"] == .null)
        #expect(document["options"] == .null)
    }
}
