import ClaudeCode
import Exec
import TaskProtocol
import TestSupport
import Testing

@testable import TaskRunner

/// What is reported of runs of the real claude.
struct RunProgressTests {
    private func run(_ sample: String) throws -> (RunProgress, [TaskReport.Event]) {
        let folder = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined()
        let bytes = try #require(Files.bytes("\(folder)/RealClaude/samples/\(sample).jsonl"))
        var (lines, progress) = (StreamLines(), RunProgress())
        let events = lines.take(bytes[...]).flatMap { progress.take(StreamEvent(line: $0)) }
        return (progress, events)
    }

    @Test func `calls of tools and their answers`() throws {
        let (progress, events) = try run("tools-success")
        let names = events.compactMap { if case .tool(let name) = $0 { name ?? "-" } else { nil } }
        #expect(names == ["Write", "-", "Read", "Bash", "-", "Edit", "-"])
        #expect(
            events.last
                == .usage(
                    turns: 5, costUSD: 0.00496, inputTokens: 400, outputTokens: 168,
                    modelCosts: ["claude-opus-5-5": 0.00496]))
        #expect(progress.turns == 5)
    }

    @Test func `several turns are one session, and their numbers are added up`() throws {
        let (progress, events) = try run("background-agent-two-results")
        #expect(events.filter { if case .claude = $0 { true } else { false } }.count == 1)
        #expect((progress.turns, progress.cost) == (3, 0.00416))
        #expect(progress.result?.text == "Scenario finished.")
    }

    @Test func `a retry is something to wait for`() throws {
        let (_, events) = try run("api-retry-529-recovered")
        #expect(events.contains(.waiting(reason: "API error 529 overloaded; attempt 2 of 10")))
    }

    @Test(arguments: [("max-turns", "error_max_turns: Reached maximum number of turns (2)"), ("sigint", nil)])
    func `errors are failures, whatever the status is`(_ sample: String, _ reason: String?) throws {
        let (progress, _) = try run(sample)
        let end = RunEnd(status: .exited(0), stop: nil, progress: progress, lastWords: "").end
        #expect(end.state == .failed)
        if let reason { #expect(end.reason == reason) }
    }
}
