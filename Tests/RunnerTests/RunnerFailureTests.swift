import Glibc
import HookCore
import Testing

/// Whatever is broken on our side, claude starts in its directory, and one line says that it is not coordinated.
@Suite struct RunnerFailureTests {
    private func expectUncoordinated(_ stage: Stage, _ reason: String, _ place: SourceLocation = #_sourceLocation)
        throws
    {
        try stage.claude("pwd -P; echo \"${PARALLEL_CC_SESSION_ID-none}\"; exit 9")
        let run = try stage.run()
        #expect(run.ending == .exit(9), sourceLocation: place)
        #expect(run.output == stage.repository + "\nnone\n", sourceLocation: place)
        let line = "parallel-cc: \(reason); this session is not coordinated\n"
        #expect(run.errors == line, sourceLocation: place)
        #expect(stage.releases.isEmpty, sourceLocation: place)
    }

    @Test func registerFailsWithAnAnswer() throws {
        let stage = try Stage()
        try stage.register(
            """
            echo '{"success":false,"error":"the database\\nis locked.","code":"busy","hint":"try"}'; exit 75
            """)
        try expectUncoordinated(stage, "the database is locked")
    }

    @Test(arguments: ["", "not json", "{}", "{\"sessionId\":\"x\"}", "{\"sessionId\":\"x\",\"worktreePath\":\"rel\"}"])
    func registerAnswersNonsense(_ answer: String) throws {
        let stage = try Stage()
        try stage.register(json: answer)
        try expectUncoordinated(stage, "parallel-cc register gave an answer that cannot be understood")
    }

    @Test func registerFailsSilently() throws {
        let stage = try Stage()
        try stage.register("exit 5")
        try expectUncoordinated(stage, "parallel-cc register failed with status 5")
    }

    @Test func libraryIsMissing() throws {
        let stage = try Stage()
        try stage.register("exit 127")
        try expectUncoordinated(stage, "parallel-cc cannot run (a program or library is missing)")
    }

    @Test func registerIsKilled() throws {
        let stage = try Stage()
        try stage.register("kill -9 $$")
        try expectUncoordinated(stage, "parallel-cc register was ended by signal 9")
    }

    @Test func programIsMissing() throws {
        let stage = try Stage()
        unlink(stage.scratch.path + "/bin/parallel-cc")
        try expectUncoordinated(stage, "parallel-cc was not found")
    }

    @Test func programCannotBeExecuted() throws {
        let stage = try Stage()
        try stage.scratch.writeExecutable("bin/parallel-cc", "#!/nonexistent\n")
        let path = stage.scratch.path + "/bin/parallel-cc"
        try expectUncoordinated(stage, "\(path) could not be started: No such file or directory")
    }

    @Test func answerOfManyMegabytesIsCutOff() throws {
        let stage = try Stage()
        try stage.register("head -c 3000000 /dev/zero")
        try expectUncoordinated(stage, "parallel-cc register gave an answer that cannot be understood")
    }

    @Test func whatRegisterLeavesRunningDelaysNothing() throws {
        let stage = try Stage()
        try stage.register("sleep 1000 & echo $! >\"$STAGE/left\"; cat \"$STAGE/answer\"")
        #expect(try stage.run().ending == .exit(0))
        if let pid = Int32(stage.scratch.read("left").dropLast()) { kill(pid, SIGKILL) }
    }

    @Test func leasedDirectoryIsGone() throws {
        let stage = try Stage()
        try stage.register(json: stage.leased(directory: "/nonexistent/place"))
        try stage.claude("pwd -P")
        let run = try stage.run()
        #expect(run.output == stage.repository + "\n")
        #expect(run.errors.hasSuffix("cannot be entered: No such file or directory; this session is not coordinated\n"))
        #expect(stage.releases.count == 1)
    }

    @Test func refusesToShareACheckout() throws {
        let stage = try Stage()
        try stage.register(
            """
            echo '{"success":false,"error":"main is in use","code":"checkout-in-use","hint":"use --here"}'; exit 1
            """)
        try stage.claude("echo started")
        let run = try stage.run()
        #expect(run.ending == .exit(1))
        #expect(run.output.isEmpty)
        #expect(run.errors == "parallel-cc: main is in use\nuse --here\n")
        #expect(stage.releases.isEmpty)
    }

    /// Makes this test process look like a registered claude, of which what it starts is nested.
    private func registerThisProcess(_ stage: Stage) throws {
        try stage.scratch.makeFolder(".parallel-cc")
        let process = try #require(ProcessIdentity.current())
        try BeatDirectory(dataDirectory: stage.scratch.path + "/.parallel-cc").write(
            Beat(process: process, time: 1, event: "register", activity: .busy))
    }

    @Test func claudeCodeAloneIsNoNesting() throws {
        let stage = try Stage()
        try stage.claude("exit 2")
        let run = try stage.run("parallel-cc-run", ["-p", "x"], environment: ["CLAUDECODE": "1"])
        #expect(run.ending == .exit(2))
        #expect(stage.releases.count == 1)
    }

    @Test(arguments: ["PARALLEL_CC_DISABLE", "CLAUDECODE"]) func staysAside(_ variable: String) throws {
        let stage = try Stage()
        try registerThisProcess(stage)
        try stage.claude("printf '%s|' \"$@\"; exit 2")
        let run = try stage.run("parallel-cc-run", ["--here", "-p", "x"], environment: [variable: "1"])
        #expect(run.ending == .exit(2))
        #expect(run.output == "-p|x|")
        #expect(run.errors.isEmpty)
        #expect(stage.calls.isEmpty)
    }

    @Test func noClaude() throws {
        let stage = try Stage()
        unlink(stage.scratch.path + "/bin/claude")
        let run = try stage.run(environment: ["PATH": stage.scratch.path + "/bin"])
        #expect(run.ending == .exit(127))
        #expect(run.errors == "parallel-cc: claude was not found on PATH; install it or set PARALLEL_CC_CLAUDE\n")
        #expect(stage.calls.isEmpty)
    }

    @Test func neverStartsItself() throws {
        let stage = try Stage()
        try stage.scratch.makeFolder("first")
        try stage.scratch.writeExecutable("first/claude", "#!/bin/sh\nexec claude-parallel \"$@\"\n")
        try stage.scratch.makeFolder("second")
        symlink("../bin/parallel-cc-run", stage.scratch.path + "/second/claude")
        try stage.scratch.makeFolder("third")
        symlink("../bin/claude-parallel", stage.scratch.path + "/third/claude")
        try stage.claude("echo real")
        let path = ["first", "second", "third", "bin"].map { "\(stage.scratch.path)/\($0)" }.joined(separator: ":")
        let run = try stage.run(environment: ["PATH": path + ":/usr/bin:/bin"])
        #expect(run.output == "real\n")
    }

    @Test func claudeCanBeChosen() throws {
        let stage = try Stage()
        try stage.script("other", "echo other")
        let path = stage.scratch.path + "/bin/other"
        #expect(try stage.run(environment: ["PARALLEL_CC_CLAUDE": path]).output == "other\n")
        #expect(try stage.run(environment: ["PARALLEL_CC_CLAUDE": "other"]).output == "other\n")
    }

    @Test func workingDirectoryIsGone() throws {
        let stage = try Stage()
        try stage.claude("echo started")
        let command = "rmdir \"$STAGE/empty\"; exec \"$STAGE/bin/parallel-cc-run\""
        let run = try stage.run("/bin/sh", ["-c", command], directory: stage.scratch.path + "/empty")
        #expect(run.output == "started\n")
        let line = "parallel-cc: the working directory does not exist any more; this session is not coordinated\n"
        #expect(run.errors.contains(line))
    }
}
