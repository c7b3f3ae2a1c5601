import Glibc
import JSON
import TestSupport
import Testing

struct SavedWorkTests {
    /// A desk at which a session with uncommitted work has ended.
    private struct Scene {
        let desk: Desk
        let worktree: String
        let name: String
        let rescue: String

        init() throws {
            desk = try Desk()
            _ = try desk.session()
            let second = try desk.session()
            let document = try second.answer.json()
            worktree = try #require(document["worktreePath"]?.string)
            name = try #require(document["worktreeName"]?.string)
            try Files.write(worktree + "/README", "changed\n")
            try Files.write(worktree + "/new file é", "new\n")
            let released = try desk.run("release", "--pid", "\(second.sleeper.pid)", "--json").json()
            #expect(released.keys == ["branchDeleted", "kept", "reason", "released", "rescue", "worktreeRemoved"])
            rescue = try #require(released["rescue"]?.string)
        }

        func expectWorkIsBack(at path: String) {
            #expect(Files.read(path + "/README") == "changed\n")
            #expect(Files.read(path + "/new file é") == "new\n")
        }
    }

    @Test func `rescues are listed with what they hold`() throws {
        let scene = try Scene()
        let document = try scene.desk.run("rescue", "list", "--json").json()
        #expect(document.keys == ["rescues", "total", "warnings"])
        let rescue = try #require(document.at("rescues", "0"))
        #expect(
            rescue.keys == [
                "branch", "commit", "createdAt", "files", "head", "id", "privateFiles", "privateFolder", "reason",
                "repository", "restoredAt", "sessionId", "worktree",
            ])
        #expect(rescue["files"]?.keys == ["deleted", "tracked", "untracked"])
        #expect(rescue.at("files", "untracked")?.integer(Int.self) == 1)
        #expect(try scene.desk.run("rescue", "show", scene.rescue, "--json").json() == rescue)
        #expect(try scene.desk.run("rescue", "list").text.contains("1 changed, 1 new"))
        #expect(try scene.desk.run("rescue", "show", scene.rescue).text.contains("2 files changed"))
    }

    @Test func `a bare repository is named like any other`() throws {
        let desk = try Desk()
        let bare = desk.git.directory.appending("bare.git")
        try desk.git.git(["clone", "--quiet", "--bare", desk.repository, bare])
        let checkout = desk.git.directory.appending("trunk")
        try desk.git.git(["worktree", "add", "--quiet", checkout, "main"], at: bare)
        _ = try desk.session(at: checkout)
        let second = try desk.session(at: checkout)
        let worktree = try #require(try second.answer.json()["worktreePath"]?.string)
        try Files.write(worktree + "/new", "new\n")
        let released = try desk.run("release", "--pid", "\(second.sleeper.pid)", "--json").json()
        #expect(released["rescue"]?.string != nil)
        for place in ["--repo=\(bare)", "--repo=\(checkout)"] {
            for noun in ["trash", "rescue"] {
                let list = try desk.run(noun, "list", "--json", place)
                #expect(try list.json()["total"]?.integer(Int.self) == 1, "\(list)")
            }
        }
        let others = [
            ["status"], ["worktree", "list"], ["events"], ["stash", "list"], ["claims", "list"], ["messages", "list"],
            ["conflicts", "list"], ["suggestions", "--applied"], ["merge", "status"], ["merge", "queue", "list"],
            ["trash", "empty", "--yes"],
        ]
        for words in others {
            let answer = try desk.run(words + ["--repo", bare, "--json"])
            #expect(try answer.status == 0 && answer.json()["success"]?.bool != false, "\(answer)")
        }
        #expect(try desk.run("trash", "list", "--json", "--repo", bare).json()["total"]?.integer(Int.self) == 0)
    }

    @Test func `a broken repository hides nobody else's rescues`() throws {
        let scene = try Scene()
        let desk = scene.desk
        let broken = desk.git.directory.appending("broken")
        try desk.git.git(["clone", "--quiet", desk.repository, broken])
        _ = try desk.session(at: broken)
        #expect(unlink(broken + "/.git/HEAD") == 0)
        let list = try desk.run("rescue", "list", "--json")
        let document = try list.json()
        #expect(list.status == 0)
        #expect(document["total"]?.integer(Int.self) == 1)
        #expect(document.at("warnings", "0")?.string?.contains(broken + "/.git") == true)
        #expect(document["warnings"]?.elements?.count == 1)
        #expect(try desk.run("rescue", "list").errors.contains(broken))
        let status = try desk.run("status", "--json")
        #expect(status.status == 0)
        #expect(try status.json()["rescues"]?.elements?.count == 1)
        #expect(try status.json().at("warnings", "0")?.string?.contains(broken) == true)
        #expect(
            try desk.run("status", "--repo", desk.repository, "--json").json()["warnings"]?.elements?.isEmpty == true)
        let doctor = try desk.run("doctor", "--json")
        #expect(doctor.status == 3)
        #expect(doctor.text.contains("repositories") && doctor.text.contains(broken))
        #expect(try desk.run("cleanup", "--json").status == 0)
        for verb in ["show", "diff", "restore"] {
            #expect(try desk.run("rescue", verb, scene.rescue).status == 0, "\(verb)")
        }
        let unknown = try desk.run("rescue", "show", "nothing", "--json")
        #expect(try unknown.json()["code"]?.string == "unknown-rescue")
        #expect(unknown.text.contains(broken))
        #expect(try desk.run("rescue", "drop", scene.rescue, "--yes").status == 0)
    }

    @Test func `a rescue's diff can be applied`() throws {
        let scene = try Scene()
        let diff = try scene.desk.run("rescue", "diff", scene.rescue, "--binary")
        try scene.desk.git.git(["apply", "-"], input: diff.text)
        scene.expectWorkIsBack(at: scene.desk.repository)
        let names = try scene.desk.run("rescue", "diff", scene.rescue, "--name-only")
        #expect(names.lines.count == 2)
        #expect(try scene.desk.run("rescue", "diff", scene.rescue, "--stat").text.contains("2 files changed"))
    }

    @Test func `a rescue is restored to its place or to another`() throws {
        let scene = try Scene()
        let other = scene.desk.git.directory.appending("somewhere else")
        let restored = try scene.desk.run("rescue", "restore", scene.rescue, "--to", "../somewhere else", "--json")
            .json()
        #expect(restored["inUse"]?.bool == false)
        scene.expectWorkIsBack(at: other)
        let taken = try scene.desk.run("rescue", "restore", scene.rescue, "--to", other, "--json")
        #expect(taken.status == 1)
        #expect(try taken.json()["code"]?.string == "path-exists")
        let place = try scene.desk.run("rescue", "restore", scene.rescue)
        #expect(place.status == 0)
        scene.expectWorkIsBack(at: scene.worktree)
    }

    @Test func `what comes back without its branch says so`() throws {
        let scene = try Scene()
        let first = try scene.desk.run("rescue", "restore", scene.rescue, "--to", "../first", "--json").json()
        #expect(first["detached"]?.bool == false)
        #expect(first["formerBranch"] == first["branch"])
        let second = try scene.desk.run("rescue", "restore", scene.rescue, "--to", "../second", "--json").json()
        #expect(second["detached"]?.bool == true)
        #expect(second["branch"] == .null)
        #expect(second["formerBranch"]?.string == scene.name)
        let third = try scene.desk.run("rescue", "restore", scene.rescue, "--to", "../it's third").text
        #expect(third.contains("HEAD is detached at "))
        #expect(third.contains("branch \(scene.name) has moved on or is checked out elsewhere"))
        #expect(third.contains(#"it'\''s third' switch -c NAME"#))
        let whole = try scene.desk.run("trash", "restore", scene.worktree).text
        #expect(whole.contains("HEAD is detached at "))
    }

    @Test func `a rescue is dropped only when that is said`() throws {
        let scene = try Scene()
        #expect(try scene.desk.run("rescue", "drop", scene.rescue, input: "y\n").status == 64)
        #expect(try scene.desk.run("rescue", "list", "--json").json()["total"]?.integer(Int.self) == 1)
        let dropped = try scene.desk.run("rescue", "drop", scene.rescue, "--yes")
        #expect(dropped.status == 0)
        #expect(dropped.text.contains("git branch"))
        #expect(try scene.desk.run("rescue", "list", "--json").json()["total"]?.integer(Int.self) == 0)
    }

    @Test(arguments: ["name", "path"])
    func `a removed worktree comes back from the trash`(_ how: String) throws {
        let scene = try Scene()
        let trash = try scene.desk.run("trash", "list", "--json").json()
        #expect(trash.keys == ["total", "trash"])
        #expect(
            trash.at("trash", "0")?.keys == [
                "branch", "head", "id", "path", "repository", "rescue", "sessionId", "staysBecause", "trashPath",
                "trashedAt",
            ])
        let restored = try scene.desk.run("worktree", "restore", how == "name" ? scene.name : scene.worktree, "--json")
        #expect(restored.status == 0)
        #expect(try restored.json()["state"]?.string == "kept")
        scene.expectWorkIsBack(at: scene.worktree)
    }

    @Test func `an emptied trash leaves the rescue to restore from`() throws {
        let scene = try Scene()
        #expect(try scene.desk.run("trash", "empty").status == 64)
        let kept = try scene.desk.run("trash", "empty", "--yes", "--older-than", "1", "--json").json()
        #expect(kept["total"]?.integer(Int.self) == 0)
        let emptied = try scene.desk.run("trash", "empty", "--yes", "--json").json()
        #expect(emptied["emptied"]?.elements?.count == 1)
        #expect(try scene.desk.run("trash", "empty").status == 0)
        #expect(try scene.desk.run("worktree", "restore", scene.name).status == 0)
        scene.expectWorkIsBack(at: scene.worktree)
    }

    @Test func `worktrees are listed, found, kept and removed by name`() throws {
        let desk = try Desk()
        _ = try desk.session()
        let second = try desk.session()
        let document = try second.answer.json()
        let name = try #require(document["worktreeName"]?.string)
        let path = try #require(document["worktreePath"]?.string)
        let list = try desk.run("worktree", "list", "--json").json()
        #expect(
            list.at("worktrees", "0")?.keys == [
                "base", "branch", "createdAt", "inUse", "name", "path", "reason", "repository", "sessionId", "state",
            ])
        #expect(list.at("worktrees", "0", "inUse")?.bool == true)
        #expect(try desk.run("worktree", "path", name).text == path + "\n")
        #expect(try desk.run("worktree", "path", path).text == path + "\n")
        let refused = try desk.run("worktree", "remove", name, "--json")
        #expect(refused.status == 1)
        #expect(try refused.json()["code"]?.string == "worktree-in-use")
        #expect(try desk.run("worktree", "keep", name, "--reason", "for later").status == 0)
        second.sleeper.end()
        #expect(try desk.run("cleanup", "--json").json()["worktreesRemoved"]?.elements?.isEmpty == true)
        #expect(try desk.run("worktree", "list").text.contains("for later"))
        let removed = try desk.run("worktree", "remove", name, "--json").json()
        #expect(removed["removed"]?.bool == true)
        #expect(!Files.exists(path))
    }
}
