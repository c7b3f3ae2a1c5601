import JSON
import TestSupport
import Testing

/// The tools as a client calls them, one line each.
struct MCPToolTests {
    private let fixture: CommandFixture
    /// Of the process that the tests run in, so of the server that they start.
    private let own: String
    private let other: (id: String, worktree: String)

    init() throws {
        fixture = try CommandFixture()
        let mine = try fixture.run("register", "--repo", fixture.repository, "--pid", "\(getpidOfTests())", "--json")
            .json()
        own = try #require(mine["sessionId"]?.string)
        let theirs = try fixture.session().answer.json()
        other = (try #require(theirs["sessionId"]?.string), try #require(theirs["worktreePath"]?.string))
    }

    private func talk(_ lines: [String]) throws -> [JSONValue] {
        let answer = try fixture.run("mcp", "serve", input: lines.joined(separator: "\n") + "\n")
        #expect(answer.status == 0)
        #expect(answer.errors.isEmpty)
        return try answer.lines.map { try #require(try JSONDocument(Array($0.utf8), name: "answer").value()) }
    }

    private func line(_ tool: String, _ arguments: String = "{}", id: Int = 7, meta: String = "{}") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments),"#
            + #""_meta":\#(meta)}}"#
    }

    private func call(_ tool: String, _ arguments: String = "{}") throws -> JSONValue {
        try #require(try talk([line(tool, arguments)]).first?["result"])
    }

    private func answer(_ tool: String, _ arguments: String = "{}") throws -> JSONValue {
        let result = try call(tool, arguments)
        #expect(result["isError"]?.bool == false, "\(result.compactText)")
        return try #require(result["structuredContent"])
    }

    private func failure(_ tool: String, _ arguments: String = "{}") throws -> String {
        let result = try call(tool, arguments)
        #expect(result["isError"]?.bool == true)
        #expect(result["structuredContent"] == nil)
        return try #require(result.at("content", "0", "text")?.string)
    }

