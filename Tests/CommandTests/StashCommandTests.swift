import JSON
import TestSupport
import Testing

/// `stash list` and `stash restore`; and what cleanup and idle work keep.
struct StashCommandTests {
    private let fixture: CommandFixture

    init() throws { fixture = try CommandFixture() }

    private func stash(_ text: String) throws -> String {
        try Files.write(fixture.repository + "/file.txt", text)
        try fixture.git.git(["add", "file.txt"])
        try fixture.git.git(["stash", "push", "-m", text])
        return try fixture.git.git(["rev-parse", "refs/stash"])
    }

    private func list() throws -> [String] {
        let rows = try fixture.run("stash", "--json").json()["stashes"]?.elements ?? []
        return rows.map { row in
            let number = row["number"]?.integer(Int.self).map { "stash@{\($0)}" } ?? "taken"
            return "\(number) \(row["message"]?.string ?? "")"
        }
    }

    @Test func `what was stashed is kept after it was taken, and comes back`() throws {
        _ = try fixture.session()
        #expect(try list().isEmpty)
        let first = try stash("one")
        _ = try stash("two")
        #expect(try list().sorted() == ["stash@{0} On main: two", "stash@{1} On main: one"])
        try fixture.git.git(["stash", "clear"])
        #expect(try list().sorted() == ["taken On main: one", "taken On main: two"])
        let answer = try fixture.run("stash", "restore", String(first.prefix(8)), "--json").json()
        #expect(answer["restored"]?.bool == true)
        #expect(answer.at("stash", "commit")?.string == first)
        #expect(try fixture.git.git(["stash", "list"]) == "stash@{0}: On main: one")
        #expect(try list().sorted() == ["stash@{0} On main: one", "taken On main: two"])
        #expect(try fixture.run("stash", "restore", first).text.contains("Still there: stash@{0}"))
        try fixture.git.git(["stash", "pop"])
        #expect(Files.read(fixture.repository + "/file.txt") == "one")
    }

    @Test(arguments: ["0000000", "", "abc", "refs/stash", "-x"]) func `an entry that nobody saw`(_ id: String) throws {
        _ = try fixture.session()
        _ = try stash("one")
        let answer = try fixture.run("stash", "restore", "--json", "--", id)
        #expect(answer.status == 1)
        #expect(try answer.json()["code"]?.string == "unknown-stash")
    }

    @Test func `cleanup keeps what nobody's hook saw; tools stash silently`() throws {
        _ = try fixture.session()
        let commit = try stash("one")
        #expect(try fixture.run("cleanup").status == 0)
        let pinned = try fixture.git.git(["for-each-ref", "--format=%(refname)", "refs/parallel-cc/stash"])
        #expect(pinned == "refs/parallel-cc/stash/\(commit)")
    }
}
