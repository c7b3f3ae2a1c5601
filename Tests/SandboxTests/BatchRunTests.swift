import Exec
import Glibc
import JSON
import TestSupport
import Testing

/// `parallel-cc sandbox run --multi` and the group `batch`, on a real dockerd with the real runner in containers.
@Suite(.enabled(if: PrivateDockerd.isPossible, SandboxFixture.isMissing), .timeLimit(.minutes(5)))
struct BatchRunTests {
    private func document(_ result: CommandResult) throws -> JSONValue {
        try #require(try JSONDocument(result.output, name: "answer").value(), "\(result.errorText)")
    }

    @Test func `every task begins with the same state, and has a worktree and a folder of its own`() throws {
        let fixture = try SandboxFixture(
            claude: #"echo "$prompt" > "$prompt.txt"; cat draft.txt >> "$prompt.txt"; finish"#)
        try TestSupport.Files.write(fixture.git.root + "/draft.txt", "a draft\n")
        let tasks = fixture.git.directory.appending("tasks")
        try TestSupport.Files.write(tasks, "# a comment\n\n  three  \n")
        #expect(symlink(tasks, tasks + "-link") == 0)
        let answer = try fixture.batch("--task", "one", "two", "--task-file", tasks + "-link")
        #expect(answer.status == .exited(0), "\(answer.errorText)")
        let batch = try fixture.newestBatch()
        #expect(batch["status"]?.string == "completed")
        #expect(fixture.states(batch) == ["completed", "completed", "completed"])
        for (number, prompt) in [(1, "one"), (2, "two"), (3, "three")] {
            let task = try #require(batch["tasks"]?.elements?[number - 1])
            let worktree = try #require(task["worktreePath"]?.string)
            #expect(Files.read("\(worktree)/\(prompt).txt") == "\(prompt)\na draft\n")
            let folder = "\(fixture.git.root)/parallel-results/task-\(number)"
            #expect(Files.read("\(folder)/changed-files/\(prompt).txt") == "\(prompt)\na draft\n")
            #expect(Files.read("\(folder)/changes.patch")?.contains("+a draft") == true)
            #expect(Files.read("\(folder)/execution.log")?.contains("completed") == true)
            #expect(Files.read("\(folder)/claude.jsonl")?.contains("All done.") == true)
        }
        #expect(try fixture.git.git(["status", "--porcelain"]) == "?? draft.txt")
    }

    @Test func `results of an earlier batch stay`() throws {
        let fixture = try SandboxFixture(claude: "echo made > new.txt; finish")
        _ = try fixture.batch("--task", "one")
        let first = try #require(Files.read(fixture.git.root + "/parallel-results/task-1/changes.patch"))
        _ = try fixture.batch("--task", "two", "--output-dir", "./parallel-results/")
        #expect(Files.read(fixture.git.root + "/parallel-results/task-1/changes.patch") == first)
        let folder = try #require(try fixture.newestBatch()["outputPath"]?.string)
        #expect(folder == fixture.git.root + "/parallel-results-2")
        #expect(Files.read(folder + "/task-1/changed-files/new.txt") == "made\n")
    }

    @Test func `tasks that end at the same time get branches of their own`() throws {
        let fixture = try SandboxFixture(claude: "echo made > new.txt; finish")
        let answer = try fixture.batch(
            "--task", "same", "same", "same", "same", "--branch", "auto", "--max-concurrent", "4")
        #expect(answer.status == .exited(0), "\(answer.errorText)")
        let tasks = try #require(try fixture.newestBatch()["tasks"]?.elements)
        #expect(Set(tasks.compactMap { $0["branch"]?.string }).count == 4, "\(tasks)")
        let taken = try fixture.git.git(["rev-parse", "--abbrev-ref", "HEAD"])
        let refused = try fixture.batch("--task", "same", "--branch", "\(taken)/more")
        #expect(refused.status == .exited(64))
        #expect(refused.errorText.contains("beside branch \(taken)"), "\(refused.errorText)")
    }

    @Test func `work that cannot come home is told, and can be fetched later`() throws {
        let fixture = try SandboxFixture(claude: "echo half > half.txt; while [ ! -e go ]; do sleep 0.1; done; finish")
        let folder = fixture.git.directory.appending("results")
        let child = try fixture.startBatch("--task", "one", "--output-dir", folder, until: 1)
        let id = try #require(try fixture.task(1)["sessionId"]?.string)
        #expect(rename(fixture.git.root + "/.git", fixture.git.root + "/git-moved") == 0)
        try fixture.execute("touch /workspace/go", inTask: 1)
        #expect(fixture.end(of: child) == .exited(1))
        #expect(try fixture.batchCommand(["status"]).text.contains("parallel-cc sandbox download \(id)"))
        #expect(rename(fixture.git.root + "/git-moved", fixture.git.root + "/.git") == 0)
        _ = try fixture.sandbox(["download", id])
        let task = try fixture.task(1)
        #expect(Files.read(try #require(task["worktreePath"]?.string) + "/half.txt") == "half\n")
        #expect(try !fixture.batchCommand(["status"]).text.contains("download"))
    }

    @Test func `a task that fails stops no other, and its work is kept`() throws {
        let fixture = try SandboxFixture(claude: #"echo half > half.txt; [ "$prompt" = bad ] && exit 3; finish"#)
        let answer = try fixture.batch("--task", "bad", "good", "--max-concurrent", "1")
        #expect(answer.status == .exited(1))
        let batch = try fixture.newestBatch()
        #expect(batch["status"]?.string == "failed")
        #expect(fixture.states(batch) == ["failed", "completed"])
        #expect(Files.read(fixture.git.root + "/parallel-results/task-1/changed-files/half.txt") == "half\n")
    }

    @Test func `with fail-fast a failure ends what runs and cancels what waits`() throws {
        let fixture = try SandboxFixture(
            claude: """
                echo half > half.txt
                case $prompt in bad) exit 3 ;; long) while :; do sleep 1; done ;; esac
                finish
                """)
        let answer = try fixture.batch("--task", "long", "bad", "last", "--max-concurrent", "2", "--fail-fast")
        #expect(answer.status == .exited(1))
        let tasks = try #require(try fixture.newestBatch()["tasks"]?.elements)
        #expect(tasks.map { $0["status"]?.string } == ["cancelled", "failed", "cancelled"])
        #expect(tasks[0]["error"]?.string == "another task of the batch has failed")
        #expect(tasks[2]["startedAt"] == .null)
        #expect(Files.read(fixture.git.root + "/parallel-results/task-1/changed-files/half.txt") == "half\n")
    }

    @Test func `a batch that is stopped goes on, and runs no task again that has ended`() throws {
        let fixture = try SandboxFixture(
            claude: """
                echo x >> "runs"; echo half > half.txt
                case $prompt in *'cut off'* | one) finish; exit ;; esac
                while :; do sleep 1; done
                """)
        let child = try fixture.startBatch("--task", "one", "two", "three", "--max-concurrent", "1", until: 2)
        child.signalGroup(2)
        #expect(fixture.end(of: child) == .exited(130))
        let stopped = try fixture.newestBatch()
        #expect(stopped["status"]?.string == "interrupted")
        #expect(fixture.states(stopped) == ["completed", "interrupted", "queued"])
        let resumed = try fixture.startBatch(command: ["resume"], until: 3)
        _ = try fixture.sandbox(["kill", try #require(try fixture.task(3)["sessionId"]?.string)])
        #expect(fixture.end(of: resumed) == .exited(1))
        let ended = try fixture.newestBatch()
        #expect(fixture.states(ended) == ["completed", "completed", "cancelled"])
        #expect(ended["tasks"]?.elements?[0]["attempt"]?.integer(Int.self) == 1)
        let worktree = try #require(ended["tasks"]?.elements?[1]["worktreePath"]?.string)
        #expect(Files.read(worktree + "/runs") == "x\nx\n")
        #expect(ended["status"]?.string == "cancelled")
        let again = try fixture.batchCommand(["resume", "--json"])
        #expect(try document(again)["code"]?.string == "task-ended")
    }

    @Test func `a batch whose process was killed goes on with the sandboxes that still run`() throws {
        let fixture = try SandboxFixture(
            claude: """
                echo x >> "runs"
                while [ ! -e go ]; do sleep 0.2; done
                finish
                """)
        let child = try fixture.startBatch("--task", "one", "two", until: 1)
        child.signalGroup(9)
        _ = fixture.end(of: child)
        #expect(try fixture.newestBatch()["status"]?.string == "interrupted")
        let resumed = try fixture.startBatch(command: ["resume"])
        for number in [1, 2] { try fixture.execute("touch /workspace/go", inTask: number) }
        #expect(fixture.end(of: resumed) == .exited(0))
        let ended = try fixture.newestBatch()
        #expect(fixture.states(ended) == ["completed", "completed"])
        for task in ended["tasks"]?.elements ?? [] {
            #expect(Files.read(try #require(task["worktreePath"]?.string) + "/runs") == "x\n")
        }
    }

    @Test func `Ctrl-C waits for no engine that is away, and nothing is given up`() throws {
        let engine = try PrivateDockerd()
        let fixture = try SandboxFixture(
            claude: "echo half > half.txt; while :; do sleep 1; done", engine: engine)
        let child = try fixture.startBatch("--task", "one", "two", "--max-concurrent", "1", until: 1)
        try engine.end(by: "KILL")
        child.signalGroup(SIGINT)
        #expect(child.wait(milliseconds: 20_000) == .exited(130))
        #expect(fixture.states(try fixture.newestBatch()) == ["interrupted", "queued"])
        // Neither can be begun: both can be once the engine is back.
        let refused = try fixture.batchCommand(["resume"])
        #expect(refused.status == .exited(1))
        #expect(fixture.states(try fixture.newestBatch()) == ["interrupted", "queued"])
        try engine.start()
        // Whoever of both comes first, the work comes home.
        let resumed = try fixture.startBatch(command: ["resume"])
        _ = try fixture.batchCommand(["cancel"])
        #expect(fixture.end(of: resumed) == .exited(1))
        #expect(Files.read(try #require(try fixture.task(1)["worktreePath"]?.string) + "/half.txt") == "half\n")
    }

    @Test func `a disk that is full gives no task up`() throws {
        let fixture = try SandboxFixture(claude: "echo half > half.txt; while [ ! -e go ]; do sleep 0.1; done; finish")
        let child = try fixture.startBatch("--task", "one", "two", "--max-concurrent", "1", until: 1)
        // What cannot be written there.
        let folders = try [1, 2].map { number in
            fixture.taskFolder(try #require(try fixture.task(number)["sessionId"]?.string))
        }
        try Files.write(folders[1], "in the way")
        #expect(rename(folders[0] + "/out", folders[0] + "/away") == 0)
        try Files.write(folders[0] + "/out", "in the way")
        try fixture.execute("touch /workspace/go", inTask: 1)
        #expect(fixture.end(of: child) == .exited(1))
        #expect(fixture.states(try fixture.newestBatch()) == ["interrupted", "interrupted"])
        for path in [folders[1], folders[0] + "/out"] { #expect(unlink(path) == 0) }
        let resumed = try fixture.startBatch(command: ["resume"], until: 2)
        #expect(try fixture.task(1)["status"]?.string == "completed")
        try fixture.execute("touch /workspace/go", inTask: 2)
        #expect(fixture.end(of: resumed) == .exited(0))
        #expect(Files.read(try #require(try fixture.task(1)["worktreePath"]?.string) + "/half.txt") == "half\n")
    }

    @Test func `cancel ends what runs and what waits`() throws {
        let fixture = try SandboxFixture(claude: "echo half > half.txt; while :; do sleep 1; done")
        let child = try fixture.startBatch("--task", "one", "two", "--max-concurrent", "1", until: 1)
        let answer = try document(fixture.batchCommand(["cancel", "--json"]))
        #expect(answer["cancelled"]?.elements?.count == 2)
        #expect(fixture.end(of: child) == .exited(1))
        let ended = try fixture.newestBatch()
        #expect(fixture.states(ended) == ["cancelled", "cancelled"])
        #expect(ended["tasks"]?.elements?[0]["worktreePath"]?.string != nil)
    }

    @Test func `what cannot be is refused, and leaves nothing behind`() throws {
        let fixture = try SandboxFixture(claude: "finish")
        let cases: [(arguments: [String], error: String)] = [
            (["--multi"], "No tasks provided"), (["--multi", "--task-file", "gone"], "Task file not found"),
            (["--multi", "--task", "a", "--max-concurrent", "0"], "--max-concurrent"),
            (["--multi", "--task", "a", "--prompt", "b"], "--multi"), (["--task", "a"], "--multi"),
        ]
        for (arguments, error) in cases {
            let answer = try fixture.sandbox(["run"] + arguments)
            #expect(!answer.status.isSuccess)
            #expect(answer.errorText.contains(error), "\(answer.errorText)")
        }
        #expect(try document(fixture.batchCommand(["list", "--json"]))["total"]?.integer(Int.self) == 0)
        #expect(try fixture.git.git(["status", "--porcelain"]).isEmpty)
    }
}
