import Glibc
import TestSupport
import Testing

/// `scripts/claude-parallel`: what goes to claude, to the runner and to parallel-cc.
@Suite struct WrapperTests {
    private func makeStage() throws -> RunnerFixture {
        let fixture = try RunnerFixture()
        try fixture.claude("printf 'claude'; for word; do printf '|%s' \"$word\"; done; exit 4")
        return fixture
    }

    @Test func `sessions go to the runner`() throws {
        let fixture = try makeStage()
        let run = try fixture.run("claude-parallel", ["-p", "two words", "", "a\nb", "*"])
        #expect(run.output == "claude|-p|two words||a\nb|*")
        #expect(run.ending == .exit(4))
        #expect(fixture.calls.count == 2)
    }

    @Test(arguments: [
        [], ["--here"], ["fix the doctor"], ["-p", "mcp server"], ["--model", "opus", "x"], ["-n", "--version"],
        ["--append-system-prompt", "-h", "go"], ["--resume", "mcp"], ["-c"], ["--", "--version"], ["--debug", "mcp"],
        ["hello", "doctor"], ["--", "mcp"], ["-p", "--output-format", "json"], ["--remote-control", "mcp"], [""],
    ]) func `sessions of all shapes`(_ words: [String]) throws {
        let fixture = try makeStage()
        #expect(try fixture.run("claude-parallel", words).ending == .exit(4))
        #expect(fixture.calls.first?.hasPrefix("register|") == true)
    }

    @Test(arguments: [
        ["--version"], ["-v"], ["--help"], ["-h"], ["mcp", "list"], ["update"], ["upgrade"], ["doctor"],
        ["plugin", "list"], ["plugins"], ["agents"], ["auth", "status"], ["attach", "x"], ["logs", "x"], ["stop", "x"],
        ["kill", "x"], ["rm", "x"], ["setup-token"], ["install"], ["--bg", "task"], ["task", "--background"],
        ["--cloud"], ["--cloud=x"], ["--remote", "x"], ["-w"], ["--worktree", "x"], ["-wname"], ["--worktree=x"],
        ["--model", "opus", "mcp", "list"], ["--verbose", "doctor"], ["-p", "hi", "--help"], ["help"],
    ]) func `what is no session goes to claude`(_ words: [String]) throws {
        let fixture = try makeStage()
        let run = try fixture.run("claude-parallel", words)
        #expect(run.output == (["claude"] + words).joined(separator: "|"))
        #expect(run.errors.isEmpty)
        #expect(fixture.calls.isEmpty)
    }

    @Test(arguments: [
        ["status", "--json"], ["cleanup"], ["register", "--repo", "a b"], ["rescue", "list"], ["trash", "list"],
        ["worktree", "list"], ["events"], ["demo"], ["migrate"], ["config", "get", "x"],
    ]) func `verbs go to parallel CC`(_ words: [String]) throws {
        let fixture = try makeStage()
        try fixture.register("echo registered")
        _ = try fixture.run("claude-parallel", words, directory: fixture.scratch.path + "/empty")
        #expect(fixture.calls == [words.map { $0 + "|" }.joined()])
    }

