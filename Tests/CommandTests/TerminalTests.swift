import JSON
import TestSupport
import Testing

struct TerminalTests {
    @Test func `watching fills the screen and gives it back`() throws {
        let fixture = try CommandFixture()
        let answer = try fixture.terminal("\"$P\" status --watch; echo ended with $?", keys: "q")
        #expect(answer.text.contains("\u{1B}[?1049h"))
        #expect(answer.text.contains("Active Sessions: 0"))
        #expect(answer.text.contains("\u{1B}[?25h\u{1B}[?1049l"))
        #expect(answer.text.contains("ended with 0"))
    }

    @Test func `watching stays within the smallest terminal`() throws {
        let fixture = try CommandFixture()
        for _ in 0..<3 { _ = try fixture.session() }
        let line = "/bin/stty rows 3 cols 10; \"$P\" status --watch; echo ended with $?"
        let text = try fixture.terminal(line, keys: "q").text
        #expect(text.contains("ended with 0"))
        let start = try #require(text.firstRange(of: "\u{1B}[H")).upperBound
        let end = try #require(text[start...].firstRange(of: "\u{1B}[?7h")).lowerBound
        let rows = text[start..<end].split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(rows.count == 3)
        for row in rows {
            // The terminal's driver adds a return of its own.
            let plain = row.replacing(#/\u{1B}\[[0-9]*[A-Za-z]|\r/#, with: "")
            #expect(plain.count <= 10, "\(plain)")
        }
        #expect(rows.first?.contains("Active Se…") == true)
        #expect(rows.last?.contains("more") == true)
    }

    @Test func `letting go of saved work is asked about`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let worktree = try #require(try second.answer.json()["worktreePath"]?.string)
        try Files.write(worktree + "/new", "work\n")
        try fixture.run("release", "--pid", "\(second.sleeper.pid)")
        let declined = try fixture.terminal("\"$P\" trash empty", keys: "n\n")
        #expect(declined.text.contains("for good? [y/N]"))
        #expect(declined.status == 1)
        #expect(try fixture.run("trash", "list", "--json").json()["total"]?.integer(Int.self) == 1)
        #expect(try fixture.terminal("\"$P\" trash empty", keys: "y\n").status == 0)
        #expect(try fixture.run("trash", "list", "--json").json()["total"]?.integer(Int.self) == 0)
    }

    @Test func `colours are for terminals, unless they are not wanted`() throws {
        let fixture = try CommandFixture()
        #expect(try fixture.terminal("\"$P\" config list", keys: "").text.contains("\u{1B}["))
        #expect(try fixture.terminal("NO_COLOR=1 \"$P\" config list", keys: "").text.contains("\u{1B}[") == false)
        #expect(try fixture.run("config", "list").text.contains("\u{1B}[") == false)
    }
}
