import Glibc
import JSON
import TestSupport
import Testing

struct SavedWorkTests {
    /// A desk at which a session with uncommitted work has ended.
    private struct EndedSession {
        let fixture: CommandFixture
        let worktree: String
        let name: String
        let rescue: String

        init() throws {
            fixture = try CommandFixture()
            _ = try fixture.session()
            let second = try fixture.session()
            let document = try second.answer.json()
            worktree = try #require(document["worktreePath"]?.string)
            name = try #require(document["worktreeName"]?.string)
            try Files.write(worktree + "/README", "changed\n")
            try Files.write(worktree + "/new file é", "new\n")
            let released = try fixture.run("release", "--pid", "\(second.sleeper.pid)", "--json").json()
            #expect(released.keys == ["branchDeleted", "kept", "reason", "released", "rescue", "worktreeRemoved"])
            rescue = try #require(released["rescue"]?.string)
        }

        func expectWorkIsBack(at path: String) {
            #expect(Files.read(path + "/README") == "changed\n")
            #expect(Files.read(path + "/new file é") == "new\n")
        }
    }

    @Test func `rescues are listed with what they hold`() throws {
        let ended = try EndedSession()
        let document = try ended.fixture.run("rescue", "list", "--json").json()
        #expect(document.keys == ["rescues", "total", "warnings"])
        let rescue = try #require(document.at("rescues", "0"))
        #expect(
            rescue.keys == [
                "branch", "commit", "createdAt", "files", "head", "id", "privateFiles", "privateFolder", "reason",
                "repository", "restoredAt", "sessionId", "worktree",
            ])
        #expect(rescue["files"]?.keys == ["deleted", "tracked", "untracked"])
        #expect(rescue.at("files", "untracked")?.integer(Int.self) == 1)
        #expect(try ended.fixture.run("rescue", "show", ended.rescue, "--json").json() == rescue)
        #expect(try ended.fixture.run("rescue", "list").text.contains("1 changed, 1 new"))
        #expect(try ended.fixture.run("rescue", "show", ended.rescue).text.contains("2 files changed"))
    }

    @Test func `a bare repository is named like any other`() throws {
        let fixture = try CommandFixture()
        let bare = fixture.git.directory.appending("bare.git")
        try fixture.git.git(["clone", "--quiet", "--bare", fixture.repository, bare])
        let checkout = fixture.git.directory.appending("trunk")
        try fixture.git.git(["worktree", "add", "--quiet", checkout, "main"], at: bare)
        _ = try fixture.session(at: checkout)
        let second = try fixture.session(at: checkout)
        let worktree = try #require(try second.answer.json()["worktreePath"]?.string)
        try Files.write(worktree + "/new", "new\n")
        let released = try fixture.run("release", "--pid", "\(second.sleeper.pid)", "--json").json()
        #expect(released["rescue"]?.string != nil)
        for place in ["--repo=\(bare)", "--repo=\(checkout)"] {
            for noun in ["trash", "rescue"] {
                let list = try fixture.run(noun, "list", "--json", place)
                #expect(try list.json()["total"]?.integer(Int.self) == 1, "\(list)")
            }
        }
        let others = [
            ["status"], ["worktree", "list"], ["events"], ["stash", "list"], ["claims", "list"], ["messages", "list"],
            ["conflicts", "list"], ["suggestions", "--applied"], ["merge", "status"], ["merge", "queue", "list"],
            ["trash", "empty", "--yes"],
        ]
        for words in others {
            let answer = try fixture.run(words + ["--repo", bare, "--json"])
            #expect(answer.status == 0, "\(answer)")
            #expect(try answer.json()["success"]?.bool != false, "\(answer)")
        }
        #expect(try fixture.run("trash", "list", "--json", "--repo", bare).json()["total"]?.integer(Int.self) == 0)
    }

    @Test func `a broken repository hides nobody else's rescues`() throws {
        let ended = try EndedSession()
        let fixture = ended.fixture
        let broken = fixture.git.directory.appending("broken")
        try fixture.git.git(["clone", "--quiet", fixture.repository, broken])
        _ = try fixture.session(at: broken)
        #expect(unlink(broken + "/.git/HEAD") == 0)
        let list = try fixture.run("rescue", "list", "--json")
        let document = try list.json()
        #expect(list.status == 0)
        #expect(document["total"]?.integer(Int.self) == 1)
        #expect(document.at("warnings", "0")?.string?.contains(broken + "/.git") == true)
        #expect(document["warnings"]?.elements?.count == 1)
        #expect(try fixture.run("rescue", "list").errors.contains(broken))
        let status = try fixture.run("status", "--json")
        #expect(status.status == 0)
        #expect(try status.json()["rescues"]?.elements?.count == 1)
        #expect(try status.json().at("warnings", "0")?.string?.contains(broken) == true)
        #expect(
            try fixture.run("status", "--repo", fixture.repository, "--json").json()["warnings"]?.elements?.isEmpty
                == true)
        let doctor = try fixture.run("doctor", "--json")
        #expect(doctor.status == 3)
        #expect(doctor.text.contains("repositories"))
        #expect(doctor.text.contains(broken))
        #expect(try fixture.run("cleanup", "--json").status == 0)
        for verb in ["show", "diff", "restore"] {
            #expect(try fixture.run("rescue", verb, ended.rescue).status == 0, "\(verb)")
        }
        let unknown = try fixture.run("rescue", "show", "nothing", "--json")
        #expect(try unknown.json()["code"]?.string == "unknown-rescue")
        #expect(unknown.text.contains(broken))
        #expect(try fixture.run("rescue", "drop", ended.rescue, "--yes").status == 0)
    }

    @Test func `a rescue's diff can be applied`() throws {
        let ended = try EndedSession()
        // What the user has set for his own eyes.
        for (key, value) in [("diff.noprefix", "true"), ("diff.context", "0"), ("diff.mnemonicPrefix", "true")] {
            try ended.fixture.git.git(["config", key, value])
        }
        let diff = try ended.fixture.run("rescue", "diff", ended.rescue, "--binary")
        try ended.fixture.git.git(["apply", "-"], input: diff.text)
        ended.expectWorkIsBack(at: ended.fixture.repository)
        let names = try ended.fixture.run("rescue", "diff", ended.rescue, "--name-only")
        #expect(names.lines.count == 2)
        #expect(try ended.fixture.run("rescue", "diff", ended.rescue, "--stat").text.contains("2 files changed"))
    }

    @Test func `a rescue is restored to its place or to another`() throws {
        let ended = try EndedSession()
        let other = ended.fixture.git.directory.appending("somewhere else")
        let restored = try ended.fixture.run("rescue", "restore", ended.rescue, "--to", "../somewhere else", "--json")
            .json()
        #expect(restored["inUse"]?.bool == false)
        ended.expectWorkIsBack(at: other)
        let taken = try ended.fixture.run("rescue", "restore", ended.rescue, "--to", other, "--json")
        #expect(taken.status == 1)
        #expect(try taken.json()["code"]?.string == "path-exists")
        let place = try ended.fixture.run("rescue", "restore", ended.rescue)
        #expect(place.status == 0)
        ended.expectWorkIsBack(at: ended.worktree)
    }

    @Test func `what comes back without its branch says so`() throws {
        let ended = try EndedSession()
        let first = try ended.fixture.run("rescue", "restore", ended.rescue, "--to", "../first", "--json").json()
        #expect(first["detached"]?.bool == false)
        #expect(first["formerBranch"] == first["branch"])
        let second = try ended.fixture.run("rescue", "restore", ended.rescue, "--to", "../second", "--json").json()
        #expect(second["detached"]?.bool == true)
        #expect(second["branch"] == .null)
        #expect(second["formerBranch"]?.string == ended.name)
        let third = try ended.fixture.run("rescue", "restore", ended.rescue, "--to", "../it's third").text
        #expect(third.contains("HEAD is detached at "))
        #expect(third.contains("branch \(ended.name) is checked out elsewhere"))
        #expect(third.contains(#"it'\''s third' switch -c NAME"#))
        let whole = try ended.fixture.run("trash", "restore", ended.worktree).text
        #expect(whole.contains("HEAD is detached at "))
    }

    @Test func `a rescue is dropped only when that is said`() throws {
        let ended = try EndedSession()
        #expect(try ended.fixture.run("rescue", "drop", ended.rescue, input: "y\n").status == 64)
        #expect(try ended.fixture.run("rescue", "list", "--json").json()["total"]?.integer(Int.self) == 1)
        let dropped = try ended.fixture.run("rescue", "drop", ended.rescue, "--yes")
        #expect(dropped.status == 0)
        #expect(dropped.text.contains("git branch"))
        #expect(try ended.fixture.run("rescue", "list", "--json").json()["total"]?.integer(Int.self) == 0)
    }

    @Test(arguments: ["name", "path"])
    func `a removed worktree comes back from the trash`(_ how: String) throws {
        let ended = try EndedSession()
        let trash = try ended.fixture.run("trash", "list", "--json").json()
        #expect(trash.keys == ["total", "trash"])
        #expect(
            trash.at("trash", "0")?.keys == [
                "branch", "head", "id", "path", "repository", "rescue", "sessionId", "staysBecause", "trashPath",
                "trashedAt",
            ])
        let restored = try ended.fixture.run(
            "worktree", "restore", how == "name" ? ended.name : ended.worktree, "--json")
        #expect(restored.status == 0)
        #expect(try restored.json()["state"]?.string == "kept")
        ended.expectWorkIsBack(at: ended.worktree)
    }

    @Test func `an emptied trash leaves the rescue to restore from`() throws {
        let ended = try EndedSession()
        #expect(try ended.fixture.run("trash", "empty").status == 64)
        let kept = try ended.fixture.run("trash", "empty", "--yes", "--older-than", "1", "--json").json()
        #expect(kept["total"]?.integer(Int.self) == 0)
        let emptied = try ended.fixture.run("trash", "empty", "--yes", "--json").json()
        #expect(emptied["emptied"]?.elements?.count == 1)
        #expect(try ended.fixture.run("trash", "empty").status == 0)
        #expect(try ended.fixture.run("worktree", "restore", ended.name).status == 0)
        ended.expectWorkIsBack(at: ended.worktree)
    }

    @Test func `what is not in the trash any more is named, and not counted as deleted`() throws {
        let ended = try EndedSession()
        let trash = try ended.fixture.run("trash", "list", "--json").json()
        let path = try #require(trash.at("trash", "0", "trashPath")?.string)
        TemporaryDirectory.remove(path)
        #expect(try ended.fixture.run("trash", "list").errors.contains("Not found: \(path)"))
        let restored = try ended.fixture.run("trash", "restore", ended.worktree)
        #expect(restored.status != 0 && restored.errors.contains("not there any more"))
        let emptied = try ended.fixture.run("trash", "empty", "--yes", "--json").json()
        #expect(emptied["total"]?.integer(Int.self) == 0)
        #expect(emptied["notFound"]?.elements == [.string(path)])
        #expect(try !ended.fixture.run("trash", "list").errors.contains("Not found"))
    }

    @Test func `worktrees are listed, found, kept and removed by name`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let document = try second.answer.json()
        let name = try #require(document["worktreeName"]?.string)
        let path = try #require(document["worktreePath"]?.string)
        let list = try fixture.run("worktree", "list", "--json").json()
        #expect(
            list.at("worktrees", "0")?.keys == [
                "base", "branch", "createdAt", "inUse", "name", "path", "reason", "repository", "sessionId", "state",
            ])
        #expect(list.at("worktrees", "0", "inUse")?.bool == true)
        #expect(try fixture.run("worktree", "path", name).text == path + "\n")
        #expect(try fixture.run("worktree", "path", path).text == path + "\n")
        let refused = try fixture.run("worktree", "remove", name, "--json")
        #expect(refused.status == 1)
        #expect(try refused.json()["code"]?.string == "worktree-in-use")
        #expect(try fixture.run("worktree", "keep", name, "--reason", "for later").status == 0)
        second.sleeper.end()
        #expect(try fixture.run("cleanup", "--json").json()["worktreesRemoved"]?.elements?.isEmpty == true)
        #expect(try fixture.run("worktree", "list").text.contains("for later"))
        let removed = try fixture.run("worktree", "remove", name, "--json").json()
        #expect(removed["removed"]?.bool == true)
        #expect(!Files.exists(path))
    }
}
