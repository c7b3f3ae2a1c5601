import ClaudeCode
import Glibc
import JSON
import Store
import TestSupport
import Testing

/// `doctor --bundle`: what it tells, and above all what it does not.
struct DoctorBundleTests {
    /// Something secret at one place; the word says which.
    private static func secret(_ place: String) -> String { "zqx\(place)" }

    private func bundle(_ fixture: CommandFixture, at directory: String? = nil, status: Int32 = 0) throws -> String {
        let path = fixture.home + "/report.json"
        unlink(path)
        let answer = try fixture.run("doctor", "--bundle", path, at: directory)
        #expect(answer.status == status, "\(answer)")
        #expect(answer.text == "Wrote \(path). Read it before you send it.\n")
        #expect(answer.errors.isEmpty)
        return try #require(Files.read(path))
    }

    private func parsed(_ text: String) throws -> JSONValue {
        try #require(try JSONDocument(Array(text.utf8), name: "bundle").value())
    }

    private func events(_ document: JSONValue) -> [String] {
        (document["events"]?.elements ?? []).compactMap { $0["event"]?.string }
    }

    @Test func `what a maintainer asks for is there`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        _ = try fixture.session()
        let document = try parsed(try bundle(fixture))
        #expect(
            document.keys == [
                "checks", "createdAt", "database", "environment", "events", "format", "sessions", "settings", "system",
                "versions", "worktrees",
            ])
        #expect(document["format"]?.integer(Int.self) == 1)
        let version = try fixture.run("--version").text
        #expect(document.at("versions", "program")?.string.map { version.contains($0) } == true)
        #expect(document.at("versions", "sqlite")?.string == SQLiteLibrary.version)
        #expect(document.at("versions", "git")?.string?.hasPrefix("git version ") == true)
        #expect(document.at("versions", "claude", "unavailable")?.string == "not found on PATH")
        #expect(document.at("system", "libc")?.string?.hasPrefix("glibc 2.") == true)
        #expect(document.at("system", "shell")?.string == "bash")
        #expect(document.at("database", "schemaVersion")?.integer(Int.self) == 11)
        #expect(document.at("database", "problems")?.elements?.isEmpty == true)
        #expect(document.at("database", "rows", "sessions")?.integer(Int.self) == 2)
        #expect(document.at("sessions", "active")?.integer(Int.self) == 2)
        #expect(document.at("worktrees", "active")?.integer(Int.self) == 1)
        #expect(events(document) == ["session.registered", "session.registered"])
        #expect(document.at("events", "0", "repository")?.string == "repository-1")
        #expect(document.at("events", "0", "worktree")?.string == "repository-1")
        #expect(document.at("events", "1", "session")?.string == "session-2")
        #expect(document.at("events", "1", "worktree")?.string == "worktree-1")
        let checks = document["checks"]?.elements ?? []
        let database = checks.first { $0["check"]?.string == "database" }
        #expect(database?["message"]?.string?.hasPrefix("data-directory/coordinator.db, schema of version") == true)
        #expect(checks.allSatisfy { $0.keys == ["check", "message", "status"] })
        #expect(document["environment"]?.elements?.contains { $0.string == "PARALLEL_CC_DATA_DIR" } == true)
    }

    @Test func `of a setting that may hold anything, only that it is set is told`() throws {
        let fixture = try CommandFixture()
        try fixture.run("config", "set", "worktree.postCreate", "true zqxcommand", "true")
        try fixture.run("config", "set", "worktree.prefix", "zqxprefix-")
        try fixture.run("config", "set", "worktree.trashDays", "3")
        try Files.write(fixture.repository + "/.parallel-cc.json", #"{"guard": {"mode": "block"}}"#)
        fixture.environment["PARALLEL_CC_WORKTREE_ROOT"] = fixture.home + "/zqxroot"
        let text = try bundle(fixture)
        #expect(!text.contains("zqx"))
        let settings = try parsed(text)["settings"]?.elements ?? []
        let told = { (name: String) -> String in
            let setting = settings.first { $0["name"]?.string == name }
            let value = setting?["value"]
            let shown = value?.string ?? value?.integer(Int.self).map { "\($0)" } ?? "null"
            return "\(shown) by \(setting?["source"]?.string ?? "")"
        }
        #expect(told("worktree.postCreate") == "2 by user file")
        #expect(told("worktree.prefix") == "set by user file")
        #expect(told("worktree.trashDays") == "3 by user file")
        #expect(told("worktree.root") == "set by environment")
        #expect(told("guard.mode") == "block by repository file")
        #expect(told("worktree.base") == "head by default")
    }

    /// Everything that a user has, with a secret in each.
    private func plant(_ fixture: CommandFixture) throws -> String {
        let secret = Self.secret
        let repository = fixture.home + "/\(secret("folder")) of mine/\(secret("repository"))"
        try fixture.git.git(["clone", "--quiet", fixture.repository, repository])
        fixture.environment["ANTHROPIC_API_KEY"] = secret("apikey")
        fixture.environment["PARALLEL_CC_PLANTED"] = secret("variable")
        fixture.environment["PARALLEL_CC_MERGE_METHOD"] = secret("method")
        fixture.environment["USER"] = secret("user")
        for (key, value) in [
            ("worktree.postCreate", "true \(secret("command"))"), ("worktree.prefix", secret("prefix") + "-"),
            ("worktree.root", fixture.home + "/\(secret("root"))"),
        ] {
            try fixture.run("config", "set", key, value)
        }
        try Files.write(
            repository + "/.parallel-cc.json", #"{"\#(secret("key"))": 1, "guard": {"mode": "\#(secret("mode"))"}}"#)
        let git = { (words: [String]) in _ = try fixture.git.git(words, at: repository) }
        try git([
            "remote", "add", secret("remote"), "https://\(secret("login")):\(secret("pass"))@\(secret("host")).example",
        ])
        try git(["config", "remote.\(secret("remote")).fetch", "+refs/*:refs/*"])
        try git(["config", "user.name", secret("person")])
        try git(["config", "user.email", "\(secret("mail"))@example.org"])
        try git(["switch", "--quiet", "-c", secret("branch")])
        try fixture.git.commit([secret("file"): secret("content")], message: secret("commit"), at: repository)
        try git(["switch", "--quiet", "main"])
        try fixture.git.commit([secret("file"): secret("other")], message: secret("commit"), at: repository)
        return repository
    }

    /// Uses all of it, so that it comes into the database.
    private func use(_ fixture: CommandFixture, _ repository: String) throws {
        let secret = Self.secret
        let register = { (name: String) throws -> (pid: Int32, id: String, place: String) in
            let sleeper = try fixture.process()
            let answer = try fixture.run(
                "register", "--repo", repository, "--pid", "\(sleeper.pid)", "--name", secret(name), "--json"
            ).json()
            return (
                sleeper.pid, try #require(answer["sessionId"]?.string), try #require(answer["worktreePath"]?.string)
            )
        }
        let first = try register("name")
        let second = try register("second")
        let call = { (words: [String]) in
            let answer = try fixture.run(words, at: repository)
            #expect([0, 3].contains(answer.status), "\(words): \(answer)")
        }
        try call(["claims", "take", "--session", first.id, "--file", secret("claimed"), "--reason", secret("reason")])
        try call(["messages", "send", "--to", second.id, secret("message")])
        try call(["merge", "queue", "add", secret("branch")])
        try call(["merge", "queue", "run", "--once"])
        try call(["conflicts", "detect", "main", secret("branch")])
        try call(["suggestions"])
        try Files.write(repository + "/" + secret("file"), secret("stashed"))
        try fixture.git.git(["stash", "push", "--quiet", "-m", secret("stash")], at: repository)
        let stash = try fixture.git.git(["rev-parse", "refs/stash"], at: repository)
        try call(["stash"])
        try fixture.git.git(["stash", "drop", "--quiet"], at: repository)
        try call(["stash", "restore", stash])
        try Files.write(second.place + "/" + secret("untracked"), secret("untrackedcontent"))
        try fixture.git.git(["worktree", "unlock", second.place], at: repository)
        try fixture.git.git(["worktree", "lock", "--reason", secret("lock"), second.place], at: repository)
        try call(["release", "--pid", "\(second.pid)"])
        let third = try register("third")
        try Files.write(third.place + "/" + secret("untracked"), secret("untrackedcontent"))
        try call(["release", "--pid", "\(third.pid)"])
        try call(["config", "trust"])
    }

    @Test func `nothing of what its user has is in it`() throws {
        let fixture = try CommandFixture()
        let repository = try plant(fixture)
        try use(fixture, repository)
        // All of it is there to be told.
        let recorded = try fixture.run("events", "--json", "--limit", "1000").text
        for place in ["reason", "claimed", "branch", "lock", "stash", "repository", "prefix", "root"] {
            #expect(recorded.contains(Self.secret(place)), "\(place) is not planted")
        }
        let findings = try fixture.run("doctor", "--json", at: repository).text
        for place in ["method", "key", "remote", "repository"] {
            #expect(findings.contains(Self.secret(place)), "\(place) is not planted")
        }
        for directory in [repository, fixture.repository] {
            let text = try bundle(fixture, at: directory)
            #expect(!text.contains("zqx"), "\(text.split(separator: "\n").filter { $0.contains("zqx") })")
            for own in [fixture.home, fixture.data, fixture.bin, fixture.repository, repository] {
                #expect(!text.contains(own))
            }
            let document = try parsed(text)
            let names = events(document)
            for event in [
                "claim.taken", "message.sent", "landing.queued", "conflict.detected", "stash.restored", "worktree.kept",
                "rescue.created", "settings.trusted",
            ] {
                #expect(names.contains(event), "\(event)")
            }
            let kept = document["events"]?.elements?.first { $0["event"]?.string == "worktree.kept" }
            #expect(kept?["cause"]?.string == "it is locked …")
            #expect(document.at("worktrees", "active")?.integer(Int.self) == 1)
        }
    }

    @Test func `a damaged database is told, and all else too`() throws {
        let fixture = try CommandFixture()
        try Files.write(fixture.data + "/coordinator.db", "this is no database, zqx\n")
        let text = try bundle(fixture, status: 3)
        #expect(!text.contains("zqx"))
        #expect(!text.contains(fixture.data))
        let document = try parsed(text)
        #expect(document.at("database", "bytes")?.integer(Int.self) == 25)
        for part in [document["events"], document["settings"], document.at("database", "schemaVersion")] {
            #expect(part?["unavailable"]?.string?.hasPrefix("the database is damaged: data-directory/") == true)
        }
        #expect(document.at("versions", "git")?.string?.hasPrefix("git version ") == true)
        #expect(Files.read(fixture.data + "/coordinator.db") == "this is no database, zqx\n")
    }

    @Test func `the schema of a newer program is told`() throws {
        let fixture = try CommandFixture()
        Files.makeDirectories(fixture.data)
        let connection = try Connection(path: fixture.data + "/coordinator.db", mode: .readWriteCreate)
        try connection.execute("CREATE TABLE future (x); PRAGMA user_version = 99")
        connection.close()
        let document = try parsed(try bundle(fixture, status: 3))
        #expect(document.at("database", "schemaVersion")?.integer(Int.self) == 99)
        #expect(document.at("events", "unavailable")?.string?.hasPrefix("a newer parallel-cc") == true)
    }

    @Test func `without a home, a data directory or a repository there is a bundle all the same`() throws {
        let fixture = try CommandFixture()
        fixture.environment["HOME"] = nil
        fixture.environment["PARALLEL_CC_DATA_DIR"] = nil
        let document = try parsed(try bundle(fixture, at: "/", status: 3))
        #expect(document.at("database", "bytes", "unavailable")?.string == "there is no data directory")
        #expect(document.at("settings", "unavailable")?.string == "there is no data directory")
        #expect(document.at("system", "kernel")?.string?.isEmpty == false)
    }

    @Test func `a file that is there stays as it was`() throws {
        let fixture = try CommandFixture()
        let path = fixture.home + "/report.json"
        try Files.write(path, "mine\n")
        let answer = try fixture.run("doctor", "--bundle", path, "--json")
        #expect(answer.status == 1)
        #expect(try answer.json()["code"]?.string == "bundle-not-written")
        #expect(try answer.json()["error"]?.string?.hasPrefix("there is such a file already: \(path)") == true)
        #expect(Files.read(path) == "mine\n")
        symlink(fixture.home + "/elsewhere", fixture.home + "/link")
        #expect(try fixture.run("doctor", "--bundle", fixture.home + "/link").status == 1)
        #expect(!Files.exists(fixture.home + "/elsewhere"))
    }

    @Test func `where nothing can be written nothing is left`() throws {
        let fixture = try CommandFixture()
        let missing = try fixture.run("doctor", "--bundle", fixture.home + "/missing/report.json")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("No such file or directory"))
        #expect(!Files.exists(fixture.home + "/missing"))
        // A disk that is full in the middle of it; the database is made before.
        _ = try fixture.run("doctor")
        let full = try fixture.shell("trap '' XFSZ; ulimit -f 1; exec $P doctor --bundle \(fixture.home)/report.json")
        #expect(full.status == 1, "\(full)")
        #expect(full.errors.contains("File too large"), "\(full)")
        #expect(!Files.exists(fixture.home + "/report.json"))
    }

    @Test func `only its owner may read it, and a relative name is one of this directory`() throws {
        let fixture = try CommandFixture()
        let answer = try fixture.run("doctor", "--bundle", "report.json", "--json")
        #expect(try answer.json()["success"]?.bool == true)
        #expect(try answer.json()["path"]?.string == fixture.repository + "/report.json")
        var status = stat()
        #expect(stat(fixture.repository + "/report.json", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(try fixture.run("doctor", "--bundle", "other.json", "--fix").status == 64)
        #expect(!Files.exists(fixture.repository + "/other.json"))
    }
}
