"""parallel-cc-runner: the real claude does a task from a folder, and everything that it did comes out as packs."""
import json
import subprocess

from fixture import bash, equal, expect, write


class Task:
    """A task folder, made from the fixture's repository, and a run of the runner."""

    def __init__(self, fixture, prompt, **changes):
        self.fixture = fixture
        self.folder = fixture.folder / "task"
        self.workspace = fixture.folder / "workspace"
        (self.folder / "in").mkdir(parents=True)
        self.head = fixture.git("rev-parse", "HEAD").strip()
        pack = subprocess.run(["git", "pack-objects", "--revs", "--stdout", "-q"], input=self.head.encode() + b"\n",
                              capture_output=True, check=True, cwd=fixture.repository, env=fixture.program_environment())
        (self.folder / "in/objects.pack").write_bytes(pack.stdout)
        order = {"version": 1, "id": "task-1", "prompt": prompt, "timeoutSeconds": 120, "snapshotSeconds": 60,
                 "claude": {"allowedTools": [], "disallowedTools": []}, "environment": {}, "setupCommands": [],
                 "source": {"head": self.head, "branch": "main", "objectFormat": "sha1", "shallow": [],
                            "userName": "Test", "userEmail": "test@example.invalid"}, **changes}
        (self.folder / "in/task.json").write_text(json.dumps(order))

    def start(self):
        environment = {**self.fixture.program_environment(), "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{self.fixture.port}",
                       "ANTHROPIC_API_KEY": "sk-ant-fake-" + "0" * 24, "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
                       "DISABLE_AUTOUPDATER": "1", "CLAUDE_CODE_MAX_RETRIES": "1",
                       "CLAUDE_CODE_TMPDIR": str(self.fixture.home / "tmp")}
        return subprocess.Popen(
            [str(self.fixture.bin / "parallel-cc-runner"), "run", str(self.folder), "--workspace", str(self.workspace),
             "--claude", str(self.fixture.work / "claude/claude")],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)

    def run(self, status):
        process = self.start()
        output = process.communicate(timeout=150)[0]
        equal(process.returncode, status, f"exit status; output: {output}")

    def events(self, kind):
        path = self.folder / "out/report.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [event["event"][kind] for event in map(json.loads, lines) if kind in event["event"]]

    @property
    def end(self):
        return self.events("ended")[0]["_0"]

    def take(self):
        """Takes the packs into the repository, and returns the last snapshot."""
        for snapshot in self.events("snapshot"):
            if "pack" in snapshot:
                with open(self.folder / f"out/snapshot-{snapshot['pack']}.pack", "rb") as pack:
                    subprocess.run(["git", "index-pack", "--stdin", "--strict"], stdin=pack, check=True, capture_output=True,
                                   cwd=self.fixture.repository, env=self.fixture.program_environment())
        return self.events("snapshot")[-1]


def test_runner_brings_work_out(fixture):
    """Edits, a deletion and a commit of the real claude are in the packs; the prompt begins with a dash."""
    fixture.scenario(worker=[
        {"tools": [bash("cat shared.txt"), {"name": "Read", "input": {"file_path": "${cwd}/shared.txt"}}]},
        {"tools": [{"name": "Edit", "input": {"file_path": "${cwd}/shared.txt", "old_string": "line two",
                                              "new_string": "line 2"}}]},
        {"tools": [bash("git rm -q src/deep.txt && git commit -qam 'by claude'")]},
        {"tools": [write("untracked.txt", "untracked\n")]},
        {"text": "All done."}])
    task = Task(fixture, "- go SCENARIO:worker")
    task.run(status=0)
    end = task.end
    equal((end["state"], end["result"], end["exitStatus"]), ("completed", "All done.", 0), "the end")
    snapshot = task.take()
    branch = snapshot["references"]["refs/heads/main"]
    equal(fixture.git("show", f"{branch}:shared.txt"), "line one\nline 2\nline three\n", "the edited file")
    equal(fixture.git("show", "--no-patch", "--format=%an %s %P", branch).strip(), f"Test by claude {task.head}", "the commit")
    expect("src/deep.txt" not in fixture.git("ls-tree", "-r", "--name-only", branch), "the deletion")
    equal(fixture.git("show", f"{snapshot['commit']}:untracked.txt"), "untracked\n", "the untracked file")
    expect({event.get("name") for event in task.events("tool")} >= {"Edit", "Bash", "Write", None}, "calls of tools")
    equal(len(task.events("claude")), 1, "sessions")


def test_runner_and_api_error(fixture):
    """An error of the API is a failed task, although claude calls it a success."""
    fixture.scenario(refused=[{"error": {"status": 403, "type": "permission_error", "message": "no"}, "times": 20}])
    task = Task(fixture, "go SCENARIO:refused")
    task.run(status=1)
    equal(task.end["state"], "failed", "the state")
    expect("403" in task.end["reason"], "the reason", task.end["reason"])


def test_runner_cancelled(fixture):
    """SIGTERM in the middle: claude ends, and what it has written so far comes out."""
    fixture.scenario(worker=[
        {"tools": [write("half.txt", "half\n")]},
        {"text": "Never said.", "reached": "wrote", "wait": {"event": "never", "timeout_ms": 300000}}])
    task = Task(fixture, "go SCENARIO:worker")
    process = task.start()
    fixture.await_event("wrote")
    process.terminate()
    process.communicate(timeout=60)
    equal(process.returncode, 143, "exit status")
    equal(task.end["state"], "cancelled", "the state")
    snapshot = task.take()
    equal(fixture.git("show", f"{snapshot['commit']}:half.txt"), "half\n", "the file")


def test_runner_options(fixture):
    """Options that reach claude: a system prompt that begins with a dash, rules for tools, a limit of turns."""
    fixture.scenario(worker=[{"tools": [bash("true")]}, {"tools": [bash("true")]}, {"tools": [bash("true")]}, {"text": "Done."}])
    claude = {"allowedTools": ["Bash(git *)", "Bash"], "disallowedTools": ["WebFetch"], "permissionMode": "acceptEdits",
              "appendSystemPrompt": "-- remember the milk", "maxTurns": 2}
    task = Task(fixture, "go SCENARIO:worker", claude=claude)
    task.run(status=1)
    expect("error_max_turns" in task.end["reason"], "the reason", task.end["reason"])
    bodies = [path.read_text() for path in (fixture.folder / "api/bodies").iterdir()]
    expect(any("-- remember the milk" in body for body in bodies), "the system prompt has not reached the model")


def test_runner_budget(fixture):
    """Claude ends by itself once it has spent what it may, and tells what that was."""
    fixture.scenario(worker=[{"tools": [bash("true")]}] * 30 + [{"text": "Done."}])
    task = Task(fixture, "go SCENARIO:worker", claude={"allowedTools": [], "disallowedTools": [], "maxBudgetUSD": 0.012})
    task.run(status=1)
    expect("error_max_budget_usd" in task.end["reason"], "the reason", task.end["reason"])
    expect(0.012 <= task.end["costUSD"] < 0.02, "the cost", task.end)
    usage = task.events("usage")[-1]
    expect(abs(sum(usage["modelCosts"].values()) - usage["costUSD"]) < 1e-9, "the costs of models", usage)
