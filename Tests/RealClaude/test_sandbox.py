"""parallel-cc sandbox: the real claude works in a container of a real dockerd, without a network, and its work comes home."""
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from fixture import SYSTEM_PATH, Skip, bash, equal, expect, write

IMAGE = "pcc-runner-real"


class Engine:
    """A dockerd of the test's own with an image that has git, the runner and what claude needs."""

    def __init__(self, fixture):
        for program in ("dockerd", "busybox", "iptables"):
            if not shutil.which(program, path=SYSTEM_PATH):
                raise Skip(f"{program} is missing")
        self.folder = tempfile.mkdtemp(prefix="pcc-", dir="/var/tmp")
        self.socket = self.folder + "/d/docker.sock"
        self.process = subprocess.Popen([str(fixture.work / "support/private-dockerd"), self.folder + "/d"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PATH": SYSTEM_PATH})
        answer = self.process.stdout.readline().strip()
        if answer != "ready":
            self.end()
            raise Skip(f"dockerd does not run here: {answer}")
        root, archive = fixture.folder / "root", fixture.folder / "root.tar"
        programs = [*(shutil.which(name, path=SYSTEM_PATH) for name in ("git", "bash")), fixture.bin / "parallel-cc-runner",
                    fixture.work / "claude/claude"]
        subprocess.run([fixture.work / "support/runner-rootfs", root, *programs], check=True, env={"PATH": SYSTEM_PATH})
        # The program itself is mounted.
        (root / "bin/claude").unlink()
        subprocess.run(["tar", "-C", root, "--owner=0", "--group=0", "-cf", archive, "."], check=True)
        self.load(archive)

    def load(self, archive):
        connection = http.client.HTTPConnection("localhost")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(self.socket)
        with open(archive, "rb") as body:
            connection.request("POST", f"/images/create?fromSrc=-&repo={IMAGE}&tag=latest", body,
                               {"Content-Type": "application/x-tar", "Content-Length": str(archive.stat().st_size)})
            answer = connection.getresponse()
            equal(answer.status, 200, f"the image: {answer.read()}")
        connection.close()

    def end(self):
        self.process.stdin.close()
        self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def engine(fixture):
    made = Engine(fixture)
    try:
        yield made
    finally:
        made.end()


def environment(fixture, engine):
    return {**fixture.program_environment(), "DOCKER_HOST": "unix://" + engine.socket,
            "PARALLEL_CC_CLAUDE": str((fixture.work / "claude/claude").resolve()),
            "PARALLEL_CC_DATA_DIR": engine.folder + "/data", "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{fixture.port}",
            "ANTHROPIC_API_KEY": "sk-ant-" + "0" * 24}


def command(fixture, *arguments):
    return [fixture.bin / "parallel-cc-sandbox", "sandbox", "run", "--json", "--image", IMAGE, "--repo", fixture.repository,
            *arguments]


def run(fixture, engine, *arguments):
    """Runs one task; returns its exit status and document."""
    result = subprocess.run(command(fixture, "--env", "CLAUDE_CODE_MAX_RETRIES=1", *arguments), env=environment(fixture, engine),
                            capture_output=True, text=True, timeout=120)
    expect(result.stdout, "no answer:", result.stderr)
    document = json.loads(result.stdout)
    expect("status" in document, "no task:", document, result.stderr)
    return result.returncode, document


def kill_model_proxy(engine):
    """Kills the proxy of the engine's data directory with -9."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (folder / "cmdline").read_bytes().endswith(b"parallel-cc-sandbox\0proxy\0") and \
                    f"{engine.folder}/data\0".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    equal(len(found), 1, "model proxies")
    os.kill(found[0], signal.SIGKILL)


def test_sandbox_brings_work_home(fixture):
    """Edits, deletes and commits in a container; the key is not inside; uncommitted work went in."""
    fixture.scenario(worker=[
        {"tools": [write("made.txt", "made inside\n")]},
        {"tools": [bash("cat draft.txt > copy.txt; rm README; env > seen; git add -A; git commit -qm Inside")]},
        {"tools": [bash("rm seen; echo late > late.txt; ls /sys/class/net")]},
        {"text": "All done."}])
    (fixture.repository / "README").write_text("hello\n")
    fixture.git("add", "README")
    fixture.git("commit", "-qm", "README")
    (fixture.repository / "draft.txt").write_text("a draft\n")
    with engine(fixture) as made:
        status, task = run(fixture, made, "--branch", "task/real", "--prompt", "go SCENARIO:worker")
        equal((status, task["status"]), (0, "completed"), f"the end of {task}")
    equal(task["result"], "All done.", "claude's last words")
    expect(task["costUsd"] > 0 and task["claudeSessionId"], "what claude named:", task)
    names = fixture.git("ls-tree", "-r", "--name-only", "task/real").split()
    expect({"made.txt", "copy.txt", "draft.txt", "late.txt"} <= set(names) and "README" not in names, "files:", names)
    equal(fixture.git("show", "task/real:copy.txt"), "a draft\n", "the uncommitted work inside")
    equal(fixture.git("log", "--format=%s", "-2", "task/real").split("\n")[:2], ["Task: go SCENARIO:worker", "Inside"], "log")
    seen = fixture.git("show", "task/real^:seen")
    expect("sk-ant" not in seen and "ANTHROPIC_UNIX_SOCKET" in seen, "the environment inside:", seen)
    equal((fixture.repository / "README").read_text(), "hello\n", "the main checkout")


def test_sandbox_tells_how_a_task_ended(fixture):
    """An API error, too many turns and a time that is over are told apart, and work is kept."""
    fixture.scenario(
        refused=[{"error": {"status": 400, "type": "invalid_request_error", "message": "bad"}, "times": 9}],
        turns=[{"tools": [bash("echo one >> turns.txt")], "repeat": 9}],
        slow=[{"tools": [write("half.txt", "half\n")]},
              {"tools": [bash("for i in $(seq 60); do sleep 1; done")]}, {"text": "late"}])
    with engine(fixture) as made:
        status, task = run(fixture, made, "--prompt", "go SCENARIO:refused")
        equal((status, task["status"], task["worktreePath"]), (1, "failed", None), "an API error")
        expect("400" in task["error"], "its reason:", task)
        status, task = run(fixture, made, "--prompt", "go SCENARIO:turns", "--max-turns", "2")
        equal((status, task["status"]), (1, "failed"), f"too many turns: {task}")
        expect((pathlib.Path(task["worktreePath"]) / "turns.txt").exists(), "what was done until then")
        begun = time.monotonic()
        status, task = run(fixture, made, "--prompt", "go SCENARIO:slow", "--timeout", "6s")
        equal((status, task["status"]), (1, "timed-out"), f"a time that is over: {task}")
        expect(time.monotonic() - begun < 60, "it took too long")
        equal((pathlib.Path(task["worktreePath"]) / "half.txt").read_text(), "half\n", "what was done until then")


def test_sandbox_outlives_its_model_proxy(fixture):
    """The proxy is killed while it waits for an answer, and so is its successor: claude asks again, and goes on."""
    fixture.scenario(worker=[
        {"tools": [bash("echo one > one.txt")]},
        {"reached": "one", "wait": {"event": "first-killed"}, "tools": [bash("echo two > two.txt")]},
        {"reached": "two", "wait": {"event": "second-killed"}, "text": "All done."}])
    with engine(fixture) as made:
        with subprocess.Popen(command(fixture, "--prompt", "go SCENARIO:worker"), env=environment(fixture, made),
                              stdout=subprocess.PIPE, text=True) as process:
            for reached, killed in (("one", "first-killed"), ("two", "second-killed")):
                fixture.await_event(reached)
                kill_model_proxy(made)
                fixture.signal(killed)
            task = json.loads(process.communicate(timeout=120)[0])
    equal((process.returncode, task["status"], task["result"]), (0, "completed", "All done."), f"the end of {task}")
    for name in ("one", "two"):
        equal((pathlib.Path(task["worktreePath"]) / f"{name}.txt").read_text(), name + "\n", "its work")


def batch(fixture, engine, *arguments):
    """The answer of a command of the group batch."""
    result = subprocess.run([fixture.bin / "parallel-cc-sandbox", "batch", *arguments, "--json"],
                            env=environment(fixture, engine), capture_output=True, text=True, timeout=240)
    expect(result.stdout, "no answer:", result.stderr)
    return json.loads(result.stdout)


def test_sandbox_batch_goes_on_after_a_kill(fixture):
    """Six tasks, two at once. The command is killed with -9 while one works: that one is followed to its end by the next
    command, what has ended is not run again, and two that changed one file have a branch each."""
    fixture.scenario(
        first=[{"tools": [bash("echo first > shared.txt")]}, {"text": "first"}],
        long=[{"tools": [bash("echo before >> long.txt")]},
              {"reached": "long", "wait": {"event": "go"}, "tools": [bash("echo after >> long.txt")]}, {"text": "long"}],
        second=[{"tools": [bash("echo second > shared.txt")]}, {"text": "second"}],
        deletes=[{"tools": [bash("git rm -q README; git commit -qm Gone")]}, {"text": "deleted"}],
        refused=[{"error": {"status": 400, "type": "invalid_request_error", "message": "bad"}, "times": 9}],
        last=[{"tools": [write("last.txt", "last\n")]}, {"text": "last"}])
    (fixture.repository / "README").write_text("hello\n")
    fixture.git("add", "README")
    fixture.git("commit", "-qm", "README")
    names = ["first", "long", "second", "deletes", "refused", "last"]
    with engine(fixture) as made:
        arguments = command(fixture, "--env", "CLAUDE_CODE_MAX_RETRIES=1", "--multi", "--max-concurrent", "2", "--branch", "b",
                            "--output-dir", fixture.folder / "results", "--task", *(f"go SCENARIO:{name}" for name in names))
        with subprocess.Popen(arguments, env=environment(fixture, made), stdout=subprocess.DEVNULL) as process:
            fixture.await_event("long")
            process.kill()
        killed = batch(fixture, made, "status")
        equal(killed["status"], "interrupted", "the batch after the kill")
        equal(killed["tasks"][1]["status"], "running", "the task that works")
        # The second command adopts the sandbox before Claude gets its answer.
        with subprocess.Popen([fixture.bin / "parallel-cc-sandbox", "batch", "resume"], env=environment(fixture, made),
                              stdout=subprocess.DEVNULL) as process:
            fixture.until("the batch is driven", lambda: batch(fixture, made, "status")["status"] == "running")
            fixture.signal("go")
            equal(process.wait(240), 1, "the exit status of a batch with a task that failed")
        ended = batch(fixture, made, "status")
    states = [task["status"] for task in ended["tasks"]]
    equal(states, ["completed"] * 4 + ["failed", "completed"], f"states: {ended}")
    equal([task["attempt"] for task in ended["tasks"]], [1] * 6, "sandboxes of each task")
    equal(fixture.git("show", "b-2:long.txt"), "before\nafter\n", "the work of the task that was adopted")
    equal([fixture.git("show", f"b-{number}:shared.txt") for number in (1, 3)], ["first\n", "second\n"], "one file twice")
    expect("README" not in fixture.git("ls-tree", "--name-only", "b-4"), "the deletion")
    equal((fixture.folder / "results/task-6/changed-files/last.txt").read_text(), "last\n", "a result")
