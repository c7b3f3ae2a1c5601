import TaskProtocol
import Testing

@testable import TaskRunner

struct OrderReaderTests {
    private static let order = TaskOrder(
        id: "a-1", prompt: "do",
        source: .init(head: nil, branch: nil, uncommitted: nil, userName: "", userEmail: ""))

    private func problem(_ change: (inout TaskOrder) -> Void) -> String? {
        var order = Self.order
        change(&order)
        return OrderReader.problem(of: order)
    }

    @Test func `what cannot be done is refused`() {
        #expect(problem { _ in } == nil)
        #expect(problem { $0.id = "../x" } != nil)
        #expect(problem { $0.id = "" } != nil)
        #expect(problem { $0.prompt = " \n" } == "the prompt is empty")
        #expect(problem { $0.prompt = "a\0b" }?.contains("NUL") == true)
        #expect(problem { $0.claude.allowedTools = ["a\0"] }?.contains("NUL") == true)
        #expect(problem { $0.environment = ["A=B": "c"] } != nil)
        #expect(problem { $0.source.head = "HEAD" } != nil)
        #expect(problem { $0.source.head = "--all" + String(repeating: "0", count: 35) } != nil)
        #expect(problem { $0.source.head = String(repeating: "0", count: 64) } != nil)
        #expect(problem { $0.timeoutSeconds = 0 } != nil)
        #expect(problem { $0.prompt = "-x \u{2028} '" } == nil)
    }

    @Test func `the command line of claude`() {
        var order = Self.order
        #expect(
            ClaudeCommand(order: order, mcpConfig: nil, budget: nil).arguments == [
                "-p", "--output-format", "stream-json", "--verbose", "--dangerously-skip-permissions",
            ])
        order.claude.permissionMode = "acceptEdits"
        order.claude.allowedTools = ["Bash(git *)", "Edit"]
        order.claude.resume = "id"
        order.claude.appendSystemPrompt = "-x"
        #expect(
            ClaudeCommand(order: order, mcpConfig: "/m", budget: 1.5).arguments.dropFirst(4) == [
                "--permission-mode", "acceptEdits", "--allowedTools", "Bash(git *)", "Edit", "--mcp-config=/m",
                "--max-budget-usd=1.5", "--append-system-prompt=-x", "--resume=id",
            ])
    }

    @Test func `the command line of the runner`() {
        #expect(Arguments.parse(["run"]) == .run(Arguments()))
        var wanted = Arguments()
        (wanted.folder, wanted.workspace, wanted.claude) = (TaskFolder("/t"), "/w", "/c")
        #expect(Arguments.parse(["run", "/t", "--workspace", "/w", "--claude", "/c"]) == .run(wanted))
        #expect(Arguments.parse(["--version"]) == .version)
        for words in [[], ["walk"], ["run", "a", "b"], ["run", "--workspace"], ["run", "--fast"]] {
            guard case .wrong = Arguments.parse(words) else {
                Issue.record("\(words)")
                continue
            }
        }
    }
}