    @Test func `claimed, listed, refused to others, released`() throws {
        let claim = try answer("claim_file", #"{"filePath":"src/a","reason":"mine"}"#)
        #expect(claim["success"]?.bool == true)
        #expect(claim["mode"]?.string == "EXCLUSIVE")
        let id = try #require(claim["claimId"]?.string)
        let refused = try fixture.run(
            "claims", "take", "--file", other.worktree + "/src/a", "--session", other.id, "--json")
        #expect(refused.status == 75)
        #expect(try refused.json().at("conflictingClaims", "0", "claimId")?.string == id)
        let listed = try answer("list_file_claims", #"{"filePaths":["src/"]}"#)
        #expect(listed["totalClaims"]?.integer(Int.self) == 1)
        #expect(
            try #require(listed.at("claims", "0")).keys == [
                "claimId", "claimMode", "claimedAt", "expiresAt", "fence", "filePath", "isActive", "kind",
                "minutesUntilExpiry", "reason", "sessionId", "sessionName", "sessionPid", "worktreeName",
                "worktreePath",
            ])
        #expect(try answer("list_file_claims", #"{"filePaths":["docs"]}"#)["totalClaims"]?.integer(Int.self) == 0)
        let released = try answer("release_file", #"{"claimId":"\#(id)"}"#)
        #expect(released["success"]?.bool == true)
        #expect(released["releasedAt"]?.string != nil)
        #expect(try answer("release_file", #"{"claimId":"\#(id)"}"#)["success"]?.bool == false)
        let expired = try answer("list_file_claims", #"{"includeExpired":true}"#)
        #expect(expired.at("claims", "0", "isActive")?.bool == false)
        #expect(expired.at("claims", "0", "endReason")?.string == "released")
    }

    @Test func `what somebody else holds is refused with the holder; force is the user's word`() throws {
        let taken = try fixture.run(
            "claims", "take", "--file", other.worktree + "/src/", "--mode", "shared", "--session", other.id, "--json")
        let id = try #require(try taken.json()["claimId"]?.string)
        let refused = try answer("claim_file", #"{"filePath":"src/a"}"#)
        #expect(refused["success"]?.bool == false)
        #expect(refused["claimId"] == .null)
        #expect(refused["escalationAvailable"]?.bool == true)
        #expect(refused.at("conflictingClaims", "0", "sessionId")?.string == other.id)
        let several = try answer("claim_files", #"{"filePaths":["docs/x","src/a"]}"#)
        #expect(several["success"]?.bool == false)
        #expect(several["claims"]?.elements == [])
        #expect(try answer("claim_files", #"{"filePaths":["docs/x","y"]}"#)["claims"]?.elements?.count == 2)
        #expect(try answer("release_file", #"{"claimId":"\#(id)"}"#)["success"]?.bool == false)
        #expect(try answer("release_file", #"{"claimId":"\#(id)","force":true}"#)["success"]?.bool == true)
    }

    @Test func `files: who claims them, and where they are changed`() throws {
        _ = try fixture.run("claims", "take", "--file", other.worktree + "/README", "--session", other.id)
        try Files.write(other.worktree + "/README", "changed\n")
        let files = try answer("check_files", #"{"filePaths":["README","other"]}"#)["files"]?.elements ?? []
        #expect(files.map { $0["isFree"]?.bool } == [false, true])
        #expect(files.first?.at("otherClaims", "0", "sessionId")?.string == other.id)
        #expect(files.first?.at("changedIn", "0", "worktreePath")?.string == other.worktree)
        #expect(files.first?.at("changedIn", "0", "uncommitted")?.string == "modified")
        #expect(files.last?["changedIn"]?.elements == [])
    }

    @Test func `a message is for one other session, by id or name, or for all`() throws {
        let sent = try answer("send_message", #"{"to":"\#(other.id)","text":"look at src"}"#)
        #expect(sent.at("sent", "0", "sessionId")?.string == other.id)
        #expect(try answer("send_message", #"{"to":"all","text":"hello"}"#)["sent"]?.elements?.count == 1)
        let waiting = try fixture.run("messages", "--json").json()
        #expect(waiting["messages"]?.elements?.compactMap { $0["text"]?.string } == ["look at src", "hello"])
        #expect(try failure("send_message", #"{"to":"nobody","text":"hello"}"#).contains(other.id))
        #expect(try failure("send_message", #"{"to":"\#(own)","text":"to myself"}"#).contains("No such other"))
    }

    @Test func `a rebase that cannot be is an error, one that conflicts an answer`() throws {
        try fixture.git.commit(["f": "mine\n"], message: "Mine")
        try fixture.git.commit(["f": "theirs\n"], message: "Theirs", at: other.worktree)
        let branch = try fixture.git.git(["symbolic-ref", "--short", "HEAD"], at: other.worktree)
        let outcome = try answer("rebase_assist", #"{"targetBranch":"\#(branch)"}"#)
        #expect(outcome["success"]?.bool == false)
        #expect(outcome["hasConflicts"]?.bool == true)
        #expect(outcome["conflictingFiles"]?.elements == ["f"])
        #expect(outcome["rescueId"]?.string != nil)
        #expect(try answer("list_rescues")["total"]?.integer(Int.self) == 1)
        try Files.write(fixture.repository + "/README", "changed\n")
        #expect(try failure("rebase_assist", #"{"targetBranch":"\#(branch)"}"#).contains("README"))
        #expect(try failure("rebase_assist", #"{"targetBranch":"nowhere"}"#).contains("no such branch"))
        let look = try answer("rebase_assist", #"{"targetBranch":"\#(branch)","checkOnly":true}"#)
        #expect(look["conflictingFiles"]?.elements == ["f"])
        #expect(look["rescueId"] == .null)
    }

    @Test(arguments: [
        (#"{}"#, "filePath is missing"), (#"{"filePath":7}"#, "filePath must be a string"),
        (#"{"filePath":""}"#, "at least 1 characters"), (#"{"filePath":"a","mode":"MINE"}"#, "one of \"EXCLUSIVE\""),
        (#"{"filePath":"a","ttlHours":73}"#, "ttlHours must be at most 72"),
        (#"{"filePath":"a","ttlHours":1.5}"#, "ttlHours must be a whole number"),
        (#"{"filePath":"a","file":"b"}"#, "file is unknown; known: filePath"), (#"[]"#, "the value must be an object"),
    ])
    func `arguments that do not fit are named`(_ arguments: String, _ words: String) throws {
        #expect(try failure("claim_file", arguments).contains(words))
    }

    @Test func `null is the same as nothing; a path outside is refused`() throws {
        #expect(try answer("claim_file", #"{"filePath":"a","reason":null,"ttlHours":null}"#)["success"]?.bool == true)
        #expect(try failure("claim_file", #"{"filePath":"/etc/passwd"}"#).contains("/etc/passwd"))
    }

    @Test func `a waiting call is cancelled without an answer, and the next goes on`() throws {
        _ = try fixture.run("claims", "take", "--file", other.worktree + "/a", "--session", other.id)
        let answers = try talk([
            line("claim_file", #"{"filePath":"a","waitSeconds":3600}"#, id: 1),
            line("claim_file", #"{"filePath":"a","waitSeconds":3600}"#, id: 2),
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}"#,
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"enough"}}"#,
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}"#,
            line("claim_file", #"{"filePath":"b"}"#, id: 3),
        ])
        #expect(answers.count == 1 && answers[0]["id"]?.integer(Int.self) == 3)
        #expect(answers[0].at("result", "structuredContent", "success")?.bool == true)
    }

    @Test func `whoever asks for progress hears of slow work`() throws {
        let branch = try fixture.git.git(["symbolic-ref", "--short", "HEAD"], at: other.worktree)
        try fixture.git.commit(["f": "theirs\n"], message: "Theirs", at: other.worktree)
        let answers = try talk([
            line("rebase_assist", #"{"targetBranch":"\#(branch)"}"#, meta: #"{"progressToken":"p"}"#)
        ])
        let progress = answers.filter { $0["method"]?.string == "notifications/progress" }
        #expect(!progress.isEmpty)
        #expect(answers.last?["id"]?.integer(Int.self) == 7)
        #expect(progress.allSatisfy { $0.at("params", "progressToken")?.string == "p" })
        let numbers = progress.compactMap { value -> Double? in
            if case .number(let text) = value.at("params", "progress") { Double(text) } else { nil }
        }
        #expect(numbers.count == progress.count)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test(arguments: [("2025-11-25", true, true), ("2025-03-26", true, false), ("2024-11-05", false, false)])
    func `older clients get what they know`(_ version: String, _ annotations: Bool, _ structure: Bool) throws {
        let answers = try talk([
            #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"\#(version)"}}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#, line("get_my_session"),
        ])
        for tool in answers[1].at("result", "tools")?.elements ?? [] {
            #expect((tool["annotations"] != nil) == annotations)
            #expect((tool["outputSchema"] != nil) == structure)
            #expect(tool.at("inputSchema", "type")?.string == "object")
            #expect(tool["description"]?.string != nil)
        }
        #expect((answers[2].at("result", "structuredContent") != nil) == structure)
        #expect(answers[2].at("result", "content", "0", "text")?.string?.contains(own) == true)
    }

    @Test func `one page holds all tools; what only reads says so`() throws {
        let answers = try talk([
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"2"}}"#,
            #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#,
        ])
        #expect(answers[0].at("error", "code")?.integer(Int.self) == -32_602)
        #expect(answers[1].at("result", "nextCursor") == nil)
        let tools = answers[1].at("result", "tools")?.elements ?? []
        let reading = tools.filter { $0.at("annotations", "readOnlyHint")?.bool == true }.compactMap {
            $0["name"]?.string
        }
        #expect(!reading.contains("claim_file"))
        #expect(!reading.contains("rebase_assist"))
        #expect(reading.contains("check_files"))
        let changing = tools.filter { $0.at("annotations", "destructiveHint")?.bool == true }
        let names = changing.compactMap { $0["name"]?.string }
        #expect(names.contains("rebase_assist"))
        #expect(!names.contains("claim_file"))
    }

    @Test func `nothing can be claimed without a session`() throws {
        let fixture = try CommandFixture()
        let answer = try fixture.run("mcp", "serve", input: line("claim_file", #"{"filePath":"a"}"#) + "\n")
        #expect(answer.text.contains(#""isError":true"#))
        #expect(answer.text.contains("claude-parallel"))
    }
}
