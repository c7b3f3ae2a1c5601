"""What all rows share: the scratch folder, repositories and sessions in it, and interleaved measuring."""
import itertools
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(os.path.realpath(__file__)).parents[3]
PROGRAMS = pathlib.Path(os.environ.get("PARALLEL_CC_TEST_BINARIES", ROOT / ".build/release")).resolve()


class Bench:
    """A scratch folder with programs and sessions, the measuring, and the rows that it gives."""

    def __init__(self, quick):
        self.quick = quick
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="parallel-cc-bench.")).resolve()
        self.bin = self.folder / "bin"
        self.sleepers = []
        self.calls = itertools.count(1)
        self.rows = []
        self.make_programs()
        # None of the caller's settings, Claude's least of all.
        self.environment = {"HOME": str(self.folder / "home"), "PATH": f"{self.bin}:/usr/local/bin:/usr/bin:/bin",
                            "LANG": "C.UTF-8", "PARALLEL_CC_DATA_DIR": str(self.folder / "data"),
                            "GIT_CONFIG_NOSYSTEM": "1", "SHELL": "/bin/bash"}
        (self.folder / "home").mkdir()
        (self.folder / "home/.gitconfig").write_text("[user]\n name = Bench\n email = bench@example.invalid\n"
                                                     "[init]\n defaultBranch = main\n[gc]\n auto = 0\n")

    def make_programs(self):
        self.bin.mkdir()
        for name in ("parallel-cc", "parallel-cc-run", "parallel-cc-heartbeat"):
            if not (PROGRAMS / name).exists():
                sys.exit(f"bench: {PROGRAMS / name} is missing; run: swift build -c release")
            (self.bin / name).symlink_to(PROGRAMS / name)
        shutil.copy(ROOT / "scripts/claude-parallel", self.bin / "claude-parallel")
        shutil.copy("/bin/date", self.bin / "claude")      # says when it runs: claude +%s%N

    def close(self):
        for process in self.sleepers:
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, command, directory=None, standard_input=None, extra=None):
        """Milliseconds from start to end of a command that must succeed."""
        start = time.perf_counter_ns()
        done = subprocess.run(command, cwd=directory, env={**self.environment, **(extra or {})}, capture_output=True,
                              **({"input": standard_input} if standard_input else {"stdin": subprocess.DEVNULL}))
        elapsed = (time.perf_counter_ns() - start) / 1e6
        if done.returncode != 0:
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
        return elapsed

    def hook(self, repository, payload, environment):
        """Of a call of its own: the hook drops a second one for the same call."""
        call = b"toolu_%d" % next(self.calls)
        return self.run(["parallel-cc-heartbeat"], repository, payload.replace(b"toolu_1", call), environment)

    def output(self, command, directory=None, extra=None):
        return subprocess.run(command, cwd=directory, env={**self.environment, **(extra or {})}, capture_output=True,
                              stdin=subprocess.DEVNULL, check=True).stdout

    def interleaved(self, rounds, **actions):
        """Runs every action once a round, so that noise meets all of them; returns the times by name."""
        times = {name: [] for name in actions}
        for number in range(rounds):
            order = list(actions) if number % 2 == 0 else list(reversed(actions))
            for name in order:
                times[name].append(actions[name]())
        return times

    def row(self, name, ours, reference, reference_name, target, limit, measured):
        """`target` in words, `limit` as a function of the reference's median: what our median should stay below."""
        mine, theirs = statistics.median(ours), statistics.median(reference) if reference else None
        most = limit(theirs)
        self.rows.append({"row": name, "ms": round(mine, 3), "min_ms": round(min(ours), 3), "runs": len(ours),
                          "reference": reference_name, "reference_ms": theirs and round(theirs, 3),
                          "ratio": theirs and round(mine / theirs, 3), "target": target, "limit_ms": round(most, 3),
                          "reached": mine <= most, "measured": measured})
        print(".", end="", flush=True, file=sys.stderr)

    def repository(self, name, files, distinct=False):
        """A committed and packed repository with so many files of 2 to 16 KB in folders of 50.

        `distinct`: lines differ within a file, as those of most files do."""
        folder = self.folder / name
        folder.mkdir()
        self.output(["git", "init", "-q"], folder)
        for number in range(files):
            path = folder / f"d{number // 50 // 20}/e{number // 50}/file{number}.txt"
            if number % 50 == 0:
                path.parent.mkdir(parents=True, exist_ok=True)
            line = f"file {number} of the benchmark, {number * 7919 % 104729}\n"
            count = 40 + number * 31 % 300
            path.write_text("".join(f"{step} {line}" for step in range(count)) if distinct else line * count)
            os.utime(path, (1_700_000_000, 1_700_000_000))      # older than the index, as in a repository in use
        self.output(["git", "add", "-A"], folder)
        self.output(["git", "commit", "-q", "-m", "all"], folder)
        self.output(["git", "repack", "-adq"], folder)
        self.output(["git", "status"], folder)
        # The copier takes no file that changed in the last two seconds.
        time.sleep(2.5)
        return folder

    def sleeper(self):
        """A process that lives as long as the benchmark, to register as a session."""
        process = subprocess.Popen(["sleep", "infinity"], stdin=subprocess.DEVNULL, start_new_session=True)
        self.sleepers.append(process)
        return process.pid

    def register(self, repository, pid):
        return self.run(["parallel-cc", "register", "--repo", str(repository), "--pid", str(pid), "--json"], repository)
