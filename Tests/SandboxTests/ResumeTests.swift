import Exec
import Glibc
import JSON
import Sandbox
import TestSupport
import Testing

/// Tasks that pause, that are cut off, and that go on.
@Suite(.enabled(if: PrivateDockerd.isPossible, SandboxFixture.isMissing), .timeLimit(.minutes(5)))
struct ResumeTests {
    /// Notes each beginning. The first Claude works until it is ended; one that was told of the cut comes to an end.
    private static let claude = """
        echo x >> runs
        case $prompt in *'cut off'*) finish; exit ;; esac
        while :; do sleep 1; done
        """

    private func document(_ result: CommandResult) throws -> JSONValue {
        try #require(try JSONDocument(result.output, name: "answer").value(), "\(result.errorText)")
    }

    @Test func `a task goes on after the engine went down`() throws {
        let engine = try PrivateDockerd()
        let fixture = try SandboxFixture(claude: Self.claude, engine: engine)
        let child = try fixture.start(until: "s1")
        try engine.end(by: "KILL")
        try engine.start()
        #expect(fixture.end(of: child) == .exited(1))
        let cut = try fixture.task()
        #expect(cut["status"]?.string == "interrupted")
        #expect(cut["worktreePath"] == .null)
        let id = try #require(cut["sessionId"]?.string)
        let task = try document(fixture.sandbox(["resume", id, "--json"]))
        #expect(task["status"]?.string == "completed", "\(task)")
        #expect(Files.read(try #require(task["worktreePath"]?.string) + "/runs") == "x\nx\n")
    }

    @Test func `a task goes on in the sandbox in which it was killed, with all that is there`() throws {
        let fixture = try SandboxFixture(claude: Self.claude)
        let child = try fixture.start(until: "s1")
        let sandbox = try #require(try fixture.task()["sandboxId"]?.string)
        try fixture.backend().stop(sandbox, seconds: 0)
        #expect(fixture.end(of: child) == .exited(1))
        let cut = try fixture.task()
        #expect(cut["status"]?.string == "interrupted")
        #expect(cut["sandboxId"]?.string == sandbox)
        // No snapshot was taken, so what was done is in the sandbox alone.
        #expect(cut["snapshot"] == .null)
        let id = try #require(cut["sessionId"]?.string)
        let task = try document(fixture.sandbox(["resume", id, "--json"]))
        #expect(task["status"]?.string == "completed", "\(task)")
        #expect(task["attempt"]?.integer(Int.self) == 1)
        #expect(Files.read(try #require(task["worktreePath"]?.string) + "/runs") == "x\nx\n")
        #expect(task["sandboxId"] == .null)
    }

