import JSON
import TestSupport
import Testing

@Suite("conflicts predict, radar, merge plan")
struct RadarCommandTests {
    private let fixture: CommandFixture
    private let first: String
    private let second: String

    init() throws {
        fixture = try CommandFixture()
        _ = try fixture.session()
        first = try #require(try fixture.session().answer.json()["worktreePath"]?.string)
        second = try #require(try fixture.session().answer.json()["worktreePath"]?.string)
    }

    @Test("the document has the agreed shape, and the exit status says what was found")
    func shape() throws {
        let clean = try fixture.run("conflicts", "predict", "--json")
        #expect(clean.status == 0)
        try Files.write(first + "/README", "one\n")
        try Files.write(second + "/README", "two\n")
        let answer = try fixture.run("radar", "--json", "--repo", second)
        #expect(answer.status == 3)
        let document = try answer.json()
        #expect(document.keys == ["nodes", "pairs", "repository", "target"])
        #expect(document["target"]?.string == "main")
        #expect(document.at("nodes", "0")?.keys == ["branch", "dirty", "head", "id", "kind", "path"])
        #expect(document["nodes"]?.elements?.last?["kind"]?.string == "target")
        let pairs = try #require(document["pairs"]?.elements)
        #expect(pairs.count == 6)
        #expect(pairs.allSatisfy { $0.keys == ["a", "b", "files", "state"] })
        let conflict = try #require(pairs.first { $0["state"]?.string == "conflict" })
        #expect(Set([conflict["a"]?.string, conflict["b"]?.string]) == [first, second])
        #expect(conflict.at("files", "0", "path")?.string == "README")
        #expect(conflict.at("files", "0", "kind")?.string == "content")
    }

    @Test("a target that is not there", arguments: [["radar"], ["merge", "plan"]])
    func noTarget(_ command: [String]) throws {
        let answer = try fixture.run(command + ["--target", "nosuch", "--json"])
        let error = try answer.json()
        #expect(answer.status == 1)
        #expect(error["code"]?.string == "unknown-target")
        #expect(error["error"]?.string?.contains("there is no such branch: nosuch") == true)
    }

    @Test("for people: a matrix and the files")
    func text() throws {
        try Files.write(first + "/new\nfile", "one\n")
        try Files.write(second + "/new\nfile", "two\n")
        let answer = try fixture.run("radar")
        #expect(answer.status == 3)
        #expect(answer.lines.first == "6 pairs, merged into main: 1 conflict")
        #expect(answer.text.contains(#"  new\nfile  (add/add)"#))
        #expect(answer.text.contains("→ main"))
    }

    @Test("errors without a conflict end with 1, and are shown as not known")
    func errors() throws {
        try fixture.git.git(["switch", "--quiet", "--orphan", "empty"], at: second)
        let answer = try fixture.run("radar", "--json")
        #expect(answer.status == 1)
        let pairs = try #require(try answer.json()["pairs"]?.elements)
        let bad = pairs.filter { $0["state"]?.string == "error" }
        #expect(bad.count == 3)
        #expect(bad.allSatisfy { $0["error"]?.string?.contains("no commit") == true })
        #expect(try fixture.run("radar").text.contains("not known"))
    }

    @Test(
        "what cannot be looked at is a failure with one document",
        arguments: [["--target", "nope"], ["--repo", "/"]])
    func failures(_ words: [String]) throws {
        let answer = try fixture.run(["radar", "--json"] + words)
        #expect(answer.status == 1)
        #expect(try answer.json()["success"]?.bool == false)
    }

    @Test("nonsense is refused with the usage status")
    func usage() throws {
        #expect(try fixture.run("radar", "--target", "").status == 64)
        #expect(try fixture.run("merge", "plan", "--target", "").status == 64)
    }

    @Test("a plan names the order and what conflicts anyway")
    func plan() throws {
        try Files.write(first + "/README", "one\n")
        try Files.write(second + "/README", "two\n")
        let document = try fixture.run("merge", "plan", "--json").json()
        #expect(document["clean"]?.integer(Int.self) == 1)
        #expect(document["order"]?.elements?.count == 2)
        #expect(document.at("order", "1", "conflicts", "0", "files", "0", "path")?.string == "README")
        let text = try fixture.run("merge", "plan")
        #expect(text.status == 0)
        #expect(text.lines.first == "Into main, 1 of 2 without a conflict:")
    }

    @Test("--watch answers at once and again when something changes")
    func watch() throws {
        let script = """
            /usr/bin/mkfifo "\(fixture.home)/fifo"
            "$P" radar --watch --json > "\(fixture.home)/fifo" & watcher=$!
            exec 3< "\(fixture.home)/fifo"
            read -r line <&3
            printf 'one\\n' > "\(first)/README"
            read -r line <&3
            kill -INT $watcher
            printf '%s\\n' "$line"
            wait $watcher
            """
        let answer = try fixture.shell(script)
        #expect(answer.errors == "")
        #expect(answer.lines.count == 1)
        let document = try JSONDocument(Array(answer.text.utf8), name: "line").value()
        let dirty = try #require(document)["nodes"]?.elements?.filter { $0["dirty"]?.bool == true }
        #expect(dirty?.compactMap { $0["path"]?.string } == [first])
    }
}
