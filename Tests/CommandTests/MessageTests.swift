import Glibc
import JSON
import TestSupport
import Testing

/// What one session tells another, and how its Claude hears of it.
struct MessageTests {
    private let fixture: CommandFixture
    private let first: String
    private let second: String
    private let secondPid: Int32
    private let worktree: String

    init() throws {
        fixture = try CommandFixture()
        first = try #require(try fixture.session().answer.json()["sessionId"]?.string)
        let other = try fixture.session()
        secondPid = other.sleeper.pid
        second = try #require(try other.answer.json()["sessionId"]?.string)
        worktree = try #require(try other.answer.json()["worktreePath"]?.string)
    }

    private func send(_ text: String) throws {
        let answer = try fixture.run("messages", "send", "--to", second, text)
        #expect(answer.status == 0, "\(answer)")
    }

    /// What Claude is told when this happens in the second session.
    private func hear(_ event: String, agent: String? = nil) throws -> String? {
        let agentID = agent.map { #","agent_id":"\#($0)""# } ?? ""
        fixture.environment["CLAUDE_PID"] = "\(secondPid)"
        let answer = try fixture.hook(
            """
            {"hook_event_name":"\(event)","session_id":"c","cwd":"\(worktree)","tool_name":"Read"\(agentID)}
            """)
        #expect(answer.status == 0)
        if answer.text.isEmpty { return nil }
        #expect(try answer.json().at("hookSpecificOutput", "hookEventName")?.string == event)
        return try answer.json().at("hookSpecificOutput", "additionalContext")?.string
    }

    private func waiting() throws -> Int? {
        try fixture.run("messages", "--waiting", "--json").json()["total"]?.integer(Int.self)
    }

    @Test(arguments: ["UserPromptSubmit", "PostToolUse"])
    func `a message is heard once, at the next prompt or tool call`(event: String) throws {
        _ = try hear("PostToolUse")
        try send("the \"API\"\nhas changed")
        try send("twice")
        #expect(try waiting() == 2)
        #expect(try hear("PreToolUse") == nil)
        let told = try #require(try hear(event))
        #expect(told.contains("message 1, "))
        #expect(told.contains(": the \"API\"\nhas changed\n"))
        #expect(told.contains("twice"))
        #expect(try hear(event) == nil)
        #expect(try hear("UserPromptSubmit") == nil)
        #expect(try waiting() == 0)
    }

    @Test func `without its flag a message waits for the prompt`() throws {
        try send("x")
        let flag = try #require(Files.snapshot(fixture.data + "/beats").keys.first { $0.hasSuffix(".mail") })
        #expect(unlink(fixture.data + "/beats/" + flag) == 0)
        #expect(try hear("PostToolUse") == nil)
        #expect(try hear("UserPromptSubmit")?.hasSuffix(": x") == true)
    }

    @Test func `a subagent hears nothing that is meant for its session`() throws {
        _ = try hear("PostToolUse")
        try send("x")
        #expect(try hear("PostToolUse", agent: "a1") == nil)
        #expect(try hear("PostToolUse") != nil)
    }

    @Test func `many messages come in turns, whole and in order`() throws {
        let long = String(repeating: "ä", count: 3_000)
        for number in 1...5 { try send("\(number)" + long) }
        var heard: [Int] = []
        while let told = try hear("PostToolUse") {
            #expect(told.count < 10_000)
            heard += (1...5).filter { told.contains(": \($0)ä") }
        }
        #expect(heard == [1, 2, 3, 4, 5])
    }

    @Test func `what cannot be heard is refused`() throws {
        for (to, text) in [
            ("nobody", "x"), (second, ""), (second, " \n"), (second, String(repeating: "x", count: 4_001)),
        ] {
            let answer = try fixture.run("messages", "send", "--json", "--to", to, text)
            #expect(answer.status == 1, "\(text)")
            #expect(try answer.json()["success"]?.bool == false, "\(text)")
        }
        #expect(try waiting() == 0)
    }

    @Test func `all the others`() throws {
        let answer = try fixture.run("messages", "send", "--to", "all", "--json", "--", "-hello", at: worktree)
        #expect(try answer.json().at("messages")?.elements?.count == 2)
        #expect(try fixture.run("messages", "--session", first, "--json").json()["total"]?.integer(Int.self) == 1)
    }
}
