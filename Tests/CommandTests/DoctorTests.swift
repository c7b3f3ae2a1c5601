import JSON
import Store
import TestSupport
import Testing

struct DoctorTests {
    private func statuses(_ document: JSONValue) -> [String: String] {
        let checks = document["checks"]?.elements ?? []
        return Dictionary(checks.map { ($0["check"]?.string ?? "", $0["status"]?.string ?? "") }) { first, _ in first }
    }

    @Test func `a sound installation has nothing bad in it`() throws {
        let fixture = try CommandFixture()
        #expect(try fixture.run("install", "--all").status == 0)
        let answer = try fixture.run("doctor", "--json")
        #expect(answer.status == 0)
        let document = try answer.json()
        #expect(document.keys == ["checks", "success", "version"])
        #expect(document["success"]?.bool == true)
        #expect(document.at("checks", "0")?.keys == ["check", "message", "remedy", "status"])
        let statuses = statuses(document)
        for check in ["git", "libraries", "programs", "data directory", "database", "hooks", "alias", "MCP server"] {
            #expect(statuses[check] == "good", "\(check)")
        }
        #expect(statuses["claude"] == "notice")
        #expect(try fixture.run("doctor").text.contains("✓ git"))
    }

    @Test func `SQLite's version is told, and whether it has the WAL-reset fault`() throws {
        let fixture = try CommandFixture()
        let checks = try fixture.run("doctor", "--json").json()["checks"]?.elements ?? []
        let finding = checks.first { $0["check"]?.string == "SQLite" }
        let message = try #require(finding?["message"]?.string)
        #expect(message.hasPrefix(SQLiteLibrary.version))
        #expect(message.contains("with the WAL-reset fault") == SQLiteLibrary.hasLogResetFault)
        #expect(finding?["status"]?.string == "good")
    }

