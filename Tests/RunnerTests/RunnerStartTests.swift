import Glibc
import Testing

/// How claude is started: where, with which arguments and environment, and how its end becomes ours.
@Suite struct RunnerStartTests {
    @Test(arguments: [0, 1, 3, 42, 127, 255]) func exitStatusIsClaudes(_ status: Int32) throws {
        let stage = try Stage()
        try stage.claude("exit \(status)")
        #expect(try stage.run().ending == .exit(status))
        #expect(stage.releases == ["release|--session|s-1|--brief|"])
    }

    @Test(arguments: [SIGTERM, SIGKILL, SIGSEGV, SIGINT, SIGHUP]) func signalIsClaudes(_ signal: Int32) throws {
        let stage = try Stage()
        try stage.claude("trap - INT; kill -\(signal) $$")
        #expect(try stage.run().ending == .signal(signal))
        #expect(stage.releases.count == 1)
        #expect(!stage.scratch.exists("repo/core"))
    }

    @Test func registersTheProcessThatBecomesClaude() throws {
        let stage = try Stage()
        try stage.claude("echo $$ >\"$STAGE/pid\"")
        #expect(try stage.run().ending == .exit(0))
        let pid = stage.scratch.read("pid").dropLast()
        #expect(stage.calls.first == "register|--repo|\(stage.repository)|--pid|\(pid)|--json|--wait|2|")
    }

