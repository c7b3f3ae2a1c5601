import Glibc
import JSON
import TestSupport
import Testing

struct InstallTests {
    private static let settings = "{\n\t\"model\": \"x\",   \"hooks\": {}\n}"

    @Test func `everything goes in, and out again byte for byte`() throws {
        let fixture = try CommandFixture()
        try Files.write(fixture.home + "/.claude/settings.json", Self.settings)
        try Files.write(fixture.home + "/.bashrc", "# mine\nalias ll='ls -l'")
        let before = Files.snapshot(fixture.home)
        let installed = try fixture.run("install", "--all", "--json")
        #expect(installed.status == 0)
        let document = try installed.json()
        #expect(document.keys == ["alias", "errors", "hooks", "mcp", "success", "wrapper"])
        #expect(document["success"]?.bool == true)
        #expect(document["wrapper"]?.keys == ["alreadyUpToDate", "success", "wrapperPath"])
        #expect(document.at("hooks", "merged")?.bool == true)
        #expect(document.at("mcp", "created")?.bool == true)
        #expect(Files.snapshot(fixture.home) != before)
        let again = try fixture.run("install", "--all", "--json").json()
        for part in ["hooks", "alias", "mcp"] { #expect(again.at(part, "alreadyInstalled")?.bool == true) }
        #expect(try fixture.run("install", "--uninstall").status == 0)
        #expect(Files.snapshot(fixture.home) == before)
    }

    @Test func `a dry run shows all and changes nothing`() throws {
        let fixture = try CommandFixture()
        try Files.write(fixture.home + "/.claude/settings.json", Self.settings)
        let before = Files.snapshot(fixture.git.directory.path)
        let answer = try fixture.run("install", "--all", "--statusline", "--native-worktrees", "--dry-run")
        #expect(answer.status == 0)
        for text in ["settings.json", ".bashrc", ".claude.json", "+ ", "parallel-cc-heartbeat", "statusline"] {
            #expect(answer.text.contains(text), "\(text)")
        }
        #expect(Files.snapshot(fixture.git.directory.path) == before)
        #expect(try fixture.run("install", "--alias", "--dry-run", "--json").json().at("alias", "dryRun")?.bool == true)
    }

    @Test func `broken settings stay as they are, and the rest is installed`() throws {
        let fixture = try CommandFixture()
        try Files.write(fixture.home + "/.claude/settings.json", "{ // mine\n}")
        let answer = try fixture.run("install", "--all", "--json")
        #expect(answer.status == 1)
        let document = try answer.json()
        #expect(document["success"]?.bool == false)
        #expect(document["errors"]?.elements?.count == 1)
        #expect(document.at("hooks", "success")?.bool == false)
        #expect(document.at("hooks", "error")?.string?.isEmpty == false)
        #expect(document.at("alias", "success")?.bool == true)
        #expect(Files.read(fixture.home + "/.claude/settings.json") == "{ // mine\n}")
        #expect(Files.read(fixture.home + "/.bashrc")?.contains("claude-parallel") == true)
        let removed = try fixture.run("install", "--uninstall", "--json").json()
        #expect(removed.at("hooks", "success")?.bool == false)
        #expect(removed.at("alias", "success")?.bool == true)
        #expect(removed.at("mcp", "success")?.bool == true)
        #expect(!Files.exists(fixture.home + "/.bashrc"))
    }

    @Test func `local hooks go into the main checkout, also from a worktree`() throws {
        let fixture = try CommandFixture()
        let worktree = try fixture.git.addWorktree("other")
        let answer = try fixture.run("install", "--hooks", "--local", "--gitignore", "--json", at: worktree)
        let document = try answer.json()
        #expect(
            document.keys == [
                "alreadyInstalled", "changes", "commands", "created", "gitignoreUpdated", "merged", "notes",
                "settingsPath", "success",
            ])
        #expect(document["settingsPath"]?.string == fixture.repository + "/.claude/settings.local.json")
        #expect(document["gitignoreUpdated"]?.bool == true)
        #expect(Files.read(fixture.repository + "/.gitignore")?.contains(".claude/") == true)
        let outside = try fixture.run("install", "--hooks", "--local", "--json", at: fixture.home)
        #expect(outside.status == 1)
        #expect(try outside.json()["success"]?.bool == false)
        let status = try fixture.run("install", "--status", "--json").json()
        #expect(status.keys == ["alias", "gitHooks", "hooks", "mcp", "plugin", "problems", "statusline"])
        #expect(status.at("hooks", "localInstalled")?.bool == true)
        #expect(status.at("hooks", "globalInstalled")?.bool == false)
    }

