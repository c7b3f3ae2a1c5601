import JSON
import TestSupport
import Testing

struct MCPTests {
    /// Sends lines and returns the answers, one per line.
    private func talk(_ fixture: CommandFixture, _ lines: [String], at directory: String? = nil) throws -> [JSONValue] {
        let answer = try fixture.run("mcp", "serve", input: lines.joined(separator: "\n") + "\n", at: directory)
        #expect(answer.status == 0)
        return try answer.lines.map { line in
            try #require(try JSONDocument(Array(line.utf8), name: "answer").value())
        }
    }

    private func call(_ tool: String, _ arguments: String = "{}") -> String {
        #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments)}}"#
    }

    @Test func `the probe before initialize is refused at once, notifications are not answered`() throws {
        let answers = try talk(
            CommandFixture(),
            [
                #"{"jsonrpc":"2.0","id":"server-discover-probe-1","method":"server/discover","params":{}}"#,
                #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#,
                #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
                #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#,
            ])
        #expect(answers.count == 3)
        #expect(answers[0]["id"]?.string == "server-discover-probe-1")
        #expect(answers[0].at("error", "code")?.integer(Int.self) == -32_601)
        #expect(answers[1].at("result")?.keys == ["capabilities", "instructions", "protocolVersion", "serverInfo"])
        #expect(answers[1].at("result", "serverInfo", "name")?.string == "parallel-cc")
        #expect(answers[2]["result"]?.members?.isEmpty == true)
    }

    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"),
        ("2024-11-05", "2024-11-05"), ("2030-01-01", "2025-11-25"), ("", "2025-11-25"),
    ])
    func `versions are answered in kind`(_ asked: String, _ answered: String) throws {
        let line = #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"\#(asked)"}}"#
        let answers = try talk(CommandFixture(), [line])
        #expect(answers[0].at("result", "protocolVersion")?.string == answered)
    }

    @Test func `the status is that of the whole repository, also inside a worktree`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let worktree = try #require(try fixture.session().answer.json()["worktreePath"]?.string)
        for directory in [fixture.repository, worktree] {
            let result = try talk(fixture, [call("get_parallel_status")], at: directory)[0]["result"]
            #expect(result?["isError"]?.bool == false)
            let content = try #require(result?["structuredContent"])
            #expect(content["totalSessions"]?.integer(Int.self) == 2)
            #expect(content["sessions"]?.elements?.count == 2)
            #expect(content.at("sessions", "0", "isAlive")?.bool == true)
            let text = try #require(result?.at("content", "0", "text")?.string)
            #expect(try JSONDocument(Array(text.utf8), name: "text").value() == content)
        }
    }

    @Test func `the session of the process around the server is mine`() throws {
        let fixture = try CommandFixture()
        let mine = Int32(getpidOfTests())
        let registered = try fixture.run("register", "--repo", fixture.repository, "--pid", "\(mine)", "--json").json()
        let other = try fixture.session().answer.json()
        // The environment says another one; the process is what counts.
        fixture.environment["PARALLEL_CC_SESSION_ID"] = other["sessionId"]?.string
        let content = try talk(fixture, [call("get_my_session")])[0].at("result", "structuredContent")
        #expect(content?["sessionId"] == registered["sessionId"])
        #expect(content?["isMainRepo"]?.bool == true)
        #expect(content?["parallelSessions"]?.integer(Int.self) == 2)
        #expect(content?["startedAt"]?.string?.isEmpty == false)
        #expect(content?["branch"]?.string == "main")
        #expect(content?["error"] == nil)
    }

    @Test func `a call that waits holds up no other`()
        throws
    {
        let fixture = try CommandFixture()
        let mine = Int32(getpidOfTests())
        _ = try fixture.run("register", "--repo", fixture.repository, "--pid", "\(mine)")
        let other = try #require(try fixture.session().answer.json()["sessionId"]?.string)
        let held = try fixture.run(
            "claims", "take", "--file", "a", "--session", other, "--json", at: fixture.repository)
        let id = try #require(try held.json()["claimId"]?.string)
        func wait(_ id: Int, _ path: String) -> String {
            call("claim_file", #"{"filePath":"\#(path)","waitSeconds":3600}"#)
                .replacing(#""id":7"#, with: #""id":\#(id)"#)
        }
        let answers = try talk(
            fixture,
            [
                wait(1, "a"), wait(2, "a"), call("release_file", #"{"claimId":"\#(id)","force":true}"#),
                #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}"#,
            ])
        let ids = answers.compactMap { $0["id"]?.integer(Int.self) }
        #expect(Set(ids).isSubset(of: [1, 2, 7]))
        #expect(Set(ids).isSuperset(of: [1, 7]))
        let granted = answers.first { $0["id"]?.integer(Int.self) == 1 }
        #expect(granted?.at("result", "structuredContent", "success")?.bool == true)
    }

    @Test func `a waiting call that is cancelled is not answered, and claims nothing`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.run("register", "--repo", fixture.repository, "--pid", "\(getpidOfTests())")
        let other = try #require(try fixture.session().answer.json()["sessionId"]?.string)
        _ = try fixture.run("claims", "take", "--file", "a", "--session", other, at: fixture.repository)
        let answers = try talk(
            fixture,
            [
                call("claim_file", #"{"filePath":"a","waitSeconds":3600}"#),
                #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#,
                #"{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"list_file_claims"}}"#,
            ])
        #expect(answers.map { $0["id"]?.integer(Int.self) } == [8])
        #expect(answers[0].at("result", "structuredContent", "totalClaims")?.integer(Int.self) == 1)
    }

    @Test func `else the session that the environment names, else none with the reason`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session().answer.json()
        fixture.environment["PARALLEL_CC_SESSION_ID"] = second["sessionId"]?.string
        let named = try talk(fixture, [call("get_my_session")])[0].at("result", "structuredContent")
        #expect(named?["worktreeName"] == second["worktreeName"])
        #expect(named?["isMainRepo"]?.bool == false)
        fixture.environment["PARALLEL_CC_SESSION_ID"] = "nobody"
        let none = try talk(fixture, [call("get_my_session")])[0].at("result", "structuredContent")
        #expect(none?["sessionId"] == .null)
        #expect(none?["parallelSessions"]?.integer(Int.self) == 2)
        #expect(none?["error"]?.string?.isEmpty == false)
    }

    @Test func `what cannot be done is an answer that the model can read`() throws {
        let fixture = try CommandFixture()
        let answers = try talk(
            fixture,
            [
                call("get_parallel_status", #"{"repo_path":"/nowhere"}"#),
                call("get_parallel_status", #"{"repo_path":1}"#),
                call("no_such_tool"),
            ])
        #expect(answers[0].at("result", "isError")?.bool == true)
        #expect(answers[1].at("result", "isError")?.bool == true)
        #expect(answers[2].at("error", "code")?.integer(Int.self) == -32_602)
    }

    @Test func `garbage is refused and the next line answered`() throws {
        let answers = try talk(
            CommandFixture(),
            ["garbage", "[]", "{}", "", "7", "[1]", #"{"id":3,"result":{}}"#, #"{"id":4,"method":"ping"}"#])
        let codes = answers.map { ($0.elements?.first ?? $0).at("error", "code")?.integer(Int.self) ?? 0 }
        #expect(codes == [-32_700, -32_600, -32_600, -32_600, -32_600, 0])
        #expect(answers.last?["id"]?.integer(Int.self) == 4)
    }

    @Test func `a line of many megabytes is refused, not stored`() throws {
        let long = #"{"id":1,"method":"ping","x":""# + String(repeating: "x", count: 17 << 20) + "\"}"
        let answers = try talk(CommandFixture(), [long, #"{"id":2,"method":"ping"}"#])
        #expect(answers.count == 2)
        #expect(answers[0].at("error", "code")?.integer(Int.self) == -32_600)
        #expect(answers[1]["id"]?.integer(Int.self) == 2)
    }
}
