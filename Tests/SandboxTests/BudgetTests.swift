import Exec
import JSON
import Sandbox
import TestSupport
import Testing

/// Budgets and limits of tasks, on a real dockerd with the real runner in containers.
@Suite(.enabled(if: PrivateDockerd.isPossible, SandboxFixture.isMissing), .timeLimit(.minutes(5)))
struct BudgetTests {
    /// Ends its first turn, which costs 50 cents, and works on until it is ended. A prompt `short` ends with its turn.
    private static let claude = """
        echo "$*" > arguments; echo half > half.txt
        finish
        [ "$prompt" = short ] && exit 0
        while :; do sleep 1; done
        """

    private func document(_ result: CommandResult) throws -> JSONValue {
        try #require(try JSONDocument(result.output, name: "answer").value(), "\(result.errorText)")
    }

    private func number(_ value: JSONValue?) -> Double? { value?.double }

    private func fixture(_ claude: String = Self.claude, _ limits: [String: String] = [:]) throws -> SandboxFixture {
        let fixture = try SandboxFixture(claude: claude)
        try fixture.configure(limits)
        return fixture
    }

    @Test func `a task that has spent its budget is ended, and its work comes home`() throws {
        let fixture = try fixture()
        let task = try document(fixture.run("--budget", "0.40"))
        #expect(task["status"]?.string == "failed")
        #expect(task["error"]?.string == "its budget of $0.40 is spent")
        #expect(number(task["costUsd"]) == 0.5)
        #expect(number(task["budgetLimit"]) == 0.4)
        let worktree = try #require(task["worktreePath"]?.string)
        #expect(Files.read(worktree + "/half.txt") == "half\n")
        #expect(Files.read(worktree + "/arguments")?.contains("--max-budget-usd=0.4") == true)
        let logs = try fixture.sandbox(["logs", try #require(task["sessionId"]?.string)]).text
        #expect(logs.contains("80 % of its budget of $0.40 is spent"))
    }

    @Test func `the default budget counts, and Claude may end by itself`() throws {
        let fixture = try fixture(
            """
            echo '{"is_error":true,"subtype":"error_max_budget_usd","total_cost_usd":2.01,"type":"result"}'
            exit 1
            """, ["budget.perSessionDefault": "2"])
        let task = try document(fixture.run())
        #expect(task["status"]?.string == "failed")
        #expect(task["error"]?.string == "its budget of $2.00 is spent")
    }

    @Test func `a task that completes has not failed, whatever it has cost`() throws {
        let fixture = try fixture("finish")
        let task = try document(fixture.run("--budget", "0.40"))
        #expect(task["status"]?.string == "completed")
    }

    @Test func `a limit ends what runs, refuses what would begin, and lets it go on when it is raised`() throws {
        let fixture = try fixture(
            "echo x >> runs; finish; case $prompt in *'cut off'*) exit ;; esac; while :; do sleep 1; done",
            ["budget.dailyLimit": "0.45"])
        let task = try document(fixture.run())
        #expect(task["status"]?.string == "interrupted")
        #expect(task["error"]?.string == "the daily limit of $0.45 is reached: $0.50 is spent")
        let refused = try fixture.run()
        #expect(try document(refused)["code"]?.string == "budget-spent")
        let text = try fixture.sandbox(["run", "--image", SandboxFixture.image, "--prompt", "x"]).errorText
        #expect(text.contains("it begins anew at"), "\(text)")
        #expect(text.contains("parallel-cc config set budget.dailyLimit"))
        #expect(try document(fixture.sandbox(["list", "--json"]))["total"]?.integer(Int.self) == 1)
        let id = try #require(task["sessionId"]?.string)
        #expect(try document(fixture.sandbox(["resume", id, "--json"]))["code"]?.string == "budget-spent")
        #expect(try fixture.task()["status"]?.string == "interrupted")
        try fixture.configure(["budget.dailyLimit": "5"])
        let resumed = try document(fixture.sandbox(["resume", id, "--json"]))
        #expect(resumed["status"]?.string == "completed", "\(resumed)")
        #expect(number(resumed["costUsd"]) == 1)
    }

    @Test func `a batch that reaches a limit is interrupted and goes on`() throws {
        let fixture = try fixture("finish", ["budget.dailyLimit": "0.9"])
        let answer = try fixture.batch("--task", "one", "two", "three", "--max-concurrent", "1", "--budget", "0.6")
        #expect(answer.status == .exited(1))
        #expect(answer.errorText.contains("The batch was stopped: the daily limit of $0.90 is reached: $1.00 is spent"))
        let stopped = try fixture.newestBatch()
        #expect(stopped["status"]?.string == "interrupted")
        #expect(stopped["error"]?.string?.hasPrefix("the daily limit") == true)
        #expect(fixture.states(stopped) == ["completed", "completed", "queued"])
        try fixture.configure(["budget.dailyLimit": "9"])
        #expect(try fixture.batchCommand(["resume"]).status == .exited(0))
        let ended = try fixture.newestBatch()
        #expect(fixture.states(ended) == ["completed", "completed", "completed"])
        #expect(ended["error"] == .null)
    }

    @Test func `a limit ends the other tasks that run, and they go on`() throws {
        let fixture = try fixture(
            """
            echo half > half.txt
            case $prompt in *'cut off'*) finish; exit ;; short) sleep 2; finish; exit ;; esac
            while :; do sleep 1; done
            """, ["budget.weeklyLimit": "0.45"])
        let answer = try fixture.batch("--task", "long", "short", "last", "--max-concurrent", "2")
        #expect(answer.status == .exited(1))
        let stopped = try fixture.newestBatch()
        #expect(fixture.states(stopped) == ["interrupted", "completed", "queued"])
        let reason = "the weekly limit of $0.45 is reached: $0.50 is spent"
        #expect(stopped["tasks"]?.elements?.first?["error"]?.string == reason)
    }

    @Test func `of two commands at once one has what is left`() throws {
        let fixture = try fixture("while :; do sleep 1; done", ["budget.dailyLimit": "3"])
        let commands = try (0..<2).map { _ in
            try fixture.start(["run", "--image", SandboxFixture.image, "--prompt", "x", "--budget", "2"])
        }
        var refused: Exec.ExitStatus?
        for _ in 0..<600 where refused == nil {
            refused = commands.lazy.compactMap { $0.wait(milliseconds: 50) }.first
        }
        #expect(refused == .exited(1))
        #expect(try document(fixture.sandbox(["list", "--json"]))["total"]?.integer(Int.self) == 1)
        _ = try fixture.sandbox(["kill", try #require(try fixture.task()["sessionId"]?.string)])
        for command in commands { #expect(fixture.end(of: command) == .exited(1)) }
        #expect(try fixture.task()["status"]?.string == "cancelled")
    }

    @Test func `what a task spends while nobody drives it is counted when its work is fetched`() throws {
        let fixture = try fixture("while [ ! -e go ]; do sleep 0.1; done; finish", ["budget.dailyLimit": "3"])
        let child = try fixture.start("--budget", "2", until: "s1")
        child.signalGroup(9)
        _ = fixture.end(of: child)
        let left = try document(fixture.budget(["status", "--json", "--period", "daily"]))
        #expect(number(left["currentPeriod"]?["reserved"]) == 2)
        #expect(left["untoldCosts"]?.integer(Int.self) == 1)
        let task = try fixture.task()
        let (id, sandbox) = (try #require(task["sessionId"]?.string), try #require(task["sandboxId"]?.string))
        let backend = try fixture.backend()
        _ = try backend.execute(["touch", "/workspace/go"], in: sandbox)
        _ = try backend.waitForEnd(sandbox)
        #expect(try fixture.sandbox(["download", id]).status == .exited(0))
        #expect(number(try fixture.task()["costUsd"]) == 0.5)
        let ended = try document(fixture.budget(["status", "--json", "--period", "daily"]))
        #expect(number(ended["currentPeriod"]?["reserved"]) == 0)
        #expect(number(ended["totalSpent"]) == 0.5)
        #expect(ended["untoldCosts"]?.integer(Int.self) == 0)
    }

    @Test func `tasks of a batch wait for what others have reserved`() throws {
        let fixture = try fixture("sleep 1; finish", ["budget.dailyLimit": "2.1"])
        let answer = try fixture.batch("--task", "one", "two", "three", "--max-concurrent", "3", "--budget", "1")
        #expect(answer.status == .exited(0), "\(answer.errorText)")
        #expect(fixture.states(try fixture.newestBatch()) == ["completed", "completed", "completed"])
    }

    @Test func `the API refuses one task after the other`() throws {
        let fixture = try fixture(
            """
            echo '{"is_error":true,"subtype":"success","result":"Invalid key","api_error_status":401,"type":"result"}'
            exit 1
            """)
        let answer = try fixture.batch(
            "--task", "a", "b", "c", "d", "e", "f", "g", "--max-concurrent", "1")
        #expect(answer.status == .exited(1))
        let stopped = try fixture.newestBatch()
        #expect(stopped["status"]?.string == "interrupted")
        #expect(stopped["error"]?.string == "5 tasks in a row have failed: API error 401: Invalid key")
        #expect(fixture.states(stopped) == Array(repeating: "failed", count: 5) + ["queued", "queued"])
    }

    @Test func `budget status tells what was spent and what is reserved`() throws {
        let fixture = try fixture(Self.claude, ["budget.monthlyLimit": "10"])
        let child = try fixture.start("--budget", "2", until: "costUSD")
        _ = try fixture.sandbox(["run", "--image", SandboxFixture.image, "--prompt", "short"])
        let status = try document(fixture.budget(["status", "--json"]))
        #expect(status["currentPeriod"]?["period"]?.string == "monthly")
        #expect(status["currentPeriod"]?["start"]?.string?.hasSuffix("-01") == true)
        #expect(number(status["currentPeriod"]?["limit"]) == 10)
        #expect(number(status["totalSpent"]) == 1)
        #expect(number(status["currentPeriod"]?["reserved"]) == 1.5)
        #expect(number(status["remainingBudget"]) == 7.5)
        #expect(status["sessions"]?.elements?.count == 2)
        #expect(status["models"]?.elements?.first?["name"]?.string == "m")
        let text = try fixture.budget(["status", "--period", "daily"]).text
        for word in ["Spent:     $1.00; there is no limit", "not the bill", "TASK", "MODEL"] {
            #expect(text.contains(word), "\(text)")
        }
        _ = try fixture.sandbox(["kill", try #require(status["sessions"]?.elements?.first?["sessionId"]?.string)])
        _ = fixture.end(of: child)
        #expect(number(try document(fixture.budget(["status", "--json"]))["currentPeriod"]?["reserved"]) == 0)
    }

    @Test func `a budget that is no amount above 0 is refused, and nothing starts`() throws {
        let fixture = try fixture("finish")
        for amount in ["0", "-1", "nan", "inf", "1e400", "ten", ""] {
            for words in [["--prompt", "x"], ["--multi", "--task", "x"]] {
                #expect(try fixture.sandbox(["run", "--budget=\(amount)"] + words).status == .exited(64), "\(amount)")
            }
        }
        #expect(try document(fixture.sandbox(["list", "--json"]))["total"]?.integer(Int.self) == 0)
        #expect(try fixture.budget(["status", "--period", "yearly"]).status == .exited(64))
    }
}
