import Glibc
import HookCore
import TestSupport
import Testing

/// Whatever is broken on our side, claude starts in its directory, and one line says that it is not coordinated.
@Suite struct RunnerFailureTests {
    private func expectUncoordinated(
        _ fixture: RunnerFixture, _ reason: String, _ place: SourceLocation = #_sourceLocation
    )
        throws
    {
        try fixture.claude("pwd -P; echo \"${PARALLEL_CC_SESSION_ID-none}\"; exit 9")
        let run = try fixture.run()
        #expect(run.ending == .exit(9), sourceLocation: place)
        #expect(run.output == fixture.repository + "\nnone\n", sourceLocation: place)
        let line = "parallel-cc: \(reason); this session is not coordinated\n"
        #expect(run.errors == line, sourceLocation: place)
        #expect(fixture.releases.isEmpty, sourceLocation: place)
    }

    @Test func `register fails with an answer`() throws {
        let fixture = try RunnerFixture()
        try fixture.register(
            """
            echo '{"success":false,"error":"the database\\nis locked.","code":"busy","hint":"try"}'; exit 75
            """)
        try expectUncoordinated(fixture, "the database is locked")
    }

    @Test(arguments: ["", "not json", "{}", "{\"sessionId\":\"x\"}", "{\"sessionId\":\"x\",\"worktreePath\":\"rel\"}"])
    func `register answers nonsense`(_ answer: String) throws {
        let fixture = try RunnerFixture()
        try fixture.register(json: answer)
        try expectUncoordinated(fixture, "parallel-cc register gave an answer that cannot be understood")
    }

    @Test func `register fails silently`() throws {
        let fixture = try RunnerFixture()
        try fixture.register("exit 5")
        try expectUncoordinated(fixture, "parallel-cc register failed with status 5")
    }

    @Test func `library is missing`() throws {
        let fixture = try RunnerFixture()
        try fixture.register("exit 127")
        try expectUncoordinated(fixture, "parallel-cc cannot run (a program or library is missing)")
    }

    @Test func `register is killed`() throws {
        let fixture = try RunnerFixture()
        try fixture.register("kill -9 $$")
        try expectUncoordinated(fixture, "parallel-cc register was ended by signal 9")
    }

    @Test func `program is missing`() throws {
        let fixture = try RunnerFixture()
        unlink(fixture.scratch.path + "/bin/parallel-cc")
        try expectUncoordinated(fixture, "parallel-cc was not found")
    }

    @Test func `program cannot be executed`() throws {
        let fixture = try RunnerFixture()
        try fixture.scratch.writeExecutable("bin/parallel-cc", "#!/nonexistent\n")
        let path = fixture.scratch.path + "/bin/parallel-cc"
        try expectUncoordinated(fixture, "\(path) could not be started: No such file or directory")
    }

    @Test func `answer of many megabytes is cut off`() throws {
        let fixture = try RunnerFixture()
        try fixture.register("head -c 3000000 /dev/zero")
        try expectUncoordinated(fixture, "parallel-cc register gave an answer that cannot be understood")
    }

    @Test func `what register leaves running delays nothing`() throws {
        let fixture = try RunnerFixture()
        try fixture.register("sleep 1000 & echo $! >\"$STAGE/left\"; cat \"$STAGE/answer\"")
        #expect(try fixture.run().ending == .exit(0))
        if let pid = Int32(fixture.scratch.read("left").dropLast()) { kill(pid, SIGKILL) }
    }

    @Test func `leased directory is gone`() throws {
        let fixture = try RunnerFixture()
        try fixture.register(json: fixture.leased(directory: "/nonexistent/place"))
        try fixture.claude("pwd -P")
        let run = try fixture.run()
        #expect(run.output == fixture.repository + "\n")
        #expect(run.errors.hasSuffix("cannot be entered: No such file or directory; this session is not coordinated\n"))
        #expect(fixture.releases.count == 1)
    }

