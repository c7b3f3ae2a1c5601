"""One test's fixture: a home, a repository, a scripted API, and the programs under test, started as people start them."""
import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import time
import urllib.request

PATIENCE = 60   # seconds; a limit for what must happen, never a pause
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Failure(AssertionError):
    """What was expected and what was found instead."""


class Skip(Exception):
    """A test that cannot run here, and why."""


def expect(condition, *what):
    if not condition:
        raise Failure(" ".join(str(word) for word in what))


def equal(found, wanted, what):
    expect(found == wanted, f"{what}: found {found!r}, wanted {wanted!r}")


def write(path, content):
    """A tool call that writes a file in the session's directory."""
    return {"name": "Write", "input": {"file_path": "${cwd}/" + path, "content": content}}


def bash(command):
    return {"name": "Bash", "input": {"command": command, "description": "run a command"}}


class Session:
    """A claude in print mode, started through the wrapper (or directly)."""

    def __init__(self, fixture, process, name):
        self.fixture, self.process, self.name = fixture, process, name
        self.started = time.monotonic()

    def wait(self):
        """Exit status: negative for a signal."""
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Failure(f"session {self.name} did not end; its stderr: {self.errors()}") from None

    def errors(self):
        return (self.fixture.folder / f"{self.name}.stderr").read_text(errors="replace")

    def events(self):
        lines = (self.fixture.folder / f"{self.name}.jsonl").read_text(errors="replace").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def first(self, kind, subtype=None):
        for event in self.events():
            if event.get("type") == kind and (subtype is None or event.get("subtype") == subtype):
                return event
        return {}

    @property
    def claude_id(self):
        return self.first("system", "init").get("session_id")

    @property
    def directory(self):
        return self.first("system", "init").get("cwd")


