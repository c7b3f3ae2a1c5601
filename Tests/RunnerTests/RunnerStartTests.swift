import Glibc
import TestSupport
import Testing

/// How claude is started: where, with which arguments and environment, and how its end becomes ours.
@Suite struct RunnerStartTests {
    @Test(arguments: [0, 1, 3, 42, 127, 255]) func `exit status is claudes`(_ status: Int32) throws {
        let fixture = try RunnerFixture()
        try fixture.claude("exit \(status)")
        #expect(try fixture.run().ending == .exit(status))
        #expect(fixture.releases == ["release|--session|s-1|--brief|"])
    }

    @Test(arguments: [SIGTERM, SIGKILL, SIGSEGV, SIGINT, SIGHUP]) func `signal is claudes`(_ signal: Int32) throws {
        let fixture = try RunnerFixture()
        try fixture.claude("trap - INT; kill -\(signal) $$")
        #expect(try fixture.run().ending == .signal(signal))
        #expect(fixture.releases.count == 1)
        #expect(!fixture.scratch.exists("repo/core"))
    }

    @Test func `registers the process that becomes claude`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("echo $$ >\"$STAGE/pid\"")
        #expect(try fixture.run().ending == .exit(0))
        let pid = fixture.scratch.read("pid").dropLast()
        #expect(fixture.calls.first == "register|--repo|\(fixture.repository)|--pid|\(pid)|--json|--wait|2|")
    }

    @Test func `starts in the leased directory and says so`() throws {
        let fixture = try RunnerFixture()
        try fixture.register(json: fixture.leased(directory: fixture.worktree + "/sub", more: ",\"portBase\":4200"))
        try fixture.claude("pwd -P; echo \"$PWD\"; echo $PARALLEL_CC_SESSION_ID $PARALLEL_CC_PORT_BASE")
        let run = try fixture.run(directory: fixture.repository + "/sub")
        let place = fixture.worktree + "/sub"
        #expect(run.output == "\(place)\n\(place)\ns-1 4200\n")
        #expect(
            run.errors == """
                📂 Parallel session detected - working in worktree
                   Path: \(fixture.worktree)
                   Branch: parallel-x
                   Sessions: 2 active

                """)
    }

    @Test func `passes nothing on that leads git out of the worktree`() throws {
        let variables = [
            "GIT_WORK_TREE": "/elsewhere", "GIT_INDEX_FILE": "/elsewhere/.git/index", "GIT_AUTHOR_NAME": "me",
        ]
        let fixture = try RunnerFixture()
        try fixture.claude("env | grep ^GIT_ | sort")
        try fixture.register(json: fixture.leased(directory: fixture.worktree))
        let run = try fixture.run(environment: variables)
        #expect(run.output == "GIT_AUTHOR_NAME=me\n")
        #expect(
            run.errors.contains("Not passed on, since git would leave the worktree: GIT_INDEX_FILE, GIT_WORK_TREE\n"))
        // In the checkout where it was started the user's word holds.
        try fixture.register(json: fixture.leased(main: true))
        #expect(try fixture.run(environment: variables).output.split(separator: "\n").count == 3)
    }

    @Test func `says where the work is when its release fails`() throws {
        let fixture = try RunnerFixture()
        try fixture.register(json: fixture.leased(directory: fixture.worktree))
        try fixture.release("exit 1")
        let run = try fixture.run()
        #expect(run.ending == .exit(0))
        let line =
            "parallel-cc: this session's work is still in \(fixture.worktree), or in the trash beside it; "
            + "parallel-cc cleanup goes on\n"
        #expect(run.errors.hasSuffix(line))
    }

    @Test func `is silent and stays when alone in main`() throws {
        let fixture = try RunnerFixture()
        try fixture.register(json: fixture.leased(main: true))
        try fixture.claude("pwd -P; echo \"${PARALLEL_CC_PORT_BASE-unset}\"")
        let run = try fixture.run()
        #expect(run.output == fixture.repository + "\nunset\n")
        #expect(run.errors.isEmpty)
    }

    @Test func `says that others live`() throws {
        let fixture = try RunnerFixture()
        let answer = fixture.leased(main: true, more: ",\"notice\":\"resumed: \\u00e4\"")
        try fixture.register(json: answer.replacing("Sessions\":1", with: "Sessions\":3"))
        let run = try fixture.run()
        #expect(
            run.errors == "📂 Parallel sessions: 3 active - working in the main checkout\nresumed: ä\n")
    }

    @Test func `arguments pass unharmed`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("printf '%s\\0' \"$@\"")
        let words = ["-p", "", "a b", "it's \"quoted\"", "two\nlines", "*", "$HOME", "ünïcode", "--", "--here", "-c"]
        #expect(try fixture.run("parallel-cc-run", words).output == words.map { $0 + "\0" }.joined())
    }

    @Test func `bytes that are no text pass unharmed`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("printf %s \"$1\" | od -An -tx1")
        let run = try fixture.run("/bin/sh", ["-c", "exec \"$STAGE/bin/parallel-cc-run\" \"$(printf '\\377x')\""])
        #expect(run.output == " ff 78\n")
    }

    @Test(arguments: [
        (["--here", "hi"], ["hi"], "--here|"),
        (["-n", "my name", "--here"], ["-n", "my name"], "--name|my name|--here|"),
        (["--name=x", "-c"], ["--name=x", "-c"], "--name|x|--continue|"),
        (["-r", "abc"], ["-r", "abc"], "--resume|abc|"), (["--resume"], ["--resume"], ""),
        (["--resume=abc"], ["--resume=abc"], "--resume|abc|"), (["-cp", "hi"], ["-cp", "hi"], "--continue|"),
        (["-rabc", "-p"], ["-rabc", "-p"], "--resume|abc|"),
        (["--system-prompt", "--here", "-p"], ["--system-prompt", "--here", "-p"], ""),
        (["--", "--here", "-c"], ["--", "--here", "-c"], ""),
        (["-n", "-c", "x"], ["-n", "-c", "x"], "--name=-c|"),
    ]) func `reads what register needs`(_ given: [String], _ passed: [String], _ registered: String) throws {
        let fixture = try RunnerFixture()
        try fixture.claude("printf '%s\\0' \"$@\"")
        let run = try fixture.run("parallel-cc-run", given)
        #expect(run.output == passed.map { $0 + "\0" }.joined())
        #expect(fixture.calls.first?.hasSuffix("--wait|2|" + registered) == true)
    }

    @Test func `standard input is claudes`() throws {
        let fixture = try RunnerFixture()
        try fixture.register("read line && echo \"ate: $line\" >&2; cat \"$STAGE/answer\"")
        try fixture.scratch.write("input", "first\nsecond\n")
        try fixture.claude("cat")
        let run = try fixture.run(input: .file(fixture.scratch.path + "/input"))
        #expect(run.output == "first\nsecond\n")
        #expect(!run.errors.contains("ate"))
    }

    @Test func `works in a pipe`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("tr a-z A-Z; exit 4")
        let line = "printf 'from a pipe' | \"$STAGE/bin/parallel-cc-run\" -p; echo \" $?\""
        #expect(try fixture.run("/bin/sh", ["-c", line]).output == "FROM A PIPE 4\n")
    }

    @Test func `works without standard descriptors`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("ls /proc/self/fd >\"$STAGE/fds\"; exit 6")
        let run = try fixture.run(input: .closed, closesOutput: true)
        #expect(run.ending == .exit(6))
        // Nothing of ours leaks: what is open is ls's own.
        #expect(fixture.scratch.read("fds").split(separator: "\n").count <= 3)
    }

    @Test func `leaks no descriptor`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("exec ls /proc/self/fd")
        #expect(try fixture.run().output.split(separator: "\n").count == 4)
    }

    @Test func `claude that cannot run`() throws {
        let fixture = try RunnerFixture()
        try fixture.scratch.writeExecutable("bin/claude", "#!/nonexistent/interpreter\n")
        let run = try fixture.run()
        #expect(run.ending == .exit(127))
        #expect(run.errors.contains("cannot start \(fixture.scratch.path)/bin/claude: No such file or directory"))
        #expect(fixture.releases.count == 1)
    }

    @Test func `script without interpreter runs in the shell`() throws {
        let fixture = try RunnerFixture()
        try fixture.scratch.writeExecutable("bin/claude", "echo \"plain $1\"\nexit 3\n")
        let run = try fixture.run("parallel-cc-run", ["a b"])
        #expect(run.output == "plain a b\n")
        #expect(run.ending == .exit(3))
    }
}
