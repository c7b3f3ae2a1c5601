import ClaudeCode
import JSON
import TestSupport
import Testing

struct PrintedCommandTests {
    /// A session with work that has ended, in a clone whose path is not plain.
    private struct Scene {
        let desk: Desk
        let worktree: String

        init(_ name: String) throws {
            desk = try Desk()
            let clone = desk.git.directory.appending(name)
            try desk.git.git(["clone", "--quiet", desk.repository, clone])
            _ = try desk.session(at: clone)
            let second = try desk.session(at: clone)
            worktree = try #require(try second.answer.json()["worktreePath"]?.string)
            try Files.write(worktree + "/new", "work\n")
            second.sleeper.end()
        }

        /// Runs what stands after `mark` in a text, as somebody would who copies it.
        func copy(after mark: String, from text: String) throws -> Answer {
            let range = try #require(text.firstRange(of: mark), "\(text)")
            desk.environment["LINE"] = text[range.upperBound...].split(separator: "\n").first.map(String.init)
            return try desk.shell("PATH='\(desk.bin)':$PATH exec /bin/bash -c \"$LINE\"")
        }
    }

    @Test(arguments: ["it's a $HOME;x", "two\nlines\\ \u{1B}[31m'", "-r"])
    func `a printed command can be copied, whatever the path is`(_ name: String) throws {
        let scene = try Scene(name)
        let removed = try scene.desk.run("worktree", "remove", scene.worktree)
        #expect(removed.status == 0)
        #expect(!removed.text.contains("\u{1B}"))
        #expect(!Files.exists(scene.worktree))
        let restored = try scene.copy(after: "Bring it back whole: ", from: removed.text)
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(Files.read(scene.worktree + "/new") == "work\n")
    }

    @Test func `a plain word stays as it is`() throws {
        let scene = try Scene("plain")
        let removed = try scene.desk.run("worktree", "remove", scene.worktree).text
        #expect(removed.contains("parallel-cc worktree restore \(scene.worktree)\n"))
    }

    @Test func `nothing that a terminal would obey is printed`() throws {
        let scene = try Scene("red \u{1B}[31m\nand more")
        let sleeper = try scene.desk.process()
        let place = scene.desk.git.directory.appending("red \u{1B}[31m\nand more")
        let registered = try scene.desk.run("register", "--repo", place, "--pid", "\(sleeper.pid)")
        #expect(registered.lines.filter { $0.contains("Path: ") }.allSatisfy { $0.contains(#"\u{1b}[31m\nand more"#) })
        // Scripts take the last line as it is.
        #expect(registered.text.contains("WORKTREE_PATH=\(place)"))
        try scene.desk.run("cleanup")
        for command in ["status", "worktree list", "trash list", "rescue list", "events", "doctor"] {
            let answer = try scene.desk.run(command.split(separator: " ").map(String.init))
            #expect(!answer.text.contains("\u{1B}") && !answer.errors.contains("\u{1B}"), "\(command)")
            #expect(command == "doctor" || answer.text.contains(#"\u{1b}[31m\nand more"#), "\(command)")
        }
        let document = try scene.desk.run("status", "--json").json()
        #expect(document.at("sessions", "0", "worktreePath")?.string == place)
        let missing = try scene.desk.run("worktree", "restore", "\u{1B}[31m")
        #expect(missing.status == 1)
        #expect(!missing.errors.contains("\u{1B}"))
    }
}