class Fixture:
    def __init__(self, work, name, newest):
        self.work = pathlib.Path(work)
        self.has_newest_claude = newest
        self.folder = self.work / "stages" / name
        self.home = self.folder / "home"
        self.repository = self.folder / "project"
        self.bin = self.work / "bin"
        self.scenarios = {}
        self.extra = {}
        self.sessions = []
        self.folder.mkdir(parents=True)
        self.environment = {
            "CLAUDE_BIN": str(self.bin / "claude-parallel"), "CCFAKE_DIR": str(self.folder / "api"),
            "CCFAKE_BODIES": str(self.folder / "api/bodies"),
            "CCFAKE_PATH": f"{self.bin}:{self.work / 'claude'}:{SYSTEM_PATH}", "PATH": SYSTEM_PATH,
            "CCFAKE_TMUX_SOCK": str(self.folder / "tmux.sock"), "TMPDIR": str(self.folder), "HOME": str(self.home)}
        self.harness("home", self.home, self.repository)
        self.make_repository()
        self.scenario()
        self.harness("server-start", self.folder / "scenario.json")
        self.port = int((self.folder / "api/port").read_text())

    def close(self):
        for session in self.sessions:
            if session.process.poll() is None:
                session.process.kill()
                session.process.wait()
        with contextlib.suppress(Failure):
            self.harness("server-stop")
        subprocess.run(["tmux", "-S", self.environment["CCFAKE_TMUX_SOCK"], "kill-server"], capture_output=True)

    # ---------------------------------------------------------------- programs
    def harness(self, *words, environment=None):
        run = subprocess.run([str(self.work / "harness/run_cc.sh"), *map(str, words)], text=True, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment or self.environment)
        expect(run.returncode == 0, f"run_cc.sh {words[0]} ended with {run.returncode}: {run.stderr}")
        return run.stdout

    def program_environment(self):
        return {"HOME": str(self.home), "PATH": self.environment["CCFAKE_PATH"], "LANG": "C.UTF-8", "SHELL": "/bin/bash",
                "TMPDIR": str(self.home / "tmp"), **self.extra}

    def parallel(self, *words, check=True, directory=None):
        """Runs parallel-cc; its stdout, decoded where it is JSON was asked for."""
        run = subprocess.run([str(self.bin / "parallel-cc"), *map(str, words)], text=True, stdin=subprocess.DEVNULL,
                             capture_output=True, env=self.program_environment(), cwd=directory or self.repository)
        expect(not check or run.returncode == 0, f"parallel-cc {' '.join(map(str, words))} ended with {run.returncode}:"
               f" {run.stdout}{run.stderr}")
        return json.loads(run.stdout) if "--json" in words and run.stdout else run.stdout

    def git(self, *words, directory=None, check=True):
        run = subprocess.run(["git", *map(str, words)], text=True, capture_output=True, env=self.program_environment(),
                             cwd=directory or self.repository, stdin=subprocess.DEVNULL)
        expect(not check or run.returncode == 0, f"git {' '.join(map(str, words))}: {run.stderr}")
        return run.stdout

    def make_repository(self):
        self.repository.mkdir()
        self.git("init", "-q", "-b", "main")
        (self.repository / "shared.txt").write_text("line one\nline two\nline three\n")
        (self.repository / "src").mkdir()
        (self.repository / "src/deep.txt").write_text("deep\n")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "first")

    # ---------------------------------------------------------------- the API
    def scenario(self, **turns):
        """What the model says: a list of turns by scenario name (keys: fake_anthropic.py)."""
        self.scenarios.update({name: {"turns": list(value)} for name, value in turns.items()})
        new = self.folder / "scenario.new"
        new.write_text(json.dumps({"scenarios": self.scenarios}))
        new.replace(self.folder / "scenario.json")

    def api(self, path, post=True):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/__fake/{path}", method="POST" if post else "GET")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def signal(self, event):
        self.api(f"signal/{event}")

    def await_event(self, event):
        self.until(f"the model has signalled {event}", lambda: event in self.api("state", post=False)["events"])

    def until(self, what, condition):
        """Waits until the condition holds and returns its value; a limit ends it with an error that names what was awaited."""
        end = time.monotonic() + PATIENCE
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > end:
                stderr = "".join(f"\n{session.name}: {session.errors()}" for session in self.sessions)
                raise Failure(f"waited in vain until {what}{stderr}")
            time.sleep(0.05)

    # ---------------------------------------------------------------- sessions
    def start(self, scenario, *words, name=None, plain=False, directory=None, prompt=None):
        """Starts claude in print mode with the prompt SCENARIO:scenario, or one that leads there."""
        name = name or f"{len(self.sessions)}-{re.sub(r'[^a-z]', '', scenario)}"
        environment = dict(self.environment)
        if plain:
            environment["CLAUDE_BIN"] = str(self.work / "claude/claude")
        extra = [word for key, value in self.extra.items() for word in ("-e", f"{key}={value}")]
        arguments = ["print", "-C", directory or self.repository, "-H", self.home, *extra, "-p", prompt or f"go SCENARIO:{scenario}",
                     "--", "--permission-mode", "acceptEdits", "--allowedTools", "Bash", *words]
        with open(self.folder / f"{name}.jsonl", "w") as out, open(self.folder / f"{name}.stderr", "w") as err:
            process = subprocess.Popen([str(self.work / "harness/run_cc.sh"), *map(str, arguments)], stdout=out, stderr=err,
                                       stdin=subprocess.DEVNULL, env=environment)
        session = Session(self, process, name)
        self.sessions.append(session)
        return session

    def run(self, scenario, *words, status=0, **options):
        session = self.start(scenario, *words, **options)
        found = session.wait()
        expect(found == status, f"session {session.name} ended with {found}, wanted {status}: {session.errors()}")
        return session

    def terminal(self, name, *words, plain=False, directory=None):
        """An interactive claude under tmux, started through the wrapper."""
        environment = dict(self.environment)
        if plain:
            environment["CLAUDE_BIN"] = str(self.work / "claude/claude")
        extra = [word for key, value in self.extra.items() for word in ("-e", f"{key}={value}")]
        self.harness("tmux-start", name, "-C", directory or self.repository, "-H", self.home, *extra,
                     "--", "--permission-mode", "acceptEdits", "--allowedTools", "Bash", *words, environment=environment)
        self.harness("tmux-wait", name, "❯", PATIENCE)

    def shell(self, name):
        """An interactive bash under tmux, as a person has it, where claude-parallel can be typed."""
        variables = {**self.program_environment(), "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{self.port}", "PS1": "shell> ",
                     "ANTHROPIC_API_KEY": "sk-ant-fake-" + "0" * 24, "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
                     "DISABLE_AUTOUPDATER": "1", "TERM": "xterm-256color"}
        subprocess.run(["tmux", "-f", "/dev/null", "-S", self.environment["CCFAKE_TMUX_SOCK"], "new-session", "-d", "-s", name,
                        "-x", "160", "-y", "50", "-c", str(self.repository), "env", "-i",
                        *[f"{key}={value}" for key, value in variables.items()], "bash", "--norc", "--noprofile", "-i"],
                       check=True, env=self.environment)
        self.harness("tmux-wait", name, "shell>", PATIENCE)

    def occupy_main(self):
        """A session that works in the main checkout until the event `main-may-end`."""
        self.scenario(holder=[{"text": "I hold.", "tools": [bash("true")]},
                              {"text": "Done.", "reached": "main-is-held", "wait": {"event": "main-may-end", "timeout_ms": 300000}}])
        session = self.start("holder", name="holder")
        self.await_event("main-is-held")
        return session

    # ---------------------------------------------------------------- what can be seen
    def status(self):
        return self.parallel("status", "--json")

    def live(self):
        return self.status()["sessions"]

    def linked(self):
        """The one live session that is not in the main checkout."""
        found = [session for session in self.live() if not session["isMainRepo"]]
        equal(len(found), 1, "sessions in a linked worktree")
        return found[0]

    def worktrees(self):
        text = self.git("worktree", "list", "--porcelain", "-z")
        return [line[len("worktree "):] for line in text.split("\0") if line.startswith("worktree ")]

    def find_content(self, content):
        """Where these bytes are now: worktrees that hold them, or 'objects' when a ref reaches them."""
        found = []
        for worktree in self.worktrees():
            for path in pathlib.Path(worktree).rglob("*"):
                if ".git" not in path.parts and path.is_file() and path.read_text(errors="replace") == content:
                    found.append(str(path))
        blob = subprocess.run(["git", "hash-object", "--stdin"], input=content, text=True, capture_output=True,
                              cwd=self.repository, env=self.program_environment()).stdout.strip()
        if re.search(rf"^{blob}\b", self.git("rev-list", "--objects", "--all"), re.M):
            found.append("objects")
        return found

    def expect_kept(self, *contents):
        """Nothing lost: each content is in a worktree or reachable from a ref (branch, rescue); git finds no damage."""
        for content in contents:
            expect(self.find_content(content), f"lost: {content!r}; worktrees {self.worktrees()}, refs"
                   f" {self.git('for-each-ref')}")
        self.git("fsck", "--strict", "--no-dangling")

    def process_state(self, pid):
        """One letter (R, S, T, Z, …), nothing for a process that does not exist."""
        try:
            return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return None

    def is_running(self, pid):
        return self.process_state(pid) not in (None, "Z")

    def until_gone(self, pid, what):
        self.until(f"{what} ({pid}) is gone", lambda: not self.is_running(pid))

    def kill(self, pid, number):
        os.kill(pid, getattr(signal, f"SIG{number}"))
