"""A repository with a main checkout and a linked worktree, in which this process and another one are sessions."""
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

from mcp import Client, StdioServerParameters


class Fixture:
    def __init__(self, program):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="parallel-cc-mcp.")).resolve()
        self.repository = self.folder / "repo"
        self.environment = {"HOME": str(self.folder / "home"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                            "PARALLEL_CC_DATA_DIR": str(self.folder / "data"), "GIT_CONFIG_NOSYSTEM": "1",
                            "TMPDIR": str(self.folder / "tmp")}
        for name in ("home", "tmp", "repo"):
            (self.folder / name).mkdir()
        (self.folder / "home/.gitconfig").write_text("[user]\n name = Test\n email = test@example.invalid\n"
                                                     "[init]\n defaultBranch = main\n")
        self.git("init", "-q")
        self.commit({"README": "hello\n", "src/a.py": "def one():\n    return 1\n"}, "First")
        # The server's parent is this process, as claude would be.
        self.own = self.register(os.getpid())
        self.sleeper = subprocess.Popen(["sleep", "600"])
        self.other = self.register(self.sleeper.pid)
        self.worktree = pathlib.Path(self.other["worktreePath"])
        self.branch = self.git("symbolic-ref", "--short", "HEAD", at=self.worktree)

    def close(self):
        self.sleeper.kill()
        self.sleeper.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def git(self, *words, at=None, fails=False):
        return subprocess.run(["git", *words], cwd=at or self.repository, env=self.environment, check=not fails, text=True,
                              capture_output=True, stdin=subprocess.DEVNULL).stdout.rstrip("\n")

    def commit(self, files, message, at=None):
        for name, content in files.items():
            path = (at or self.repository) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        self.git("add", "-A", at=at)
        self.git("commit", "-q", "-m", message, at=at)

    def parallel(self, *words, at=None):
        run = subprocess.run([self.program, *words], cwd=at or self.repository, env=self.environment, text=True,
                             capture_output=True, stdin=subprocess.DEVNULL)
        return json.loads(run.stdout) if "--json" in words else run.stdout

    def tool(self, name, **arguments):
        """The answer of a tool, asked by hand."""
        request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        run = subprocess.run([self.program, "mcp", "serve"], cwd=self.repository, env=self.environment, text=True,
                             input=json.dumps(request) + "\n", capture_output=True)
        return json.loads(run.stdout)["result"]["structuredContent"]

    def register(self, pid):
        return self.parallel("register", "--repo", str(self.repository), "--pid", str(pid), "--json")

    def waiters(self):
        """How many processes wait for a claim."""
        with contextlib.closing(sqlite3.connect(self.folder / "data/coordinator.db")) as database:
            return database.execute("SELECT count(*) FROM claim_waiters").fetchone()[0]

    @contextlib.asynccontextmanager
    async def client(self, directory=None, **options):
        """A client whose server runs in a directory, as claude's does in the project."""
        server = StdioServerParameters(command=self.program, args=["mcp", "serve"], env=self.environment,
                                       cwd=directory or self.repository)
        faults = []

        async def handle(message):
            if isinstance(message, Exception):
                faults.append(message)

        async with Client(server, read_timeout_seconds=60, message_handler=handle, **options) as client:
            yield client
        if faults:
            raise AssertionError(f"the client could not understand: {faults}")
