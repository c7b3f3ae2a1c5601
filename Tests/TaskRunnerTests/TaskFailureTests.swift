import Exec
import Files
import GitKit
import GitProgram
import Glibc
import HookCore
import TaskProtocol
import TestSupport
import Testing

@testable import TaskRunner

/// The built runner with a stand-in for claude: tasks that end otherwise than well.
struct TaskFailureTests {
    private let fixture: TaskFixture

    init() throws { fixture = try TaskFixture() }

    /// Expects that what claude had written by then is stored.
    private func expectStored(_ path: String = "half") throws {
        #expect(try Received(fixture).content(path) == "half\n")
    }

    @Test func `an error of the API is a failure, although claude calls it a success`() throws {
        try fixture.handIn()
        let samples = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/RealClaude/samples"
        let status = try fixture.run("echo half >half; cat '\(samples)/api-error-401.jsonl'; exit 1", finishes: false)
        #expect(status == 1)
        let end = try fixture.end()
        #expect(end.state == .failed)
        #expect(end.reason == "API error 401: Invalid API key · Fix external API key")
        #expect(fixture.events.contains(.waiting(reason: "API error 401 authentication_failed; attempt 1 of 1")))
        try expectStored()
    }

    @Test func `without a result the output is lost, whatever the status says`() throws {
        try fixture.handIn()
        #expect(try fixture.run("echo half >half; echo oh dear >&2; exit 0", finishes: false) == 1)
        let end = try fixture.end()
        #expect((end.state, end.exitStatus) == (.failed, 0))
        #expect(end.reason == "claude printed no result, so its output is lost: oh dear")
        try expectStored()
    }

    @Test func `a claude that a signal ends has failed`() throws {
        try fixture.handIn()
        #expect(try fixture.run("echo half >half; kill -SEGV $$", finishes: false) == 128 + SIGSEGV)
        #expect(try fixture.end().reason == "claude was ended by signal 11 without a result")
        try expectStored()
    }

    @Test func `a status after a good result is a failure`() throws {
        try fixture.handIn()
        #expect(try fixture.run("echo half >half; finish; exit 7", finishes: false) == 7)
        #expect(try fixture.end().reason == "claude ended with status 7 after its result")
        try expectStored()
    }

    @Test func `a claude that cannot be started is a failure`() throws {
        try fixture.handIn()
        #expect(try Spawner.run(fixture.command).status == .exited(1))
        #expect(try fixture.end().exitStatus == nil)
        #expect(try fixture.end().reason?.contains("no such program") == true)
    }

    @Test func `a task whose time is over is stopped, even one that does not want to`() throws {
        fixture.order.timeoutSeconds = 1
        try fixture.handIn()
        let status = try fixture.run("trap '' TERM; echo half >half; while :; do sleep 0.1; done", finishes: false)
        #expect(status == 124)
        #expect(try fixture.end().state == .timedOut)
        try expectStored()
    }

    @Test func `half of the time is a warning`() throws {
        fixture.order.timeoutSeconds = 4
        try fixture.handIn()
        #expect(try fixture.run("sleep 2.5; echo half >half") == 0)
        let reports = TaskReport.list(Files.bytes(fixture.folder.report) ?? [])
        #expect(reports.contains { $0.event == .warning(message: "50 % of the task's time of 4 s is over") })
        try expectStored()
    }

    @Test(arguments: [SIGTERM, SIGINT]) func `a signal cancels the task`(_ signal: Int32) throws {
        try fixture.handIn()
        let child = try fixture.start("echo half >half; : >\"$HOME/ready\"; sleep 60", finishes: false)
        try fixture.until("claude works") { Files.exists(fixture.environment["HOME"]! + "/ready") }
        kill(child.pid, signal)
        #expect(child.wait(milliseconds: 30_000) == .exited(128 + signal))
        #expect(try fixture.end().state == .cancelled)
        try expectStored()
    }

    @Test func `a signal during the setup cancels the task`() throws {
        fixture.order.setupCommands = ["echo half >half; : >\"$HOME/ready\"; sleep 60", ": >second"]
        try fixture.handIn()
        let child = try fixture.start("")
        try fixture.until("the setup runs") { Files.exists(fixture.environment["HOME"]! + "/ready") }
        kill(child.pid, SIGTERM)
        #expect(child.wait(milliseconds: 30_000) == .exited(143))
        #expect(!Files.exists(fixture.workspace + "/second"))
        try expectStored()
    }

    @Test func `a setup command that fails ends the task with its last lines`() throws {
        fixture.order.setupCommands = ["echo half >half; echo first; echo no such package >&2; exit 3", ": >never"]
        try fixture.handIn()
        #expect(try fixture.run(": >claude-ran") == 1)
        let end = try fixture.end()
        #expect((end.state, end.exitStatus) == (.failed, nil))
        #expect(end.reason?.contains("status 3 (first\nno such package)") == true)
        #expect(!Files.exists(fixture.workspace + "/never") && !Files.exists(fixture.workspace + "/claude-ran"))
        try expectStored()
    }

    @Test func `a workspace that is not empty is refused and left as it is`() throws {
        try fixture.handIn()
        try Files.write(fixture.workspace + "/precious", "mine\n")
        let before = Files.snapshot(fixture.workspace)
        #expect(try fixture.run("") == 1)
        #expect(try fixture.end().reason?.contains("not empty") == true)
        #expect(Files.snapshot(fixture.workspace) == before)
        #expect(!Files.exists(fixture.workspace + "/.git"))
    }

