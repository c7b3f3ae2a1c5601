import Glibc
import JSON
import TestSupport
import Testing

struct InstallTests {
    private static let settings = "{\n\t\"model\": \"x\",   \"hooks\": {}\n}"

    @Test func `everything goes in, and out again byte for byte`() throws {
        let desk = try Desk()
        try Files.write(desk.home + "/.claude/settings.json", Self.settings)
        try Files.write(desk.home + "/.bashrc", "# mine\nalias ll='ls -l'")
        let before = Files.snapshot(desk.home)
        let installed = try desk.run("install", "--all", "--json")
        #expect(installed.status == 0)
        let document = try installed.json()
        #expect(document.keys == ["alias", "errors", "hooks", "mcp", "success", "wrapper"])
        #expect(document["success"]?.bool == true)
        #expect(document["wrapper"]?.keys == ["alreadyUpToDate", "success", "wrapperPath"])
        #expect(document.at("hooks", "merged")?.bool == true)
        #expect(document.at("mcp", "created")?.bool == true)
        #expect(Files.snapshot(desk.home) != before)
        let again = try desk.run("install", "--all", "--json").json()
        for part in ["hooks", "alias", "mcp"] { #expect(again.at(part, "alreadyInstalled")?.bool == true) }
        #expect(try desk.run("install", "--uninstall").status == 0)
        #expect(Files.snapshot(desk.home) == before)
    }

    @Test func `a dry run shows all and changes nothing`() throws {
        let desk = try Desk()
        try Files.write(desk.home + "/.claude/settings.json", Self.settings)
        let before = Files.snapshot(desk.git.directory.path)
        let answer = try desk.run("install", "--all", "--statusline", "--native-worktrees", "--dry-run")
        #expect(answer.status == 0)
        for text in ["settings.json", ".bashrc", ".claude.json", "+ ", "parallel-cc-heartbeat", "statusline"] {
            #expect(answer.text.contains(text), "\(text)")
        }
        #expect(Files.snapshot(desk.git.directory.path) == before)
        #expect(try desk.run("install", "--alias", "--dry-run", "--json").json().at("alias", "dryRun")?.bool == true)
    }

    @Test func `broken settings stay as they are, and the rest is installed`() throws {
        let desk = try Desk()
        try Files.write(desk.home + "/.claude/settings.json", "{ // mine\n}")
        let answer = try desk.run("install", "--all", "--json")
        #expect(answer.status == 1)
        let document = try answer.json()
        #expect(document["success"]?.bool == false)
        #expect(document["errors"]?.elements?.count == 1)
        #expect(document.at("hooks", "success")?.bool == false)
        #expect(document.at("hooks", "error")?.string?.isEmpty == false)
        #expect(document.at("alias", "success")?.bool == true)
        #expect(Files.read(desk.home + "/.claude/settings.json") == "{ // mine\n}")
        #expect(Files.read(desk.home + "/.bashrc")?.contains("claude-parallel") == true)
        let removed = try desk.run("install", "--uninstall", "--json").json()
        #expect(removed.at("hooks", "success")?.bool == false && removed.at("alias", "success")?.bool == true)
        #expect(removed.at("mcp", "success")?.bool == true && !Files.exists(desk.home + "/.bashrc"))
    }

    @Test func `local hooks go into the main checkout, also from a worktree`() throws {
        let desk = try Desk()
        let worktree = try desk.git.addWorktree("other")
        let answer = try desk.run("install", "--hooks", "--local", "--gitignore", "--json", at: worktree)
        let document = try answer.json()
        #expect(
            document.keys == [
                "alreadyInstalled", "changes", "commands", "created", "gitignoreUpdated", "merged", "notes",
                "settingsPath", "success",
            ])
        #expect(document["settingsPath"]?.string == desk.repository + "/.claude/settings.local.json")
        #expect(document["gitignoreUpdated"]?.bool == true)
        #expect(Files.read(desk.repository + "/.gitignore")?.contains(".claude/") == true)
        let outside = try desk.run("install", "--hooks", "--local", "--json", at: desk.home)
        #expect(outside.status == 1)
        #expect(try outside.json()["success"]?.bool == false)
        let status = try desk.run("install", "--status", "--json").json()
        #expect(status.keys == ["alias", "gitHooks", "hooks", "mcp", "plugin", "problems", "statusline"])
        #expect(status.at("hooks", "localInstalled")?.bool == true)
        #expect(status.at("hooks", "globalInstalled")?.bool == false)
    }