    @Test(arguments: ["home/.claude/settings.json", "repo/.claude/settings.json", "repo/.claude/settings.local.json"])
    func `what the enabled plugin brings is not installed a second time`(_ file: String) throws {
        let fixture = try CommandFixture()
        let path = fixture.git.directory.appending(file)
        try Files.write(path, #"{"enabledPlugins":{"parallel-cc@parallel-cc-local":true}}"#)
        for part in ["--hooks", "--mcp"] {
            let answer = try fixture.run(["install", part, "--json"] + (part == "--hooks" ? ["--global"] : []))
            #expect(answer.status == 1)
            #expect(answer.text.contains("claude plugin disable parallel-cc@parallel-cc-local"))
        }
        #expect(Files.read(path)?.contains("hooks") == false)
        #expect(try fixture.run("install", "--alias").status == 0)
        let status = try fixture.run("install", "--status", "--json").json()
        #expect(status.at("plugin", "name")?.string == "parallel-cc@parallel-cc-local")
        let findings = try fixture.run("doctor", "--json").json()["checks"]?.elements ?? []
        let hooks = findings.first { $0["check"]?.string == "hooks" }
        #expect(hooks?["status"]?.string == "good")
        #expect(hooks?["message"]?.string?.contains("plugin") == true)
        try Files.write(path, #"{"enabledPlugins":{"parallel-cc@parallel-cc-local":false,"other@x":true}}"#)
        #expect(try fixture.run("install", "--hooks", "--global").status == 0)
    }

    @Test func `no alias leads nowhere`() throws {
        let fixture = try CommandFixture(wrapper: false)
        let answer = try fixture.run("install", "--alias", "--json")
        #expect(answer.status == 1)
        #expect(try answer.json().at("alias", "success")?.bool == false)
        #expect(try answer.json().at("wrapper", "success")?.bool == false)
        #expect(!Files.exists(fixture.home + "/.bashrc"))
    }

    @Test func `a shell that we do not know is an error with what to do`() throws {
        let fixture = try CommandFixture()
        fixture.environment["SHELL"] = "/bin/ksh"
        let answer = try fixture.run("install", "--alias")
        #expect(answer.status == 1)
        #expect(answer.errors.contains("claude-parallel"))
    }

    @Test func `claude itself registers the MCP server where there is one`() throws {
        let fixture = try CommandFixture()
        let log = fixture.git.directory.appending("calls")
        let script = "#!/bin/sh\nfor word; do printf '%s|' \"$word\"; done >>'\(log)'\nexit ${CODE:-0}\n"
        try Files.writeProgram(fixture.git.directory.appending("tools") + "/claude", script)
        #expect(try fixture.run("install", "--mcp").status == 0)
        #expect(Files.read(log)?.hasPrefix("mcp|add-json|-s|user|parallel-cc|{") == true)
        // It said yes, but its state has no entry: that is what counts.
        #expect(Files.read(fixture.home + "/.claude.json")?.contains("parallel-cc") == true)
        unlink(fixture.home + "/.claude.json")
        fixture.environment["CODE"] = "3"
        #expect(try fixture.run("install", "--mcp", "--json").json()["success"]?.bool == true)
        #expect(Files.read(fixture.home + "/.claude.json")?.contains("parallel-cc") == true)
    }

    @Test func `a claude whose state nobody can write is no registration`() throws {
        let fixture = try CommandFixture()
        let tools = fixture.git.directory.appending("tools")
        try Files.writeProgram(tools + "/claude", "#!/bin/sh\necho '{ broken' >~/.claude.json\n")
        let failed = try fixture.run("install", "--mcp", "--json")
        #expect(failed.status == 1)
        #expect(try failed.json()["success"]?.bool == false)
    }

    @Test(arguments: ["exit 0", "exit 3", "echo '{}' >~/.claude.json; exit 3"])
    func `whether the MCP server is gone is read, not believed`(_ script: String) throws {
        let fixture = try CommandFixture()
        let tools = fixture.git.directory.appending("tools")
        #expect(try fixture.run("install", "--mcp").status == 0)
        #expect(Files.read(fixture.home + "/.claude.json")?.contains("parallel-cc") == true)
        try Files.writeProgram(tools + "/claude", "#!/bin/sh\n\(script)\n")
        let removed = try fixture.run("install", "--uninstall", "--mcp", "--json")
        #expect(removed.status == 0)
        #expect(try removed.json()["success"]?.bool == true)
        #expect(Files.read(fixture.home + "/.claude.json")?.contains("parallel-cc") != true)
    }

    @Test func `uninstalling everything finds local hooks wherever they are`() throws {
        let fixture = try CommandFixture()
        let other = fixture.git.directory.appending("it's another")
        let broken = fixture.git.directory.appending("broken")
        for place in [other, broken] {
            try fixture.git.git(["clone", "--quiet", fixture.repository, place])
            #expect(try fixture.run("install", "--hooks", "--local", "--gitignore", "--repo", place).status == 0)
        }
        #expect(try fixture.run("install", "--hooks").status == 0)
        try Files.write(broken + "/.claude/settings.local.json", "{ // mine\n}")
        let global = try fixture.run("install", "--uninstall", "--hooks", at: fixture.home)
        #expect(global.status == 0)
        #expect(
            global.errors.contains(
                #"--uninstall --hooks --local --repo '\#(fixture.git.directory.path)/it'\''s another'"#)
        )
        #expect(Files.exists(other + "/.claude/settings.local.json"))
        let all = try fixture.run("install", "--uninstall", at: fixture.home)
        #expect(all.status == 0)
        #expect(all.text.contains(other + "/.claude/settings.local.json"))
        #expect(all.errors.contains("hooks stay in \(broken)/.claude/settings.local.json"))
        #expect(!Files.exists(other + "/.claude"))
        #expect(!Files.exists(other + "/.gitignore"))
        #expect(Files.read(broken + "/.claude/settings.local.json") == "{ // mine\n}")
    }

    @Test func `a scope alone means the hooks there, in both directions`() throws {
        let fixture = try CommandFixture()
        #expect(try fixture.run("install", "--all", "--statusline", "--git-hooks").status == 0)
        let before = try fixture.run("install", "--status", "--json").json()
        let global = Files.snapshot(fixture.home)
        #expect(try fixture.run("install", "--local").status == 0)
        #expect(try fixture.run("install", "--status", "--json").json().at("hooks", "localInstalled")?.bool == true)
        #expect(Files.snapshot(fixture.home) == global)
        let removed = try fixture.run("install", "--uninstall", "--local", "--json")
        #expect(removed.status == 0 && !Files.exists(fixture.repository + "/.claude/settings.local.json"))
        #expect(try fixture.run("install", "--status", "--json").json() == before)
        #expect(Files.snapshot(fixture.home) == global)
        // With parts, they are what goes, and the hooks only there.
        #expect(try fixture.run("install", "--uninstall", "--all", "--local").status == 0)
        let kept = try fixture.run("install", "--status", "--json").json()
        #expect(kept["hooks"] == before["hooks"] && kept.at("alias", "installed")?.bool == false)
        #expect(try fixture.run("install", "--local").status == 0)
        #expect(try fixture.run("install", "--uninstall", "--global").status == 0)
        let local = try fixture.run("install", "--status", "--json").json()
        #expect(local.at("hooks", "localInstalled")?.bool == true)
        #expect(local.at("hooks", "globalInstalled")?.bool == false)
    }

    @Test func `the dialogue installs what was agreed to`() throws {
        let fixture = try CommandFixture()
        let answer = try fixture.run("install", "--interactive", input: "y\n2\nn\nn\ny\nn\n")
        #expect(answer.status == 0)
        #expect(Files.exists(fixture.repository + "/.claude/settings.local.json"))
        #expect(!Files.exists(fixture.home + "/.claude/settings.json"))
        #expect(!Files.exists(fixture.home + "/.bashrc"))
        #expect(Files.exists(fixture.home + "/.claude.json"))
        let declined = try CommandFixture()
        #expect(try declined.run("install", "--interactive", input: "").status == 0)
        #expect(!Files.exists(declined.home + "/.claude"))
    }
}
