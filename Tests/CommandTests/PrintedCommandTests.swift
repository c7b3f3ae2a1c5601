import ClaudeCode
import JSON
import TestSupport
import Testing

struct PrintedCommandTests {
    /// A session with work that has ended, in a clone whose path is not plain.
    private struct EndedSession {
        let fixture: CommandFixture
        let worktree: String

        init(_ name: String) throws {
            fixture = try CommandFixture()
            let clone = fixture.git.directory.appending(name)
            try fixture.git.git(["clone", "--quiet", fixture.repository, clone])
            _ = try fixture.session(at: clone)
            let second = try fixture.session(at: clone)
            worktree = try #require(try second.answer.json()["worktreePath"]?.string)
            try Files.write(worktree + "/new", "work\n")
            second.sleeper.end()
        }

        /// Runs what stands after `mark` in a text, as somebody would who copies it.
        func copy(after mark: String, from text: String) throws -> Answer {
            let range = try #require(text.firstRange(of: mark), "\(text)")
            fixture.environment["LINE"] = text[range.upperBound...].split(separator: "\n").first.map(String.init)
            return try fixture.shell("PATH='\(fixture.bin)':$PATH exec /bin/bash -c \"$LINE\"")
        }
    }

    @Test(arguments: ["it's a $HOME;x", "two\nlines\\ \u{1B}[31m'", "-r"])
    func `a printed command can be copied, whatever the path is`(_ name: String) throws {
        let ended = try EndedSession(name)
        let removed = try ended.fixture.run("worktree", "remove", ended.worktree)
        #expect(removed.status == 0)
        #expect(!removed.text.contains("\u{1B}"))
        #expect(!Files.exists(ended.worktree))
        let restored = try ended.copy(after: "Bring it back whole: ", from: removed.text)
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(Files.read(ended.worktree + "/new") == "work\n")
    }

    @Test func `a plain word stays as it is`() throws {
        let ended = try EndedSession("plain")
        let removed = try ended.fixture.run("worktree", "remove", ended.worktree).text
        #expect(removed.contains("parallel-cc worktree restore \(ended.worktree)\n"))
    }

    @Test func `nothing that a terminal would obey is printed`() throws {
        let ended = try EndedSession("red \u{1B}[31m\nand more")
        let sleeper = try ended.fixture.process()
        let place = ended.fixture.git.directory.appending("red \u{1B}[31m\nand more")
        let registered = try ended.fixture.run("register", "--repo", place, "--pid", "\(sleeper.pid)")
        #expect(registered.lines.filter { $0.contains("Path: ") }.allSatisfy { $0.contains(#"\u{1b}[31m\nand more"#) })
        // Scripts take the last line as it is.
        #expect(registered.text.contains("WORKTREE_PATH=\(place)"))
        try ended.fixture.run("cleanup")
        for command in ["status", "worktree list", "trash list", "rescue list", "events", "doctor"] {
            let answer = try ended.fixture.run(command.split(separator: " ").map(String.init))
            #expect(!answer.text.contains("\u{1B}"), "\(command)")
            #expect(!answer.errors.contains("\u{1B}"), "\(command)")
            #expect(command == "doctor" || answer.text.contains(#"\u{1b}[31m\nand more"#), "\(command)")
        }
        let document = try ended.fixture.run("status", "--json").json()
        #expect(document.at("sessions", "0", "worktreePath")?.string == place)
        let missing = try ended.fixture.run("worktree", "restore", "\u{1B}[31m")
        #expect(missing.status == 1)
        #expect(!missing.errors.contains("\u{1B}"))
    }
}
