import Glibc
import Testing

/// `scripts/claude-parallel`: what goes to claude, to the runner and to parallel-cc.
@Suite struct WrapperTests {
    private func makeStage() throws -> Stage {
        let stage = try Stage()
        try stage.claude("printf 'claude'; for word; do printf '|%s' \"$word\"; done; exit 4")
        return stage
    }

    @Test func sessionsGoToTheRunner() throws {
        let stage = try makeStage()
        let run = try stage.run("claude-parallel", ["-p", "two words", "", "a\nb", "*"])
        #expect(run.output == "claude|-p|two words||a\nb|*")
        #expect(run.ending == .exit(4))
        #expect(stage.calls.count == 2)
    }

    @Test(arguments: [
        [], ["--here"], ["fix the doctor"], ["-p", "mcp server"], ["--model", "opus", "x"], ["-n", "--version"],
        ["--append-system-prompt", "-h", "go"], ["--resume", "mcp"], ["-c"], ["--", "--version"], ["--debug", "mcp"],
        ["hello", "doctor"], ["--", "mcp"], ["-p", "--output-format", "json"], ["--remote-control", "mcp"], [""],
    ]) func sessionsOfAllShapes(_ words: [String]) throws {
        let stage = try makeStage()
        #expect(try stage.run("claude-parallel", words).ending == .exit(4))
        #expect(stage.calls.first?.hasPrefix("register|") == true)
    }

    @Test(arguments: [
        ["--version"], ["-v"], ["--help"], ["-h"], ["mcp", "list"], ["update"], ["upgrade"], ["doctor"],
        ["plugin", "list"], ["plugins"], ["agents"], ["auth", "status"], ["attach", "x"], ["logs", "x"], ["stop", "x"],
        ["kill", "x"], ["rm", "x"], ["setup-token"], ["install"], ["--bg", "task"], ["task", "--background"],
        ["--cloud"], ["--cloud=x"], ["--remote", "x"], ["-w"], ["--worktree", "x"], ["-wname"], ["--worktree=x"],
        ["--model", "opus", "mcp", "list"], ["--verbose", "doctor"], ["-p", "hi", "--help"], ["help"],
    ]) func whatIsNoSessionGoesToClaude(_ words: [String]) throws {
        let stage = try makeStage()
        let run = try stage.run("claude-parallel", words)
        #expect(run.output == (["claude"] + words).joined(separator: "|"))
        #expect(run.errors.isEmpty)
        #expect(stage.calls.isEmpty)
    }

    @Test(arguments: [
        ["status", "--json"], ["cleanup"], ["register", "--repo", "a b"], ["rescue", "list"], ["trash", "list"],
        ["worktree", "list"], ["events"], ["demo"], ["migrate"], ["config", "get", "x"],
    ]) func verbsGoToParallelCC(_ words: [String]) throws {
        let stage = try makeStage()
        try stage.register("echo registered")
        _ = try stage.run("claude-parallel", words, directory: stage.scratch.path + "/empty")
        #expect(stage.calls == [words.map { $0 + "|" }.joined()])
    }