    @Test func `another installation is named, once, with how to take it away`() throws {
        let fixture = try CommandFixture()
        try Files.writeProgram(fixture.home + "/.local/bin/parallel-cc", "#!/bin/sh\n")
        let checks = try fixture.run("doctor", "--json").json()["checks"]?.elements ?? []
        let found = checks.filter { $0["check"]?.string == "other installation" }
        #expect(
            found.count {
                $0["message"]?.string?.hasPrefix(fixture.home + "/.local/bin/parallel-cc is another") == true
            }
                == 1)
        #expect(found.allSatisfy { $0["remedy"]?.string?.isEmpty == false })
    }

    @Test func `what is missing has a remedy`() throws {
        let fixture = try CommandFixture(wrapper: false)
        let answer = try fixture.run("doctor", "--json")
        #expect(answer.status == 3)
        let document = try answer.json()
        #expect(document["success"]?.bool == false)
        for check in document["checks"]?.elements ?? [] where check["status"]?.string == "bad" {
            #expect(check["remedy"]?.string?.isEmpty == false)
        }
        #expect(statuses(document)["programs"] == "bad")
    }

    @Test func `entries that lead nowhere are found`() throws {
        let fixture = try CommandFixture()
        #expect(try fixture.run("install", "--all").status == 0)
        for path in ["/.claude/settings.json", "/.bashrc", "/.claude.json"] {
            let text = try #require(Files.read(fixture.home + path))
            try Files.write(fixture.home + path, text.replacing(fixture.bin, with: "/nowhere"))
        }
        let answer = try fixture.run("doctor", "--json")
        #expect(answer.status == 3)
        let statuses = statuses(try answer.json())
        for check in ["hooks", "alias", "MCP server"] { #expect(statuses[check] == "bad", "\(check)") }
        #expect(try fixture.run("doctor", "--fix", "--json").json()["checks"] != nil)
        #expect(Files.read(fixture.home + "/.claude/settings.json")?.contains("/nowhere") == false)
    }

    @Test func `a damaged database is put aside, not deleted`() throws {
        let fixture = try CommandFixture()
        try Files.write(fixture.data + "/coordinator.db", "this is no database, whatever it is called\n")
        #expect(try fixture.run("status", "--json").json()["code"]?.string == "database-corrupt")
        let found = try fixture.run("doctor", "--json")
        #expect(found.status == 3)
        #expect(statuses(try found.json())["database"] == "bad")
        let mended = try fixture.run("doctor", "--fix", "--json")
        #expect(mended.status == 0)
        #expect(statuses(try mended.json())["database"] == "mended")
        #expect(Files.snapshot(fixture.data).keys.contains { $0.hasPrefix("coordinator.db.damaged-") })
        #expect(try fixture.run("status").status == 0)
    }

    @Test func `a database of the future is left alone`() throws {
        let fixture = try CommandFixture()
        Files.makeDirectories(fixture.data)
        let connection = try Connection(path: fixture.data + "/coordinator.db", mode: .readWriteCreate)
        try connection.execute("CREATE TABLE future (x); PRAGMA user_version = 99")
        connection.close()
        let status = try fixture.run("status", "--json")
        #expect(status.status == 1)
        #expect(try status.json()["code"]?.string == "database-too-new")
        #expect(try fixture.run("doctor", "--fix").status == 3)
        #expect(try fixture.run("status", "--json").json()["code"]?.string == "database-too-new")
    }

    @Test func `settings that were not understood are told`() throws {
        let fixture = try CommandFixture()
        try Files.write(fixture.data + "/config.json", #"{"worktree": {"bsae": "x"}}"#)
        let checks = try fixture.run("doctor", "--json").json()["checks"]?.elements ?? []
        let finding = checks.first { $0["check"]?.string == "settings" }
        #expect(finding?["message"]?.string?.contains("worktree.base") == true)
    }

    @Test func `what is held of branches is told with the command that lists it`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session(at: fixture.repository)
        let tip = try fixture.git.git(["rev-parse", "HEAD"])
        try fixture.git.git(["update-ref", "refs/parallel-cc/branches/worktree-x/\(tip)", tip])
        let list = "git --git-dir=\(fixture.repository)/.git for-each-ref refs/parallel-cc/branches"
        let line = "✓ branches: held from before claude -w began them anew: 1: \(list)"
        #expect(try fixture.run("doctor").text.contains(line))
    }

    @Test func `a remote that prunes rescues is told, and the remedy works`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let path = try #require(try second.answer.json()["worktreePath"]?.string)
        try Files.write(path + "/work", "saved\n")
        _ = try fixture.run("release", "--pid", "\(second.sleeper.pid)")
        let git = fixture.git
        // One that has the references that we have, but for ours.
        let remote = git.directory.appending("re mote.git")
        try git.git(["clone", "--quiet", "--bare", fixture.repository, remote])
        try git.git(["remote", "add", "origin", remote])
        let found = { (document: JSONValue) in
            document["checks"]?.elements?.first {
                $0["check"]?.string == "rescues" && $0["message"]?.string?.contains("--prune") == true
            }
        }
        #expect(try found(fixture.run("doctor", "--json").json()) == nil)
        try git.git(["remote", "add", "it's", remote])
        try git.git(["config", "remote.it's.fetch", "+refs/*:refs/*"])
        let finding = try #require(found(try fixture.run("doctor", "--json").json()))
        #expect(finding["status"]?.string == "notice")
        #expect(finding["message"]?.string == "git fetch --prune from it's deletes those of \(fixture.repository)/.git")
        #expect(try fixture.shell(#require(finding["remedy"]?.string)).status == 0)
        #expect(try found(fixture.run("doctor", "--json").json()) == nil)
        try git.git(["fetch", "--quiet", "--prune", "--update-head-ok", "it's"])
        #expect(try fixture.run("rescue", "list", "--json").json()["total"]?.integer(Int.self) == 1)
    }

    @Test(arguments: [
        ("+refs/heads/*:refs/heads/*", "+refs/heads/*:refs/remotes/it's/*"),
        ("+refs/heads/*:refs/heads/up/*", "+refs/heads/*:refs/remotes/it's/up/*"),
        ("refs/heads/main:refs/heads/main", "refs/heads/main:refs/remotes/it's/main"),
        ("+refs/*:refs/*", "+refs/heads/*:refs/remotes/it's/*"),
    ])
    func `a remote whose fetch writes into branches is told, and the remedy works`(rule: String, instead: String) throws
    {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let findings = { () throws -> [JSONValue] in
            try #require(fixture.run("doctor", "--json").json()["checks"]?.elements).filter {
                $0["message"]?.string?.hasPrefix("git fetch from it's") == true
            }
        }
        let git = fixture.git
        try git.git(["remote", "add", "it's", git.directory.appending("remote.git")])
        try git.git(["config", "--add", "remote.it's.fetch", "^refs/heads/x"])
        #expect(try findings().isEmpty)
        try git.git(["config", "--add", "remote.it's.fetch", rule])
        let finding = try #require(findings().first)
        #expect(finding["status"]?.string == "notice")
        let remedy = try #require(finding["remedy"]?.string)
        #expect(remedy.hasPrefix("if it need not be a mirror: "))
        #expect(try fixture.shell(String(remedy.drop { $0 != ":" }.dropFirst())).status == 0)
        #expect(try findings().isEmpty)
        let rules = try git.git(["config", "--get-all", "remote.it's.fetch"]).split(separator: "\n").map(String.init)
        #expect(rules == ["+refs/heads/*:refs/remotes/it's/*", "^refs/heads/x", instead])
    }

    @Test func `a repository whose git directory was moved aside by git is found, and nothing is said to be broken`()
        throws
    {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        let path = try #require(try second.answer.json()["worktreePath"]?.string)
        try Files.write(path + "/work", "saved\n")
        _ = try fixture.run("release", "--pid", "\(second.sleeper.pid)")
        try fixture.git.git(["init", "--quiet", "--separate-git-dir", fixture.git.directory.appending("apart")])
        let text = try fixture.run("doctor").text
        #expect(!text.contains("repositories:"), "\(text)")
        #expect(text.contains("✓ rescues: 1"))
    }

    @Test func `submodules that are kept for nothing in the trash are told, and deleted only where that is known`()
        throws
    {
        let fixture = try CommandFixture()
        let folder = fixture.repository + "/.git/parallel-cc.modules"
        let findings = { () throws -> [JSONValue] in
            try #require(fixture.run("doctor", "--json").json()["checks"]?.elements).filter {
                $0["check"]?.string == "submodules"
            }
        }
        // Another data directory may have the worktree in its trash.
        try fixture.git.git(["init", "--quiet", "--bare", folder + "/it's gone-abcd/lib"])
        let unknown = try #require(try findings().first)
        #expect(unknown["status"]?.string == "notice" && unknown["remedy"]?.string == nil)
        let known = "/it's gone-abcd is kept for a removed worktree that is not known here; "
        #expect(unknown["message"]?.string?.hasPrefix(folder + known) == true)
        TemporaryDirectory.remove(folder)
        // The files of this one were deleted by hand.
        _ = try fixture.session()
        let session = try fixture.session()
        let worktree = try #require(try session.answer.json()["worktreePath"]?.string)
        try Files.write(worktree + "/new", "new\n")
        try fixture.run("release", "--pid", "\(session.sleeper.pid)")
        let entry = try fixture.run("trash", "list", "--json").json().at("trash", "0")
        let id = try #require(entry?["id"]?.string)
        try fixture.git.git(["init", "--quiet", "--bare", "\(folder)/\(id)/lib"])
        #expect(try findings().isEmpty)
        TemporaryDirectory.remove(try #require(entry?["trashPath"]?.string))
        let remedy = try #require(try findings().first?["remedy"]?.string)
        let line = "PATH=/usr/bin:/bin" + remedy.drop { $0 != ":" }.dropFirst()
        #expect(try fixture.shell(line).status == 0)
        #expect(!Files.exists("\(folder)/\(id)"))
        #expect(try findings().isEmpty)
    }
}
