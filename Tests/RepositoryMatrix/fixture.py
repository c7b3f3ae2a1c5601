"""A scratch fixture: a HOME, a data directory, one git, the built programs."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile


class Fixture:
    def __init__(self, programs, git_folder):
        self.programs = pathlib.Path(programs)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="parallel-cc-matrix.")).resolve()
        self.sleepers = []
        path = [str(folder) for folder in (git_folder, self.programs) if folder] + ["/usr/local/bin", "/usr/bin", "/bin"]
        self.environment = {
            "HOME": str(self.folder / "home"), "PATH": ":".join(path), "LANG": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
            "TMPDIR": str(self.folder / "tmp"), "PARALLEL_CC_DATA_DIR": str(self.folder / "data"),
            "LLVM_PROFILE_FILE": "/dev/null"}
        for name in ("home", "tmp"):
            (self.folder / name).mkdir()
        (self.folder / "home/.gitconfig").write_text(
            "[user]\n name = Test\n email = test@example.invalid\n[init]\n defaultBranch = main\n"
            "[protocol \"file\"]\n allow = always\n[advice]\n detachedHead = false\n")

    def close(self):
        for sleeper in self.sleepers:
            sleeper.kill()
            sleeper.wait()
        for daemon in self.daemons():
            os.kill(daemon, signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)

    def daemons(self):
        """Those of git's in this fixture that watch files."""
        found = []
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
                home = f"HOME={self.environment['HOME']}".encode()
                if b"fsmonitor--daemon" in words and home in (process / "environ").read_bytes().split(b"\0"):
                    found.append(int(process.name))
            except OSError:  # gone meanwhile, or another user's
                continue
        return found

    def run(self, words, at, statuses=(0,), text=None, **variables):
        """The result of a program; its words where it ends with another status."""
        result = subprocess.run(
            [str(word) for word in words], cwd=at, env={**self.environment, **variables}, text=True, capture_output=True,
            **({"input": text} if text is not None else {"stdin": subprocess.DEVNULL}))
        if statuses and result.returncode not in statuses:
            said = (result.stderr + result.stdout).strip()
            raise AssertionError(f"{' '.join(map(str, words))} ended with {result.returncode}: {said[-400:]}")
        return result

    def git(self, *words, at, statuses=(0,)):
        return self.run(["git", *words], at, statuses).stdout.strip()

    def parallel(self, *words, at, statuses=(0,)):
        """An answer as one JSON document."""
        return json.loads(self.run(["parallel-cc", *words, "--json"], at, statuses).stdout)

    def hook(self, process, at, event, **fields):
        """What the hot hook says of an event of a session's; None where it says nothing."""
        payload = {"hook_event_name": event, "session_id": f"claude-{process.pid}", "cwd": str(at), **fields}
        said = self.run(["parallel-cc-heartbeat"], at, text=json.dumps(payload), CLAUDE_PID=str(process.pid)).stdout
        return json.loads(said)["hookSpecificOutput"] if said.strip() else None

    def tool(self, name, at, **arguments):
        """The answer of an MCP tool to the session whose process this one is."""
        request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        said = self.run(["parallel-cc", "mcp", "serve"], at, text=json.dumps(request) + "\n")
        return json.loads(said.stdout.splitlines()[-1])["result"]

    def process(self):
        """A process that stands in for claude."""
        self.sleepers.append(subprocess.Popen(["sleep", "1000"], stdin=subprocess.DEVNULL))
        return self.sleepers[-1]

    def end(self, process):
        process.kill()
        process.wait()
        self.sleepers.remove(process)
