import JSON
import Store
import TestSupport
import Testing

struct SessionCommandTests {
    @Test func `the first session gets the checkout, the second a worktree`() throws {
        let fixture = try CommandFixture()
        let first = try fixture.session().answer.json()
        #expect(first["isNew"]?.bool == true)
        #expect(first["isMainRepo"]?.bool == true)
        #expect(first["worktreePath"]?.string == fixture.repository)
        #expect(first["worktreeName"] == .null)
        #expect(first["parallelSessions"]?.integer(Int.self) == 1)
        let second = try fixture.session().answer.json()
        #expect(second["isMainRepo"]?.bool == false)
        #expect(second["worktreePath"]?.string?.contains("-worktrees/") == true)
        #expect(second["parallelSessions"]?.integer(Int.self) == 2)
        #expect(
            second.keys == [
                "branch", "directory", "isMainRepo", "isNew", "kind", "name", "notice", "parallelSessions", "portBase",
                "repository", "sessionId", "worktreeName", "worktreePath",
            ])
    }

    @Test func `the last line for people is the worktree's path`() throws {
        let fixture = try CommandFixture()
        let answer = try fixture.run("register", "--repo", fixture.repository, "--pid", "\(fixture.process().pid)")
        #expect(answer.lines.first == "✓ Registered in main repository")
        #expect(answer.lines.last == "WORKTREE_PATH=\(fixture.repository)")
    }

    @Test func `status shows every key also where there is nothing to say`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let document = try fixture.run("status", "--json").json()
        #expect(
            document.keys == [
                "lost", "repoPath", "rescues", "sessions", "totalSessions", "trash", "trashEntries", "warnings",
                "worktrees",
            ])
        #expect(document["repoPath"]?.string == "all")
        #expect(document["totalSessions"]?.integer(Int.self) == 2)
        #expect(
            document.at("sessions", "0")?.keys == [
                "activity", "activitySince", "branch", "command", "commitsAhead", "createdAt", "diskBytes",
                "durationMinutes", "isAlive", "isMainRepo", "isStale", "kind", "lastHeartbeat", "name", "pid",
                "repository", "sessionId",
                "state", "tool", "uncommittedFiles", "worktreeName", "worktreePath",
            ])
        second.sleeper.end()
        let after = try fixture.run("status", "--repo", ".", "--disk", "--json", at: fixture.repository).json()
        #expect(after["repoPath"]?.string == fixture.repository)
        #expect(after["totalSessions"]?.integer(Int.self) == 1)
        #expect(after["lost"]?.elements?.count == 1)
        #expect(after.at("lost", "0", "command")?.string == "parallel-cc cleanup")
        #expect(after.at("lost", "0")?.keys == after.at("sessions", "0")?.keys)
        #expect(after.at("sessions", "0", "command") == .null)
        #expect(after.at("sessions", "0", "diskBytes")?.integer(Int.self) != nil)
    }

    @Test func `status for people names what is to be done`() throws {
        let fixture = try CommandFixture()
        #expect(try fixture.run("status").text == "Active Sessions: 0\n  No active sessions\n")
        _ = try fixture.session()
        let second = try fixture.session()
        second.sleeper.end()
        let text = try fixture.run("status").text
        #expect(text.contains("(main) \(fixture.repository)"))
        #expect(text.contains("parallel-cc cleanup"))
    }

    @Test func `a session whose container is gone ends by the user's word`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let document = try second.answer.json()
        let id = try #require(document["sessionId"]?.string)
        let path = try #require(document["worktreePath"]?.string)
        try Files.write(path + "/work", "unsaved\n")
        let command = "parallel-cc release --session \(id) --gone"
        // The container's process is of no namespace here, and after a reboot without a machine-id neither.
        let connection = try Connection(path: fixture.data + "/coordinator.db", mode: .readWriteCreate)
        try connection.execute(
            "UPDATE sessions SET pid_namespace = 77, machine_id = '', boot_id = 'former' WHERE id = '\(id)'")
        #expect(try fixture.run("release", "--session", id, "--gone", "--pid", "1").status == 64)
        #expect(try fixture.run("release", "--pid", "1", "--gone", "--yes").status == 64)
        let session = try #require(
            try fixture.run("status", "--json").json()["sessions"]?.elements?.first { $0["sessionId"]?.string == id })
        #expect(session["state"]?.string == "unknown")
        #expect(session["command"]?.string == command)
        #expect(try fixture.run("status").text.contains("    \(command)"))
        #expect(try fixture.run("doctor").text.contains(command))
        let refused = try fixture.run("release", "--session", id, "--json")
        #expect(refused.status == 1)
        #expect(try refused.json()["hint"]?.string?.contains(command) == true)
        #expect(try fixture.run("release", "--session", id, "--gone").status == 64)
        #expect(try fixture.terminal("$P release --session \(id) --gone", keys: "n\n").status == 1)
        #expect(Files.exists(path))
        let released = try fixture.run("release", "--session", id, "--gone", "--yes", "--json").json()
        #expect(released["worktreeRemoved"]?.bool == true)
        #expect(released["rescue"]?.string != nil)
        #expect(!Files.exists(path))
        #expect(try fixture.run("release", "--session", id, "--gone", "--json").json()["released"]?.bool == false)
    }

    @Test func `the user's word does not end what can be seen to live`() throws {
        let fixture = try CommandFixture()
        let id = try #require(try fixture.session().answer.json()["sessionId"]?.string)
        let refused = try fixture.run("release", "--session", id, "--gone", "--json")
        #expect(refused.status == 1)
        #expect(try refused.json()["code"]?.string == "worktree-in-use")
        #expect(try fixture.run("status", "--json").json()["totalSessions"]?.integer(Int.self) == 1)
    }

    @Test func `an unknown session is no error`() throws {
        let fixture = try CommandFixture()
        let release = try fixture.run("release", "--session", "nobody", "--json")
        #expect(release.status == 0)
        #expect(try release.json()["released"]?.bool == false)
        #expect(try fixture.run("heartbeat", "--pid", "1").status == 0)
        #expect(try fixture.run("heartbeat", "--pid", "0", "--json").status == 0)
    }

    @Test func `cleanup takes away what a dead session left, and saves it`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let worktree = try #require(try second.answer.json()["worktreePath"]?.string)
        try Files.write(worktree + "/new", "work\n")
        second.sleeper.end()
        let document = try fixture.run("cleanup", "--json").json()
        #expect(document.keys == ["kept", "removed", "rescues", "sessions", "worktreesRemoved"])
        #expect(document["worktreesRemoved"]?.elements == [.string(worktree)])
        #expect(document["rescues"]?.elements?.count == 1)
        #expect(!Files.exists(worktree))
    }

    @Test func `release says where commits on no branch are, and why the branch stays`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let document = try second.answer.json()
        let path = try #require(document["worktreePath"]?.string)
        let name = try #require(document["worktreeName"]?.string)
        try fixture.git.git(["checkout", "--quiet", "--detach"], at: path)
        try fixture.git.commit(["x": "1\n"], message: "alone", at: path)
        let text = try fixture.run("release", "--pid", "\(second.sleeper.pid)").text
        #expect(text.contains("Branch \(name) stays: HEAD was detached, and bringing the rescue back may want it"))
        #expect(text.contains("Commits that are on no branch were saved as rescue "))
        #expect(!text.contains("Uncommitted"))
    }

    @Test(arguments: [true, false]) func `a branch whose name a tag has too is named in full`(_ isReleased: Bool) throws
    {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let document = try second.answer.json()
        let path = try #require(document["worktreePath"]?.string)
        let name = try #require(document["worktreeName"]?.string)
        try fixture.git.commit(["x": "1\n"], message: "one", at: path)
        try fixture.git.git(["tag", name, "main"])
        if !isReleased { second.sleeper.end() }
        let text =
            isReleased
            ? try fixture.run("release", "--pid", "\(second.sleeper.pid)").text
            : try fixture.run("worktree", "remove", path).text
        #expect(text.contains("git merge refs/heads/\(name)\n"), "\(text)")
    }

    @Test func `release tells of a branch that the session made`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let path = try #require(try second.answer.json()["worktreePath"]?.string)
        try fixture.git.git(["switch", "--quiet", "-c", "feature/a-b"], at: path)
        try fixture.git.commit(["x": "1\n"], message: "one", at: path)
        try fixture.git.commit(["y": "1\n"], message: "two", at: path)
        let text = try fixture.run("release", "--pid", "\(second.sleeper.pid)").text
        #expect(text.contains("📂 Work is on branch feature/a-b, commits: 2\n   Merge it: git merge feature/a-b\n"))
        #expect(!text.contains("stays"))
    }

    @Test func `release says nothing of commits that the main checkout has`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let path = try #require(try second.answer.json()["worktreePath"]?.string)
        try fixture.git.git(["switch", "--quiet", "-c", "feature"], at: path)
        try fixture.git.commit(["x": "1\n"], message: "one", at: path)
        try fixture.git.git(["merge", "--quiet", "feature"])
        #expect(try fixture.run("release", "--pid", "\(second.sleeper.pid)").text == "✓ Session released\n")
    }

    @Test func `release tells of commits and files in one rescue`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let path = try #require(try second.answer.json()["worktreePath"]?.string)
        try fixture.git.git(["checkout", "--quiet", "--detach"], at: path)
        try fixture.git.commit(["x": "1\n"], message: "alone", at: path)
        try Files.write(path + "/y", "2\n")
        let text = try fixture.run("release", "--pid", "\(second.sleeper.pid)").text
        #expect(text.contains("Commits that are on no branch, and uncommitted work, were saved as rescue "))
    }

    @Test func `status names each entry of the trash and what brings it back`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let worktree = try #require(try second.answer.json()["worktreePath"]?.string)
        try Files.write(worktree + "/new", "work\n")
        try fixture.run("release", "--pid", "\(second.sleeper.pid)")
        let document = try fixture.run("status", "--json").json()
        #expect(document["trash"]?.integer(Int.self) == 1)
        let entry = try #require(document.at("trashEntries", "0"))
        #expect(
            entry.keys == ["bytes", "command", "id", "path", "repository", "rescue", "trashPath", "trashedAt"])
        #expect(entry["path"]?.string == worktree)
        #expect(entry["bytes"]?.integer(Int.self) ?? 0 > 0)
        #expect(entry["rescue"] == document.at("rescues", "0", "id"))
        let command = try #require(entry["command"]?.string)
        #expect(try fixture.shell("\"$P\" \(command.dropFirst("parallel-cc ".count))").status == 0)
        #expect(Files.read(worktree + "/new") == "work\n")
        #expect(try fixture.run("status", "--json").json()["trash"]?.integer(Int.self) == 0)
    }

    @Test func `cleanup names what stays, why, and what deals with it`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let third = try fixture.session()
        let kept = try #require(try second.answer.json()["worktreeName"]?.string)
        let nested = try #require(try third.answer.json()["worktreePath"]?.string)
        try fixture.run("worktree", "keep", kept, "--reason", "for later")
        try fixture.git.git(["init", "--quiet", nested + "/inner"])
        second.sleeper.end()
        third.sleeper.end()
        let answer = try fixture.run("cleanup")
        #expect(answer.status == 0)
        let lines = answer.lines
        let first = try #require(lines.firstIndex { $0.hasPrefix("Kept: \(nested) (a repository of its own") })
        #expect(lines[first + 1].hasPrefix("  Remove it: parallel-cc worktree remove "))
        let other = try #require(lines.firstIndex { $0.hasSuffix("\(kept) (for later)") })
        #expect(lines[other + 1] == "  Remove it: parallel-cc worktree remove \(kept)")
        let document = try fixture.run("cleanup", "--json").json()
        #expect(document["kept"]?.elements?.count == 2)
        #expect(document.at("kept", "0")?.keys == ["command", "path", "reason"])
    }

    @Test func `cleanup names what brings back an entry of the trash that it must not delete`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        _ = try fixture.run("release", "--pid", "\(second.sleeper.pid)")
        let entry = try #require(try fixture.run("trash", "list", "--json").json().at("trash", "0"))
        let id = try #require(entry["id"]?.string)
        let place = try #require(entry["trashPath"]?.string)
        let connection = try Connection(path: fixture.data + "/coordinator.db", mode: .readWriteCreate)
        // Long ago, and written to since.
        try connection.execute("UPDATE trash SET elapsed_at = -1000000000000, saved_until = 1")
        let document = try fixture.run("cleanup", "--json")
        #expect(document.status == 1)
        let kept = try #require(try document.json().at("kept", "0"))
        #expect(kept["path"]?.string == place)
        #expect(kept["command"]?.string == "parallel-cc trash restore \(id)")
        try connection.execute("UPDATE trash SET stays_because = NULL")
        #expect(try fixture.run("cleanup").text.contains("\n  Next: parallel-cc trash restore \(id)\n"))
        #expect(Files.exists(place))
        #expect(try fixture.run("trash", "restore", id).status == 0)
    }

    @Test(arguments: [">&-", "1</dev/null"])
    func `without anybody to tell, nothing is registered`(_ redirection: String) throws {
        let fixture = try CommandFixture()
        let pid = try fixture.process().pid
        let answer = try fixture.shell("\"$P\" register --repo . --pid \(pid) --json \(redirection)")
        #expect(answer.status == 1)
        #expect(answer.errors.contains("standard output cannot be written"))
        #expect(try fixture.run("status", "--json").json()["totalSessions"]?.integer(Int.self) == 0)
        #expect(try fixture.shell("\"$P\" status \(redirection)").status == 1)
        #expect(try fixture.shell("\"$P\" heartbeat --pid 1 \(redirection)").status == 0)
    }

    @Test func `a name that cannot be shown stands in nobody's way`() throws {
        let fixture = try CommandFixture()
        func register(_ name: String) throws -> JSONValue {
            try fixture.run("register", "--repo", ".", "--pid", "\(fixture.process().pid)", "--json", "--name", name)
                .json()
        }
        let long = try register(String(repeating: "ü", count: 201))
        #expect(long["name"]?.string == String(repeating: "ü", count: 200))
        #expect(long["notice"]?.string?.contains("cut to 200") == true)
        let control = try register("log\n\u{1B}[31min ")
        #expect(control["name"]?.string == "log [31min ")
        #expect(control["notice"]?.string?.contains("control characters") == true)
        let empty = try register("\u{7}")
        #expect(empty["name"] == .null)
        let plain = try register("log in: é 🙂")
        #expect(plain["name"]?.string == "log in: é 🙂")
        #expect(plain["notice"] == .null)
    }

    @Test func `events tell the story with causes`() throws {
        let fixture = try CommandFixture()
        let session = try fixture.session()
        session.sleeper.end()
        try fixture.run("status")
        let document = try fixture.run("events", "--json").json()
        #expect(document.keys == ["events", "total"])
        #expect(
            document.at("events", "0")?.keys == [
                "at", "cause", "detail", "event", "repository", "sequence", "sessionId", "worktree",
            ])
        let names = document["events"]?.elements?.compactMap { $0["event"]?.string }
        #expect(names == ["session.registered", "session.lost"])
        #expect(
            try fixture.run("events", "--after", "1", "--repo", ".", "--json").json()["total"]?.integer(Int.self) == 1)
        #expect(try fixture.run("events", "--limit", "1").lines.first?.contains("session.lost") == true)
    }

    @Test func `following events ends when it is told to`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let out = fixture.git.directory.appending("events.json")
        let line = "\"$P\" events --follow --json >'\(out)' & until [ -s '\(out)' ]; do :; done; kill $!; wait $!"
        #expect(try fixture.shell(line).status == 128 + 15)
        #expect(Files.read(out)?.split(separator: "\n").count == 1)
    }
}