    @Test func `what a branch had that claude begins anew is held`() throws {
        let fixture = try makeStage()
        let place = fixture.scratch.path + "/real"
        let setUp = """
            git init -q '\(place)' && cd '\(place)' && git -c user.name=a -c user.email=b commit -q \
            --allow-empty -m x && \
            git branch worktree-old && git branch worktree-there && mkdir -p .claude/worktrees/there/.git
            """
        #expect(system(setUp) == 0)
        for (words, isHeld) in [
            (["-w", "old"], true), (["--worktree=old", "-p", "x"], true), (["-w", "there"], false),
            (["-w", "new"], false),
        ] {
            let run = try fixture.run("claude-parallel", words, directory: place)
            #expect(run.output == "claude" + words.map { "|" + $0 }.joined())
            #expect(run.errors.contains("git branch NAME refs/parallel-cc/branches/worktree-old/") == isHeld)
        }
        #expect(fixture.calls.isEmpty)
        #expect(
            system(
                "cd '\(place)' && git rev-parse -q --verify HEAD >/dev/null && git for-each-ref "
                    + "refs/parallel-cc/branches | grep -q ."
            ) == 0)
    }

    @Test func `a verb without parallel CC`() throws {
        let fixture = try makeStage()
        unlink(fixture.scratch.path + "/bin/parallel-cc")
        let run = try fixture.run("claude-parallel", ["status"])
        #expect(run.ending == .exit(127))
        #expect(run.errors == "parallel-cc: parallel-cc was not found; \"status\" is one of its commands\n")
    }

    @Test func `outside a repository`() throws {
        let fixture = try makeStage()
        let run = try fixture.run(
            "claude-parallel", ["--here", "x", "--", "--here"], directory: fixture.scratch.path + "/empty")
        #expect(run.output == "claude|x|--|--here")
        #expect(run.errors == "parallel-cc: not in a git repository; this session is not coordinated\n")
        #expect(fixture.calls.isEmpty)
    }

    @Test func `inside by variable subfolder file or bare layout`() throws {
        let fixture = try makeStage()
        let empty = fixture.scratch.path + "/empty"
        _ = try fixture.run("claude-parallel", environment: ["GIT_DIR": "x"], directory: empty)
        #expect(fixture.calls.count == 2)
        _ = try fixture.run("claude-parallel", directory: fixture.repository + "/sub")
        #expect(fixture.calls.count == 4)
        symlink(fixture.repository + "/sub", fixture.scratch.path + "/link")
        _ = try fixture.run("claude-parallel", directory: fixture.scratch.path + "/link")
        #expect(fixture.calls.count == 6)
        for folder in ["empty/objects", "empty/refs"] { try fixture.scratch.makeFolder(folder) }
        try fixture.scratch.write("empty/HEAD", "ref: refs/heads/main\n")
        _ = try fixture.run("claude-parallel", directory: empty + "/refs")
        #expect(fixture.calls.count == 8)
        try fixture.scratch.write("work tree/.git", "gitdir: x\n")
        _ = try fixture.run("claude-parallel", directory: fixture.worktree + "/sub")
        #expect(fixture.calls.count == 10)
    }

    @Test func `without the runner`() throws {
        let fixture = try makeStage()
        unlink(fixture.scratch.path + "/bin/parallel-cc-run")
        let run = try fixture.run("claude-parallel", ["--here", "x"])
        #expect(run.output == "claude|x")
        #expect(run.errors == "parallel-cc: parallel-cc-run was not found; this session is not coordinated\n")
    }

    /// An interrupted copy, or a home that machines of two kinds share.
    @Test(arguments: ["empty", "cut off", "other machine", "no interpreter"])
    func `a runner that cannot start`(_ damage: String) throws {
        let fixture = try makeStage()
        var bytes = TemporaryDirectory.bytes("/bin/true")
        switch damage {
        case "empty": bytes = []
        case "cut off": bytes = Array(bytes.prefix(100))
        case "other machine": bytes[18] = bytes[18] == 0x3E ? 0xB7 : 0x3E
        default: bytes = Array("#!/nonexistent/interpreter\n".utf8)
        }
        try fixture.scratch.writeExecutable("bin/parallel-cc-run", bytes: bytes)
        for shell in ["/bin/sh", "/bin/bash"] where access(shell, X_OK) == 0 {
            let run = try fixture.run(shell, [fixture.scratch.path + "/bin/claude-parallel", "--here", "x"])
            #expect(run.output == "claude|x")
            #expect(run.ending == .exit(4))
            let runner = fixture.scratch.path + "/bin/parallel-cc-run"
            #expect(
                run.errors == "parallel-cc: \(runner) cannot be started; this session is not coordinated "
                    + "(install parallel-cc again)\n")
        }
        #expect(fixture.calls.isEmpty)
    }

    @Test func `the look at the runner asks nobody`() throws {
        let fixture = try makeStage()
        try fixture.claude("cat; exit 4")
        try fixture.scratch.write("input", "typed")
        let run = try fixture.run("claude-parallel", input: .file(fixture.scratch.path + "/input"))
        #expect(run.output == "typed")
        #expect(fixture.calls.count == 2)
    }

    @Test func `disabled`() throws {
        let fixture = try makeStage()
        let run = try fixture.run("claude-parallel", ["status", "x"], environment: ["PARALLEL_CC_DISABLE": "1"])
        #expect(run.output == "claude|status|x")
        #expect(run.errors.isEmpty)
        #expect(fixture.calls.isEmpty)
    }

    @Test func `called through a link and never itself`() throws {
        let fixture = try makeStage()
        for folder in ["first", "copy", "shim"] { try fixture.scratch.makeFolder(folder) }
        symlink("../bin/claude-parallel", fixture.scratch.path + "/first/claude")
        try fixture.scratch.writeExecutable("copy/claude", fixture.scratch.read("bin/claude-parallel"))
        try fixture.scratch.writeExecutable("shim/claude", "#!/bin/sh\nexec claude-parallel \"$@\"\n")
        let path = ["shim", "first", "copy", "bin"].map { "\(fixture.scratch.path)/\($0)" }.joined(separator: ":")
        let environment = ["PATH": path + ":/usr/bin:/bin"]
        let link = fixture.scratch.path + "/first/claude"
        #expect(try fixture.run(link, ["--version"], environment: environment).output == "claude|--version")
        #expect(try fixture.run(link, ["x"], environment: environment).output == "claude|x")
        #expect(fixture.calls.count == 2)
        let alone = ["PATH": "/usr/bin:/bin", "PARALLEL_CC_CLAUDE": fixture.scratch.path + "/bin/claude"]
        #expect(try fixture.run(link, ["y"], environment: alone).output == "claude|y")
        #expect(fixture.calls.count == 4)
    }

    @Test func `no claude anywhere`() throws {
        let fixture = try makeStage()
        unlink(fixture.scratch.path + "/bin/claude")
        let run = try fixture.run(
            "claude-parallel", ["--version"], environment: ["PARALLEL_CC_CLAUDE": "/nonexistent/claude"])
        #expect(run.ending == .exit(127))
        #expect(run.errors.contains("claude was not found on PATH"))
    }

    @Test func `claude can be a binary`() throws {
        let fixture = try makeStage()
        unlink(fixture.scratch.path + "/bin/claude")
        symlink("/bin/echo", fixture.scratch.path + "/bin/claude")
        #expect(try fixture.run("claude-parallel", ["--help", "me"], directory: "/").output == "--help me\n")
    }
}