    @Test func `refuses to share a checkout`() throws {
        let fixture = try RunnerFixture()
        try fixture.register(
            """
            echo '{"success":false,"error":"main is in use","code":"checkout-in-use","hint":"use --here"}'; exit 1
            """)
        try fixture.claude("echo started")
        let run = try fixture.run()
        #expect(run.ending == .exit(1))
        #expect(run.output.isEmpty)
        #expect(run.errors == "parallel-cc: main is in use\nuse --here\n")
        #expect(fixture.releases.isEmpty)
    }

    /// Makes this test process look like a registered claude, of which what it starts is nested.
    private func registerThisProcess(_ fixture: RunnerFixture) throws {
        try fixture.scratch.makeFolder(".parallel-cc")
        let process = try #require(ProcessIdentity.current())
        try BeatDirectory(dataDirectory: fixture.scratch.path + "/.parallel-cc").write(
            Beat(process: process, time: 1, event: "register", activity: .busy))
    }

    @Test func `claude code alone is no nesting`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("exit 2")
        let run = try fixture.run("parallel-cc-run", ["-p", "x"], environment: ["CLAUDECODE": "1"])
        #expect(run.ending == .exit(2))
        #expect(fixture.releases.count == 1)
    }

    @Test(arguments: ["PARALLEL_CC_DISABLE", "CLAUDECODE"]) func `stays aside`(_ variable: String) throws {
        let fixture = try RunnerFixture()
        try registerThisProcess(fixture)
        try fixture.claude("printf '%s|' \"$@\"; exit 2")
        let run = try fixture.run("parallel-cc-run", ["--here", "-p", "x"], environment: [variable: "1"])
        #expect(run.ending == .exit(2))
        #expect(run.output == "-p|x|")
        #expect(run.errors.isEmpty)
        #expect(fixture.calls.isEmpty)
    }

    @Test func `no claude`() throws {
        let fixture = try RunnerFixture()
        unlink(fixture.scratch.path + "/bin/claude")
        let run = try fixture.run(environment: ["PATH": fixture.scratch.path + "/bin"])
        #expect(run.ending == .exit(127))
        #expect(run.errors == "parallel-cc: claude was not found on PATH; install it or set PARALLEL_CC_CLAUDE\n")
        #expect(fixture.calls.isEmpty)
    }

    @Test func `never starts itself`() throws {
        let fixture = try RunnerFixture()
        try fixture.scratch.makeFolder("first")
        try fixture.scratch.writeExecutable("first/claude", "#!/bin/sh\nexec claude-parallel \"$@\"\n")
        try fixture.scratch.makeFolder("second")
        symlink("../bin/parallel-cc-run", fixture.scratch.path + "/second/claude")
        try fixture.scratch.makeFolder("third")
        symlink("../bin/claude-parallel", fixture.scratch.path + "/third/claude")
        try fixture.claude("echo real")
        let path = ["first", "second", "third", "bin"].map { "\(fixture.scratch.path)/\($0)" }.joined(separator: ":")
        let run = try fixture.run(environment: ["PATH": path + ":/usr/bin:/bin"])
        #expect(run.output == "real\n")
    }

    @Test func `claude can be chosen`() throws {
        let fixture = try RunnerFixture()
        try fixture.script("other", "echo other")
        let path = fixture.scratch.path + "/bin/other"
        #expect(try fixture.run(environment: ["PARALLEL_CC_CLAUDE": path]).output == "other\n")
        #expect(try fixture.run(environment: ["PARALLEL_CC_CLAUDE": "other"]).output == "other\n")
    }

    @Test func `working directory is gone`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("echo started")
        let command = "rmdir \"$STAGE/empty\"; exec \"$STAGE/bin/parallel-cc-run\""
        let run = try fixture.run("/bin/sh", ["-c", command], directory: fixture.scratch.path + "/empty")
        #expect(run.output == "started\n")
        let line = "parallel-cc: the working directory does not exist any more; this session is not coordinated\n"
        #expect(run.errors.contains(line))
    }
}
