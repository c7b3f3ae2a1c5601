import Glibc
import HookCore
import JSON
import TestSupport
import Testing

/// Two sessions of one repository, and what their hooks say.
final class TwoSessions {
    let fixture: CommandFixture
    /// In the main checkout.
    let first: String
    let firstProcess: Sleeper
    /// In a worktree.
    let second: String
    let secondProcess: Sleeper
    let worktree: String

    var main: String { fixture.repository }

    /// - Parameter initArguments: of `git init`.
    init(initArguments: [String] = []) throws {
        fixture = try CommandFixture(initArguments: initArguments)
        let main = try fixture.session()
        first = try #require(try main.answer.json()["sessionId"]?.string)
        firstProcess = main.sleeper
        let other = try fixture.session()
        second = try #require(try other.answer.json()["sessionId"]?.string)
        secondProcess = other.sleeper
        worktree = try #require(try other.answer.json()["worktreePath"]?.string)
    }

    /// - Returns: the claim's id.
    @discardableResult
    func take(_ words: String..., by session: String) throws -> String {
        let answer = try fixture.run(["claims", "take", "--session", session, "--json"] + words, at: main).json()
        return try #require(answer["claimId"]?.string, "\(answer)")
    }

    /// Runs the hook of a session.
    /// - Returns: what it said; nil for nothing.
    func hook(_ payload: String, of process: Sleeper) throws -> JSONValue? {
        fixture.environment["CLAUDE_PID"] = "\(process.pid)"
        let answer = try fixture.hook(payload)
        #expect(answer.status == 0)
        #expect(answer.errors.isEmpty)
        return answer.text.isEmpty ? nil : try answer.json()["hookSpecificOutput"]
    }

    /// Before a Bash command.
    /// - Returns: why it is refused; nil when it may run.
    func refusal(of command: String, by process: Sleeper, at directory: String) throws -> String? {
        let said = try hook(payload("PreToolUse", command, at: directory, response: nil), of: process)
        #expect((said?["permissionDecision"]?.string == "deny") == (said != nil))
        return said?["permissionDecisionReason"]?.string
    }

    /// After a Bash command that changed these files.
    /// - Returns: what Claude is told.
    func after(
        _ command: String, by process: Sleeper, at directory: String, changed: [String] = [], more: Int = 0
    ) throws -> String? {
        let files = changed.map(JSONText.quoted).joined(separator: ",")
        let diff =
            changed.isEmpty ? "" : #","bashEditDiff":{"files":[],"moreFiles":\#(more),"changedFiles":[\#(files)]}"#
        let response = #"{"stdout":"","interrupted":false\#(diff)}"#
        let said = try hook(payload("PostToolUse", command, at: directory, response: response), of: process)
        return said?["additionalContext"]?.string
    }

    private func payload(_ event: String, _ command: String, at directory: String, response: String?) -> String {
        """
        {"hook_event_name":"\(event)","session_id":"c","cwd":\(JSONText.quoted(directory)),"tool_name":"Bash",\
        "tool_use_id":"t\(UInt64.random(in: 1 ... .max))","tool_input":{"command":\(JSONText.quoted(command))}\
        \(response.map { ",\"tool_response\":" + $0 } ?? "")}
        """
    }

    /// What `claims` lists, as `MODE path reason`.
    func claims(of session: String) throws -> [String] {
        let rows = try fixture.run("claims", "--json").json()["claims"]?.elements ?? []
        return rows.filter { $0["session_id"]?.string == session }.map { row in
            "\(row["claim_mode"]?.string ?? "") \(row["file_path"]?.string ?? "") \(row["reason"]?.string ?? "")"
        }.sorted()
    }

    /// The events with this name, as `cause: detail`.
    func events(_ name: String) throws -> [String] {
        let rows = try fixture.run("events", "--json").json()["events"]?.elements ?? []
        return rows.filter { $0["event"]?.string == name }.map { row in
            "\(row["cause"]?.string ?? ""): \(row["detail"]?.string ?? "")"
        }
    }
}