    @Test func startsInTheLeasedDirectoryAndSaysSo() throws {
        let stage = try Stage()
        try stage.register(json: stage.leased(directory: stage.worktree + "/sub", more: ",\"portBase\":4200"))
        try stage.claude("pwd -P; echo \"$PWD\"; echo $PARALLEL_CC_SESSION_ID $PARALLEL_CC_PORT_BASE")
        let run = try stage.run(directory: stage.repository + "/sub")
        let place = stage.worktree + "/sub"
        #expect(run.output == "\(place)\n\(place)\ns-1 4200\n")
        #expect(
            run.errors == """
                📂 Parallel session detected - working in worktree
                   Path: \(stage.worktree)
                   Branch: parallel-x
                   Sessions: 2 active

                """)
    }

    @Test func passesNothingOnThatLeadsGitOutOfTheWorktree() throws {
        let variables = [
            "GIT_WORK_TREE": "/elsewhere", "GIT_INDEX_FILE": "/elsewhere/.git/index", "GIT_AUTHOR_NAME": "me",
        ]
        let stage = try Stage()
        try stage.claude("env | grep ^GIT_ | sort")
        try stage.register(json: stage.leased(directory: stage.worktree))
        let run = try stage.run(environment: variables)
        #expect(run.output == "GIT_AUTHOR_NAME=me\n")
        #expect(
            run.errors.contains("Not passed on, since git would leave the worktree: GIT_INDEX_FILE, GIT_WORK_TREE\n"))
        // In the checkout where it was started the user's word holds.
        try stage.register(json: stage.leased(main: true))
        #expect(try stage.run(environment: variables).output.split(separator: "\n").count == 3)
    }

    @Test func saysWhereTheWorkIsWhenItsReleaseFails() throws {
        let stage = try Stage()
        try stage.register(json: stage.leased(directory: stage.worktree))
        try stage.release("exit 1")
        let run = try stage.run()
        #expect(run.ending == .exit(0))
        let line = "parallel-cc: this session's work is still in \(stage.worktree); parallel-cc cleanup goes on\n"
        #expect(run.errors.hasSuffix(line))
    }

    @Test func isSilentAndStaysWhenAloneInMain() throws {
        let stage = try Stage()
        try stage.register(json: stage.leased(main: true))
        try stage.claude("pwd -P; echo \"${PARALLEL_CC_PORT_BASE-unset}\"")
        let run = try stage.run()
        #expect(run.output == stage.repository + "\nunset\n")
        #expect(run.errors.isEmpty)
    }

    @Test func saysThatOthersLive() throws {
        let stage = try Stage()
        let answer = stage.leased(main: true, more: ",\"notice\":\"resumed: \\u00e4\"")
        try stage.register(json: answer.replacing("Sessions\":1", with: "Sessions\":3"))
        let run = try stage.run()
        #expect(
            run.errors == "📂 Parallel sessions: 3 active - working in the main checkout\nresumed: ä\n")
    }

    @Test func argumentsPassUnharmed() throws {
        let stage = try Stage()
        try stage.claude("printf '%s\\0' \"$@\"")
        let words = ["-p", "", "a b", "it's \"quoted\"", "two\nlines", "*", "$HOME", "ünïcode", "--", "--here", "-c"]
        #expect(try stage.run("parallel-cc-run", words).output == words.map { $0 + "\0" }.joined())
    }

    @Test func bytesThatAreNoTextPassUnharmed() throws {
        let stage = try Stage()
        try stage.claude("printf %s \"$1\" | od -An -tx1")
        let run = try stage.run("/bin/sh", ["-c", "exec \"$STAGE/bin/parallel-cc-run\" \"$(printf '\\377x')\""])
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
    ]) func readsWhatRegisterNeeds(_ given: [String], _ passed: [String], _ registered: String) throws {
        let stage = try Stage()
        try stage.claude("printf '%s\\0' \"$@\"")
        let run = try stage.run("parallel-cc-run", given)
        #expect(run.output == passed.map { $0 + "\0" }.joined())
        #expect(stage.calls.first?.hasSuffix("--wait|2|" + registered) == true)
    }

    @Test func standardInputIsClaudes() throws {
        let stage = try Stage()
        try stage.register("read line && echo \"ate: $line\" >&2; cat \"$STAGE/answer\"")
        try stage.scratch.write("input", "first\nsecond\n")
        try stage.claude("cat")
        let run = try stage.run(input: .file(stage.scratch.path + "/input"))
        #expect(run.output == "first\nsecond\n")
        #expect(!run.errors.contains("ate"))
    }

    @Test func worksInAPipe() throws {
        let stage = try Stage()
        try stage.claude("tr a-z A-Z; exit 4")
        let line = "printf 'from a pipe' | \"$STAGE/bin/parallel-cc-run\" -p; echo \" $?\""
        #expect(try stage.run("/bin/sh", ["-c", line]).output == "FROM A PIPE 4\n")
    }

    @Test func worksWithoutStandardDescriptors() throws {
        let stage = try Stage()
        try stage.claude("ls /proc/self/fd >\"$STAGE/fds\"; exit 6")
        let run = try stage.run(input: .closed, closesOutput: true)
        #expect(run.ending == .exit(6))
        // Nothing of ours leaks: what is open is ls's own.
        #expect(stage.scratch.read("fds").split(separator: "\n").count <= 3)
    }

    @Test func leaksNoDescriptor() throws {
        let stage = try Stage()
        try stage.claude("exec ls /proc/self/fd")
        #expect(try stage.run().output.split(separator: "\n").count == 4)
    }

    @Test func claudeThatCannotRun() throws {
        let stage = try Stage()
        try stage.scratch.writeExecutable("bin/claude", "#!/nonexistent/interpreter\n")
        let run = try stage.run()
        #expect(run.ending == .exit(127))
        #expect(run.errors.contains("cannot start \(stage.scratch.path)/bin/claude: No such file or directory"))
        #expect(stage.releases.count == 1)
    }

    @Test func scriptWithoutInterpreterRunsInTheShell() throws {
        let stage = try Stage()
        try stage.scratch.writeExecutable("bin/claude", "echo \"plain $1\"\nexit 3\n")
        let run = try stage.run("parallel-cc-run", ["a b"])
        #expect(run.output == "plain a b\n")
        #expect(run.ending == .exit(3))
    }
}
