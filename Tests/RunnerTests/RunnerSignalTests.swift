import Glibc
import HookCore
import TestSupport
import Testing

/// Signals, stopping and the end, while registering, running and releasing.
@Suite struct RunnerSignalTests {
    /// A claude that reports the signal it got and ends with it as status.
    private static let listening = """
        for signal in INT TERM HUP QUIT USR1 WINCH; do
            trap "echo $signal >\\"\\$STAGE/signpost\\"; kill -9 \\$!; exit 7" $signal
        done
        sleep 1000 &
        echo ready >"$STAGE/signpost"
        while :; do wait; done
        """

    @Test(arguments: [
        (SIGINT, "INT"), (SIGTERM, "TERM"), (SIGHUP, "HUP"), (SIGQUIT, "QUIT"), (SIGUSR1, "USR1"), (SIGWINCH, "WINCH"),
    ]) func `passes on what a process sends`(_ signal: Int32, _ name: String) throws {
        let fixture = try RunnerFixture()
        try fixture.claude(Self.listening)
        let child = try fixture.start()
        #expect(try fixture.signpost.next() == "ready")
        child.send(signal)
        #expect(try fixture.signpost.next() == name)
        #expect(try child.wait() == .exit(7))
        #expect(fixture.releases.count == 1)
        #expect(fixture.signpost.isEmpty)
    }