    @Test func whatABranchHadThatClaudeBeginsAnewIsHeld() throws {
        let stage = try makeStage()
        let place = stage.scratch.path + "/real"
        let setUp = """
            git init -q '\(place)' && cd '\(place)' && git -c user.name=a -c user.email=b commit -q --allow-empty -m x && \
            git branch worktree-old && git branch worktree-there && mkdir -p .claude/worktrees/there/.git
            """
        #expect(system(setUp) == 0)
        for (words, isHeld) in [
            (["-w", "old"], true), (["--worktree=old", "-p", "x"], true), (["-w", "there"], false),
            (["-w", "new"], false),
        ] {
            let run = try stage.run("claude-parallel", words, directory: place)
            #expect(run.output == "claude" + words.map { "|" + $0 }.joined())
            #expect(run.errors.contains("git branch NAME refs/parallel-cc/branches/worktree-old/") == isHeld)
        }
        #expect(stage.calls.isEmpty)
        #expect(
            system(
                "cd '\(place)' && git rev-parse -q --verify HEAD >/dev/null && git for-each-ref refs/parallel-cc/branches | grep -q ."
            ) == 0)
    }

    @Test func aVerbWithoutParallelCC() throws {
        let stage = try makeStage()
        unlink(stage.scratch.path + "/bin/parallel-cc")
        let run = try stage.run("claude-parallel", ["status"])
        #expect(run.ending == .exit(127))
        #expect(run.errors == "parallel-cc: parallel-cc was not found; \"status\" is one of its commands\n")
    }

    @Test func outsideARepository() throws {
        let stage = try makeStage()
        let run = try stage.run(
            "claude-parallel", ["--here", "x", "--", "--here"], directory: stage.scratch.path + "/empty")
        #expect(run.output == "claude|x|--|--here")
        #expect(run.errors == "parallel-cc: not in a git repository; this session is not coordinated\n")
        #expect(stage.calls.isEmpty)
    }

    @Test func insideByVariableSubfolderFileOrBareLayout() throws {
        let stage = try makeStage()
        let empty = stage.scratch.path + "/empty"
        _ = try stage.run("claude-parallel", environment: ["GIT_DIR": "x"], directory: empty)
        #expect(stage.calls.count == 2)
        _ = try stage.run("claude-parallel", directory: stage.repository + "/sub")
        #expect(stage.calls.count == 4)
        symlink(stage.repository + "/sub", stage.scratch.path + "/link")
        _ = try stage.run("claude-parallel", directory: stage.scratch.path + "/link")
        #expect(stage.calls.count == 6)
        for folder in ["empty/objects", "empty/refs"] { try stage.scratch.makeFolder(folder) }
        try stage.scratch.write("empty/HEAD", "ref: refs/heads/main\n")
        _ = try stage.run("claude-parallel", directory: empty + "/refs")
        #expect(stage.calls.count == 8)
        try stage.scratch.write("work tree/.git", "gitdir: x\n")
        _ = try stage.run("claude-parallel", directory: stage.worktree + "/sub")
        #expect(stage.calls.count == 10)
    }

    @Test func withoutTheRunner() throws {
        let stage = try makeStage()
        unlink(stage.scratch.path + "/bin/parallel-cc-run")
        let run = try stage.run("claude-parallel", ["--here", "x"])
        #expect(run.output == "claude|x")
        #expect(run.errors == "parallel-cc: parallel-cc-run was not found; this session is not coordinated\n")
    }

    /// An interrupted copy, or a home that machines of two kinds share.
    @Test(arguments: ["empty", "cut off", "other machine", "no interpreter"])
    func aRunnerThatCannotStart(_ damage: String) throws {
        let stage = try makeStage()
        var bytes = Scratch.bytes("/bin/true")
        switch damage {
        case "empty": bytes = []
        case "cut off": bytes = Array(bytes.prefix(100))
        case "other machine": bytes[18] = bytes[18] == 0x3E ? 0xB7 : 0x3E
        default: bytes = Array("#!/nonexistent/interpreter\n".utf8)
        }
        try stage.scratch.writeExecutable("bin/parallel-cc-run", bytes: bytes)
        for shell in ["/bin/sh", "/bin/bash"] where access(shell, X_OK) == 0 {
            let run = try stage.run(shell, [stage.scratch.path + "/bin/claude-parallel", "--here", "x"])
            #expect(run.output == "claude|x")
            #expect(run.ending == .exit(4))
            let runner = stage.scratch.path + "/bin/parallel-cc-run"
            #expect(
                run.errors == "parallel-cc: \(runner) cannot be started; this session is not coordinated "
                    + "(install parallel-cc again)\n")
        }
        #expect(stage.calls.isEmpty)
    }

    @Test func theLookAtTheRunnerAsksNobody() throws {
        let stage = try makeStage()
        try stage.claude("cat; exit 4")
        try stage.scratch.write("input", "typed")
        let run = try stage.run("claude-parallel", input: .file(stage.scratch.path + "/input"))
        #expect(run.output == "typed")
        #expect(stage.calls.count == 2)
    }

    @Test func disabled() throws {
        let stage = try makeStage()
        let run = try stage.run("claude-parallel", ["status", "x"], environment: ["PARALLEL_CC_DISABLE": "1"])
        #expect(run.output == "claude|status|x")
        #expect(run.errors.isEmpty)
        #expect(stage.calls.isEmpty)
    }

    @Test func calledThroughALinkAndNeverItself() throws {
        let stage = try makeStage()
        for folder in ["first", "copy", "shim"] { try stage.scratch.makeFolder(folder) }
        symlink("../bin/claude-parallel", stage.scratch.path + "/first/claude")
        try stage.scratch.writeExecutable("copy/claude", stage.scratch.read("bin/claude-parallel"))
        try stage.scratch.writeExecutable("shim/claude", "#!/bin/sh\nexec claude-parallel \"$@\"\n")
        let path = ["shim", "first", "copy", "bin"].map { "\(stage.scratch.path)/\($0)" }.joined(separator: ":")
        let environment = ["PATH": path + ":/usr/bin:/bin"]
        let link = stage.scratch.path + "/first/claude"
        #expect(try stage.run(link, ["--version"], environment: environment).output == "claude|--version")
        #expect(try stage.run(link, ["x"], environment: environment).output == "claude|x")
        #expect(stage.calls.count == 2)
        let alone = ["PATH": "/usr/bin:/bin", "PARALLEL_CC_CLAUDE": stage.scratch.path + "/bin/claude"]
        #expect(try stage.run(link, ["y"], environment: alone).output == "claude|y")
        #expect(stage.calls.count == 4)
    }

    @Test func noClaudeAnywhere() throws {
        let stage = try makeStage()
        unlink(stage.scratch.path + "/bin/claude")
        let run = try stage.run(
            "claude-parallel", ["--version"], environment: ["PARALLEL_CC_CLAUDE": "/nonexistent/claude"])
        #expect(run.ending == .exit(127))
        #expect(run.errors.contains("claude was not found on PATH"))
    }

    @Test func claudeCanBeABinary() throws {
        let stage = try makeStage()
        unlink(stage.scratch.path + "/bin/claude")
        symlink("/bin/echo", stage.scratch.path + "/bin/claude")
        #expect(try stage.run("claude-parallel", ["--help", "me"], directory: "/").output == "--help me\n")
    }
}