    @Test func `another task's workspace is refused and left as it is`() throws {
        try fixture.handIn()
        try fixture.run("echo mine >mine")
        TemporaryDirectory.remove(fixture.folder.path)
        fixture.order.id = "task-2"
        try fixture.handIn()
        #expect(try fixture.run("") == 1)
        #expect(Files.read(fixture.workspace + "/mine") == "mine\n")
    }

    @Test func `an order of a later version is refused`() throws {
        fixture.order.version = 99
        try fixture.handIn()
        #expect(try fixture.run("") == 1)
        #expect(try fixture.end().reason?.contains("needs a newer parallel-cc-runner") == true)
        #expect(!Files.exists(fixture.workspace))
    }

    @Test func `a missing order is reported`() throws {
        #expect(try fixture.run("") == 1)
        #expect(try fixture.end().reason?.contains("there is no order") == true)
    }

    @Test func `a pack that lacks objects is refused`() throws {
        try fixture.handIn()
        let commit = "\(try #require(fixture.order.source.head))\n"
        let git = fixture.source
        try git.git(["pack-objects", "--quiet", fixture.directory.appending("cut")], input: commit)
        let name = DirectoryNames.list(fixture.directory.path).first { $0.hasPrefix("cut-") && $0.hasSuffix(".pack") }
        let cut = fixture.directory.appending(try #require(name))
        try Files.write(fixture.folder.pack, bytes: try #require(Files.bytes(cut)))
        #expect(try fixture.run("") == 1)
        #expect(try fixture.end().reason?.contains("index-pack") == true)
    }

    @Test func `a runner that was killed is followed by one that goes on`() throws {
        fixture.order.snapshotSeconds = 1
        fixture.order.setupCommands = ["echo setup >>\"$HOME/setup\""]
        try fixture.handIn()
        let child = try fixture.start("echo half >half; echo $$ >\"$HOME/pid\"; sleep 60", finishes: false)
        try fixture.until("a snapshot is stored") { fixture.snapshots.contains { $0.pack != nil } }
        let claude = try #require(Int32(Files.read(fixture.environment["HOME"]! + "/pid")?.dropLast() ?? ""))
        kill(child.pid, SIGKILL)
        #expect(child.wait(milliseconds: 30_000) == .signaled(SIGKILL))
        #expect(kill(claude, 0) == 0, "claude has outlived the runner")
        // A report that was cut off.
        let cut = (Files.read(fixture.folder.report) ?? "") + "{\"at\":\"20"
        try Files.write(fixture.folder.report, cut)
        #expect(try fixture.run("cat half >whole") == 0)
        #expect(ProcessIdentity.read(pid: claude) == nil)
        #expect(Files.read(fixture.environment["HOME"]! + "/setup") == "setup\n")
        #expect(try Received(fixture).content("whole") == "half\n")
        #expect(fixture.snapshots.compactMap(\.pack) == [1, 2])
    }

    @Test func `a checkout that was cut off is made anew`() throws {
        try fixture.source.commit(["a": "a\n"], message: "A")
        try fixture.handIn()
        try Files.write(fixture.workspace + "/.git/parallel-cc/task", #"{"task":"task-1","stage":"making"}"#)
        try Files.write(fixture.workspace + "/.git/HEAD", "ref: refs/he")
        try Files.write(fixture.workspace + "/a", "")
        try Files.write(fixture.workspace + "/b/c", "")
        try Files.write(
            fixture.folder.report, #"{"at":"2026-01-01T00:00:00Z","event":{"began":{"runner":"x","version":1}}}"# + "\n"
        )
        #expect(try fixture.run("git status --porcelain >\"$HOME/status\"") == 0)
        #expect(Files.read(fixture.environment["HOME"]! + "/status") == "")
    }

    @Test func `what lies in an unfinished checkout is not deleted for a task that begins`() throws {
        try fixture.handIn()
        try Files.write(fixture.workspace + "/.git/parallel-cc/task", #"{"task":"task-1","stage":"making"}"#)
        try Files.write(fixture.workspace + "/precious", "mine\n")
        #expect(try fixture.run("") == 1)
        #expect(Files.read(fixture.workspace + "/precious") == "mine\n")
    }

    @Test func `what claude has left running does not keep the runner`() throws {
        try fixture.handIn()
        let status = try fixture.run("sleep 300 & setsid sleep 20 & echo half >half")
        #expect(status == 0)
        try expectStored()
    }

    @Test func `a task that has ended is not done again`() throws {
        try fixture.handIn()
        #expect(try fixture.run("echo once >>\"$HOME/runs\"; exit 5") == 5)
        #expect(try fixture.run("echo once >>\"$HOME/runs\"") == 5)
        #expect(Files.read(fixture.environment["HOME"]! + "/runs") == "once\n")
    }

    @Test(arguments: ["closed", "full"]) func `standard output may be gone or full`(_ kind: String) throws {
        try fixture.handIn()
        var ends: [Int32] = [-1, -1]
        #expect(pipe2(&ends, O_CLOEXEC) == 0)
        if kind == "closed" {
            close(ends[0])
        } else {
            _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
            while write(ends[1], [UInt8](repeating: 65, count: 4096), 4096) > 0 {}
            _ = fcntl(ends[1], F_SETFL, 0)
        }
        try Files.writeProgram(fixture.claude, StandIn.script("echo half >half"))
        var command = fixture.command
        command.output = .descriptor(ends[1])
        command.timeoutMilliseconds = 30_000
        let result = try Spawner.run(command)
        #expect(result.status == .exited(0) && !result.timedOut)
        if kind == "full" { #expect(fcntl(ends[1], F_GETFL) & O_NONBLOCK == 0, "others' descriptor was changed") }
        for end in kind == "full" ? ends : [ends[1]] { close(end) }
        try expectStored()
    }
}