    @Test func `a task whose sandbox is gone begins again in a new one`() throws {
        let fixture = try SandboxFixture(
            claude: "echo x >> runs; [ -e draft.txt ] && finish; while :; do sleep 1; done")
        let child = try fixture.start(until: "s1")
        child.signalGroup(9)
        _ = fixture.end(of: child)
        let cut = try fixture.task()
        let id = try #require(cut["sessionId"]?.string)
        let backend = try fixture.backend()
        try backend.remove(try #require(cut["sandboxId"]?.string))
        // As one whose command was killed before it could note it.
        var other = SandboxSpecification(name: "unused-\(id)", image: SandboxFixture.image, command: ["true"])
        other.labels = ["parallel-cc.task": id]
        let unused = try backend.create(other)
        // It begins with what was there then.
        try TestSupport.Files.write(fixture.git.root + "/draft.txt", "later\n")
        let again = try fixture.startSandbox(["resume", id], until: 2)
        #expect(try backend.status(unused) == nil)
        #expect(try fixture.task()["attempt"]?.integer(Int.self) == 2)
        let taken = try document(fixture.sandbox(["resume", id, "--json"]))
        #expect(taken["status"]?.string == "running")
        _ = try fixture.sandbox(["kill", id])
        #expect(fixture.end(of: again) == .exited(1))
        let ended = try fixture.task()
        #expect(ended["status"]?.string == "cancelled")
        #expect(Files.read(try #require(ended["worktreePath"]?.string) + "/runs") == "x\n")
        #expect(try document(fixture.sandbox(["resume", id, "--json"]))["code"]?.string == "task-ended")
    }

    @Test func `a paused task stands still, and goes on where it was`() throws {
        let fixture = try SandboxFixture(
            claude: "echo x >> runs; i=0; while [ ! -e go ]; do i=$((i+1)); echo $i > count; sleep 0.1; done; finish")
        let child = try fixture.start(until: "s1")
        let task = try fixture.task()
        let id = try #require(task["sessionId"]?.string)
        let paused = try document(fixture.sandbox(["pause", id, "--json"]))
        #expect(paused["status"]?.string == "paused")
        let sandbox = try #require(task["sandboxId"]?.string)
        #expect(try fixture.backend().status(sandbox)?.state == .paused)
        #expect(try document(fixture.sandbox(["resume", id, "--json"]))["status"]?.string == "running")
        #expect(try fixture.backend().execute(["touch", "/workspace/go"], in: sandbox).exitStatus == 0)
        #expect(fixture.end(of: child) == .exited(0))
        let ended = try fixture.task()
        #expect(Files.read(try #require(ended["worktreePath"]?.string) + "/runs") == "x\n")
        #expect(try document(fixture.sandbox(["pause", id, "--json"]))["code"]?.string == "sandbox-not-running")
    }

    @Test func `a task stays paused whatever its command has still to store, and goes on`() throws {
        let fixture = try SandboxFixture(
            claude: "i=0; while [ ! -e go ]; do i=$((i+1)); echo $i > count; sleep 0.1; done; finish")
        let child = try fixture.start(until: "check out")
        // The command has not taken up the report that Claude has begun.
        child.signalGroup(SIGSTOP)
        let task = try fixture.task()
        let (id, sandbox) = (try #require(task["sessionId"]?.string), try #require(task["sandboxId"]?.string))
        let backend = try fixture.backend()
        for _ in 0..<500 where try backend.execute(["test", "-e", "/workspace/count"], in: sandbox).exitStatus != 0 {
            usleep(20_000)
        }
        #expect(try document(fixture.sandbox(["pause", id, "--json"]))["status"]?.string == "paused")
        child.signalGroup(SIGCONT)
        for _ in 0..<500 where try fixture.task()["claudeSessionId"] == .null { usleep(20_000) }
        #expect(try fixture.task()["status"]?.string == "paused")
        #expect(try document(fixture.sandbox(["resume", id, "--json"]))["status"]?.string == "running")
        #expect(try backend.execute(["touch", "/workspace/go"], in: sandbox).exitStatus == 0)
        #expect(fixture.end(of: child) == .exited(0))
    }

    @Test func `a sandbox that somebody else has paused goes on, too`() throws {
        let fixture = try SandboxFixture(claude: "while [ ! -e go ]; do sleep 0.1; done; finish")
        let child = try fixture.start(until: "s1")
        let task = try fixture.task()
        let (id, sandbox) = (try #require(task["sessionId"]?.string), try #require(task["sandboxId"]?.string))
        let backend = try fixture.backend()
        try backend.pause(sandbox)
        #expect(try document(fixture.sandbox(["resume", id, "--json"]))["status"]?.string == "running")
        #expect(try backend.execute(["touch", "/workspace/go"], in: sandbox).exitStatus == 0)
        #expect(fixture.end(of: child) == .exited(0))
    }

    @Test func `logs are followed to the end of the task`() throws {
        let fixture = try SandboxFixture(claude: "while [ ! -e go ]; do sleep 0.1; done; finish")
        let child = try fixture.start(until: "s1")
        let task = try fixture.task()
        let sandbox = try #require(task["sandboxId"]?.string)
        let backend = try fixture.backend()
        let follower = Background {
            try fixture.sandbox(["logs", "--follow", try #require(task["sessionId"]?.string)])
        }
        #expect(try backend.execute(["touch", "/workspace/go"], in: sandbox).exitStatus == 0)
        #expect(fixture.end(of: child) == .exited(0))
        let shown = try follower.value()
        #expect(shown.status == .exited(0))
        #expect(shown.text.contains("has begun session s1"), "\(shown.text)")
        #expect(shown.text.contains("  completed"))
    }
}