    /// Ctrl-Z right after `fg`, before the runner has got up.
    @Test func `claude that is stopped again is not continued`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude(
            """
            echo $$ >"$STAGE/signpost"; kill -STOP $$
            echo again >"$STAGE/signpost"; kill -STOP $$
            echo on >"$STAGE/signpost"; exit 5
            """)
        let child = try fixture.start()
        let claude = try #require(pid_t(try fixture.signpost.next()))
        try child.waitForStop()
        kill(claude, SIGCONT)
        #expect(try fixture.signpost.next() == "again")
        while ProcessStat.read(pid: claude)?.isStopped != true { usleep(1_000) }
        child.send(SIGCONT)
        try child.waitForStop()
        kill(-child.pid, SIGCONT)
        #expect(try fixture.signpost.next() == "on")
        #expect(try child.wait() == .exit(5))
    }

    @Test func `stops and goes on with claude`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("kill -STOP $$; echo on >\"$STAGE/signpost\"; kill -STOP $$; exit 5")
        let child = try fixture.start()
        try child.waitForStop()
        child.send(SIGCONT)
        #expect(try fixture.signpost.next() == "on")
        try child.waitForStop()
        #expect(fixture.releases.isEmpty)
        kill(-child.pid, SIGCONT)
        #expect(try child.wait() == .exit(5))
        #expect(fixture.releases.count == 1)
    }

    @Test func `claude outlives a killed runner`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("echo $$ >\"$STAGE/signpost\"; read line <\"$STAGE/go\"; echo lives >\"$STAGE/signpost\"")
        mkfifo(fixture.scratch.path + "/go", 0o600)
        let child = try fixture.start()
        let claude = try #require(Int32(try fixture.signpost.next()))
        child.send(SIGKILL)
        #expect(try child.wait() == .signal(SIGKILL))
        #expect(kill(claude, 0) == 0)
        try fixture.scratch.write("go", "on\n")
        #expect(try fixture.signpost.next() == "lives")
        #expect(fixture.releases.isEmpty)
    }

    @Test func `a runner killed while registering starts no claude`() throws {
        let fixture = try RunnerFixture()
        mkfifo(fixture.scratch.path + "/go", 0o600)
        try fixture.register("echo \"$5\" >\"$STAGE/signpost\"; read line <\"$STAGE/go\"; cat \"$STAGE/answer\"")
        try fixture.claude("echo started >\"$STAGE/signpost\"")
        let child = try fixture.start()
        let stub = try #require(Int32(try fixture.signpost.next()))
        let identity = try #require(ProcessIdentity.read(pid: stub))
        child.send(SIGKILL)
        #expect(try child.wait() == .signal(SIGKILL))
        try fixture.scratch.write("go", "on\n")
        // The stub sees its pipe closed and ends by itself.
        var looks = 0
        while identity.isAlive, looks < 2000 {
            poll(nil, 0, 10)
            looks += 1
        }
        #expect(!identity.isAlive)
        #expect(fixture.signpost.isEmpty)
    }

    @Test(arguments: [(SIGINT, "INT"), (SIGTERM, "TERM"), (SIGHUP, "HUP")])
    func `a stop while registering is undone`(_ signal: Int32, _ name: String) throws {
        let fixture = try RunnerFixture()
        try fixture.register(
            """
            trap 'kill -9 $!; echo undone >"$STAGE/undone"; exit 130' \(name)
            sleep 1000 &
            echo ready >"$STAGE/signpost"
            while :; do wait; done
            """)
        try fixture.claude("echo started >\"$STAGE/signpost\"")
        let child = try fixture.start()
        #expect(try fixture.signpost.next() == "ready")
        child.send(signal)
        #expect(try child.wait() == .signal(signal))
        #expect(fixture.scratch.read("undone") == "undone\n")
        #expect(fixture.releases.isEmpty)
        #expect(fixture.signpost.isEmpty)
    }

    @Test func `a stop that comes too late for register releases`() throws {
        let fixture = try RunnerFixture()
        mkfifo(fixture.scratch.path + "/go", 0o600)
        try fixture.register(
            "trap '' TERM; echo ready >\"$STAGE/signpost\"; read line <\"$STAGE/go\"; cat \"$STAGE/answer\"")
        try fixture.claude("echo started >\"$STAGE/signpost\"")
        let child = try fixture.start()
        #expect(try fixture.signpost.next() == "ready")
        child.send(SIGTERM)
        try fixture.scratch.write("go", "on\n")
        #expect(try child.wait() == .signal(SIGTERM))
        #expect(fixture.releases == ["release|--session|s-1|--brief|"])
        #expect(fixture.signpost.isEmpty)
    }

    @Test func `hangup ignored from the start does not stop register`() throws {
        let fixture = try RunnerFixture()
        mkfifo(fixture.scratch.path + "/go", 0o600)
        try fixture.register("echo $PPID >\"$STAGE/signpost\"; read line <\"$STAGE/go\"; cat \"$STAGE/answer\"")
        try fixture.claude("exit 8")
        let child = try fixture.start("/bin/sh", ["-c", "trap '' HUP; exec \"$STAGE/bin/parallel-cc-run\""])
        let runner = try #require(Int32(try fixture.signpost.next()))
        kill(runner, SIGHUP)
        try fixture.scratch.write("go", "on\n")
        #expect(try child.wait() == .exit(8))
    }

    private static let slowRelease = """
        echo releasing >"$STAGE/signpost"; read line <"$STAGE/go"; echo kept: branch; echo done >"$STAGE/signpost"
        """
    private static let goesOn = "parallel-cc: the session's release goes on by itself; parallel-cc status shows it\n"

    @Test func `release is waited for and its words shown`() throws {
        let fixture = try RunnerFixture()
        mkfifo(fixture.scratch.path + "/go", 0o600)
        try fixture.release(Self.slowRelease)
        // What was sent to the whole group while claude lived does not end the wait, whoever takes it first.
        try fixture.claude("trap '' INT TERM HUP; kill -INT 0; kill -TERM 0; kill -HUP 0; exit 3")
        let child = try fixture.start()
        #expect(try fixture.signpost.next() == "releasing")
        for signal in [SIGQUIT, SIGTSTP, SIGWINCH, SIGCONT] { kill(-child.pid, signal) }
        try fixture.scratch.write("go", "on\n")
        #expect(try child.wait() == .exit(3))
        #expect(try fixture.signpost.next() == "done")
        #expect(child.output.isEmpty)
        #expect(child.errors.hasSuffix("kept: branch\n"))
        #expect(!child.errors.contains(Self.goesOn))
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `who does not wait for the release does not stop it`(_ signal: Int32) throws {
        let fixture = try RunnerFixture()
        mkfifo(fixture.scratch.path + "/go", 0o600)
        try fixture.release(Self.slowRelease)
        try fixture.claude("exit 3")
        let child = try fixture.start()
        #expect(try fixture.signpost.next() == "releasing")
        kill(-child.pid, signal)
        #expect(try child.wait() == .exit(3))
        #expect(child.errors.hasSuffix(Self.goesOn))
        try fixture.scratch.write("go", "on\n")
        #expect(try fixture.signpost.next() == "done")
        #expect(child.errors.hasSuffix(Self.goesOn + "kept: branch\n"))
    }

    @Test func `a hangup ignored from the start does not end the wait`() throws {
        let fixture = try RunnerFixture()
        mkfifo(fixture.scratch.path + "/go", 0o600)
        try fixture.release("echo $PPID >\"$STAGE/signpost\"; read line <\"$STAGE/go\"")
        try fixture.claude("exit 3")
        let child = try fixture.start("/bin/sh", ["-c", "trap '' HUP; exec \"$STAGE/bin/parallel-cc-run\""])
        let runner = try #require(Int32(try fixture.signpost.next()))
        kill(runner, SIGHUP)
        try fixture.scratch.write("go", "on\n")
        #expect(try child.wait() == .exit(3))
        #expect(!child.errors.contains(Self.goesOn))
    }

    @Test func `claude starts with its own signals`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("grep -E '^Sig(Blk|Ign)' /proc/self/status")
        let direct = try fixture.run(environment: ["PARALLEL_CC_DISABLE": "1"])
        #expect(try fixture.run().output == direct.output)
        #expect(direct.output.contains("SigBlk:\t0000000000000000"))
    }

    @Test func `runs in the callers process group`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("read -r stat </proc/$$/stat; echo \"${stat##*) }\" | cut -d' ' -f3")
        let child = try fixture.start()
        #expect(try child.wait() == .exit(0))
        #expect(child.output == "\(child.pid)\n")
    }
}