    @Test(arguments: ["home/.claude/settings.json", "repo/.claude/settings.json", "repo/.claude/settings.local.json"])
    func `what the enabled plugin brings is not installed a second time`(_ file: String) throws {
        let desk = try Desk()
        let path = desk.git.directory.appending(file)
        try Files.write(path, #"{"enabledPlugins":{"parallel-cc@parallel-cc-local":true}}"#)
        for part in ["--hooks", "--mcp"] {
            let answer = try desk.run(["install", part, "--json"] + (part == "--hooks" ? ["--global"] : []))
            #expect(answer.status == 1 && answer.text.contains("claude plugin disable parallel-cc@parallel-cc-local"))
        }
        #expect(Files.read(path)?.contains("hooks") == false)
        #expect(try desk.run("install", "--alias").status == 0)
        let status = try desk.run("install", "--status", "--json").json()
        #expect(status.at("plugin", "name")?.string == "parallel-cc@parallel-cc-local")
        let findings = try desk.run("doctor", "--json").json()["checks"]?.elements ?? []
        let hooks = findings.first { $0["check"]?.string == "hooks" }
        #expect(hooks?["status"]?.string == "good" && hooks?["message"]?.string?.contains("plugin") == true)
        try Files.write(path, #"{"enabledPlugins":{"parallel-cc@parallel-cc-local":false,"other@x":true}}"#)
        #expect(try desk.run("install", "--hooks", "--global").status == 0)
    }

    @Test func `no alias leads nowhere`() throws {
        let desk = try Desk(wrapper: false)
        let answer = try desk.run("install", "--alias", "--json")
        #expect(answer.status == 1)
        #expect(try answer.json().at("alias", "success")?.bool == false)
        #expect(try answer.json().at("wrapper", "success")?.bool == false)
        #expect(!Files.exists(desk.home + "/.bashrc"))
    }

    @Test func `a shell that we do not know is an error with what to do`() throws {
        let desk = try Desk()
        desk.environment["SHELL"] = "/bin/ksh"
        let answer = try desk.run("install", "--alias")
        #expect(answer.status == 1)
        #expect(answer.errors.contains("claude-parallel"))
    }

    @Test func `claude itself registers the MCP server where there is one`() throws {
        let desk = try Desk()
        let log = desk.git.directory.appending("calls")
        let script = "#!/bin/sh\nfor word; do printf '%s|' \"$word\"; done >>'\(log)'\nexit ${CODE:-0}\n"
        try Files.writeProgram(desk.git.directory.appending("tools") + "/claude", script)
        #expect(try desk.run("install", "--mcp").status == 0)
        #expect(Files.read(log)?.hasPrefix("mcp|add-json|-s|user|parallel-cc|{") == true)
        // It said yes, but its state has no entry: that is what counts.
        #expect(Files.read(desk.home + "/.claude.json")?.contains("parallel-cc") == true)
        unlink(desk.home + "/.claude.json")
        desk.environment["CODE"] = "3"
        #expect(try desk.run("install", "--mcp", "--json").json()["success"]?.bool == true)
        #expect(Files.read(desk.home + "/.claude.json")?.contains("parallel-cc") == true)
    }

    @Test func `a claude whose state nobody can write is no registration`() throws {
        let desk = try Desk()
        let tools = desk.git.directory.appending("tools")
        try Files.writeProgram(tools + "/claude", "#!/bin/sh\necho '{ broken' >~/.claude.json\n")
        let failed = try desk.run("install", "--mcp", "--json")
        #expect(try failed.status == 1 && failed.json()["success"]?.bool == false)
    }

    @Test(arguments: ["exit 0", "exit 3", "echo '{}' >~/.claude.json; exit 3"])
    func `whether the MCP server is gone is read, not believed`(_ script: String) throws {
        let desk = try Desk()
        let tools = desk.git.directory.appending("tools")
        #expect(try desk.run("install", "--mcp").status == 0)
        #expect(Files.read(desk.home + "/.claude.json")?.contains("parallel-cc") == true)
        try Files.writeProgram(tools + "/claude", "#!/bin/sh\n\(script)\n")
        let removed = try desk.run("install", "--uninstall", "--mcp", "--json")
        #expect(removed.status == 0)
        #expect(try removed.json()["success"]?.bool == true)
        #expect(Files.read(desk.home + "/.claude.json")?.contains("parallel-cc") != true)
    }

    @Test func `uninstalling everything finds local hooks wherever they are`() throws {
        let desk = try Desk()
        let other = desk.git.directory.appending("it's another")
        let broken = desk.git.directory.appending("broken")
        for place in [other, broken] {
            try desk.git.git(["clone", "--quiet", desk.repository, place])
            #expect(try desk.run("install", "--hooks", "--local", "--gitignore", "--repo", place).status == 0)
        }
        #expect(try desk.run("install", "--hooks").status == 0)
        try Files.write(broken + "/.claude/settings.local.json", "{ // mine\n}")
        let global = try desk.run("install", "--uninstall", "--hooks", at: desk.home)
        #expect(global.status == 0)
        #expect(
            global.errors.contains(#"--uninstall --hooks --local --repo '\#(desk.git.directory.path)/it'\''s another'"#)
        )
        #expect(Files.exists(other + "/.claude/settings.local.json"))
        let all = try desk.run("install", "--uninstall", at: desk.home)
        #expect(all.status == 0)
        #expect(all.text.contains(other + "/.claude/settings.local.json"))
        #expect(all.errors.contains("hooks stay in \(broken)/.claude/settings.local.json"))
        #expect(!Files.exists(other + "/.claude") && !Files.exists(other + "/.gitignore"))
        #expect(Files.read(broken + "/.claude/settings.local.json") == "{ // mine\n}")
    }

    @Test func `the dialogue installs what was agreed to`() throws {
        let desk = try Desk()
        let answer = try desk.run("install", "--interactive", input: "y\n2\nn\nn\ny\nn\n")
        #expect(answer.status == 0)
        #expect(Files.exists(desk.repository + "/.claude/settings.local.json"))
        #expect(!Files.exists(desk.home + "/.claude/settings.json"))
        #expect(!Files.exists(desk.home + "/.bashrc"))
        #expect(Files.exists(desk.home + "/.claude.json"))
        let declined = try Desk()
        #expect(try declined.run("install", "--interactive", input: "").status == 0)
        #expect(!Files.exists(declined.home + "/.claude"))
    }
}
