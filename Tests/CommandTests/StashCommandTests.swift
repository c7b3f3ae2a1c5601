import JSON
import TestSupport
import Testing

/// `stash list` and `stash restore`; and what cleanup and idle work keep.
struct StashCommandTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func stash(_ text: String) throws -> String {
        try Files.write(desk.repository + "/file.txt", text)
        try desk.git.git(["add", "file.txt"])
        try desk.git.git(["stash", "push", "-m", text])
        return try desk.git.git(["rev-parse", "refs/stash"])
    }

    private func list() throws -> [String] {
        let rows = try desk.run("stash", "--json").json()["stashes"]?.elements ?? []
        return rows.map { row in
            let number = row["number"]?.integer(Int.self).map { "stash@{\($0)}" } ?? "taken"
            return "\(number) \(row["message"]?.string ?? "")"
        }
    }

    @Test func `what was stashed is kept after it was taken, and comes back`() throws {
        _ = try desk.session()
        #expect(try list().isEmpty)
        let first = try stash("one")
        _ = try stash("two")
        #expect(try list().sorted() == ["stash@{0} On main: two", "stash@{1} On main: one"])
        try desk.git.git(["stash", "clear"])
        #expect(try list().sorted() == ["taken On main: one", "taken On main: two"])
        let answer = try desk.run("stash", "restore", String(first.prefix(8)), "--json").json()
        #expect(answer["restored"]?.bool == true && answer.at("stash", "commit")?.string == first)
        #expect(try desk.git.git(["stash", "list"]) == "stash@{0}: On main: one")
        #expect(try list().sorted() == ["stash@{0} On main: one", "taken On main: two"])
        #expect(try desk.run("stash", "restore", first).text.contains("Still there: stash@{0}"))
        try desk.git.git(["stash", "pop"])
        #expect(Files.read(desk.repository + "/file.txt") == "one")
    }

    @Test(arguments: ["0000000", "", "abc", "refs/stash", "-x"]) func `an entry that nobody saw`(_ id: String) throws {
        _ = try desk.session()
        _ = try stash("one")
        let answer = try desk.run("stash", "restore", "--json", "--", id)
        #expect(answer.status == 1)
        #expect(try answer.json()["code"]?.string == "unknown-stash")
    }

    @Test func `cleanup keeps what nobody's hook saw; tools stash silently`() throws {
        _ = try desk.session()
        let commit = try stash("one")
        #expect(try desk.run("cleanup").status == 0)
        let pinned = try desk.git.git(["for-each-ref", "--format=%(refname)", "refs/parallel-cc/stash"])
        #expect(pinned == "refs/parallel-cc/stash/\(commit)")
    }
}
