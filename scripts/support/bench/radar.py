"""Rows of the radar."""
import concurrent.futures
import json
import pathlib
import sqlite3
import subprocess
import time


def radar(bench):
    files, count = (2000, 8) if bench.quick else (20000, 20)
    repository = bench.repository("radar", files, distinct=True)
    worktrees = [radar_worktree(bench, repository, files, number) for number in range(count)]
    time.sleep(1.5)     # what was written within the last second is always read again
    places = [repository, *worktrees]
    branches = ["main", *(path.name for path in worktrees)]
    database = pathlib.Path(bench.environment["PARALLEL_CC_DATA_DIR"]) / "coordinator.db"

    def look():
        """Conflicts are there and are found: status 3."""
        start = time.perf_counter_ns()
        done = subprocess.run(["parallel-cc", "radar", "--all", "--json"], cwd=repository, env=bench.environment,
                              capture_output=True, stdin=subprocess.DEVNULL)
        if done.returncode != 3:
            raise RuntimeError(f"radar ended with {done.returncode}: {done.stderr.decode()[-500:]}")
        return (time.perf_counter_ns() - start) / 1e6

    def cold():
        with sqlite3.connect(database) as connection:
            for table in ("merge_previews", "work_hashes", "radar_pairs", "radar_runs"):
                connection.execute(f"DELETE FROM {table}")
        connection.close()
        return look()

    def merges():
        start = time.perf_counter_ns()
        for number, one in enumerate(branches):
            for other in branches[number + 1:]:
                subprocess.run(["git", "merge-tree", "--write-tree", one, other], cwd=repository,
                               env=bench.environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        return (time.perf_counter_ns() - start) / 1e6

    def git_status():
        start = time.perf_counter_ns()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda path: bench.run(["git", "status", "--porcelain"], path,
                                                extra={"GIT_OPTIONAL_LOCKS": "0"}), places))
        return (time.perf_counter_ns() - start) / 1e6

    look()
    rounds = 3 if bench.quick else 7
    times = {name: [] for name in ("cold", "unchanged", "merges", "status")}
    for _ in range(rounds):
        for name, action in (("status", git_status), ("cold", cold), ("unchanged", look), ("merges", merges)):
            times[name].append(action())
    pairs = [first - second for first, second in zip(times["cold"], times["unchanged"])]
    both = [first + second for first, second in zip(times["merges"], times["status"])]
    name = f"radar, {count} worktrees, {files} files"
    bench.row(f"{name}, all pairs", pairs, times["merges"], "git merge-tree for each", "<= 0.1 x", lambda ms: 0.1 * ms,
             "the first radar less an unchanged one: what the merging itself takes")
    bench.row(f"{name}, first", times["cold"], both, "git status and merge-tree", "<= 0.5 x", lambda ms: 0.5 * ms,
             "parallel-cc radar --json with nothing remembered, looking at all worktrees included")
    bench.row(f"{name}, unchanged", times["unchanged"], times["status"], "git status, two at a time", "<= 1.2 x",
             lambda ms: 1.2 * ms, "parallel-cc radar --json a second time")
    bench.row(f"{name}, watched", watched(bench, repository, worktrees[0], 2 * rounds), None, None, "<= 300 ms",
             lambda ms: 300, "parallel-cc radar --watch --json: from a file's change to the answer")


def watched(bench, repository, worktree, rounds):
    """Milliseconds until a watching radar says that the one changed file of a worktree is, or is no longer, changed."""
    file = worktree / "d0/e0/file0.txt"
    changed, committed = file.read_bytes(), bench.output(["git", "show", "HEAD:d0/e0/file0.txt"], worktree)
    times = []
    with subprocess.Popen(["parallel-cc", "radar", "--all", "--watch", "--json"], cwd=repository, env=bench.environment,
                          stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, bufsize=0) as process:
        output = process.stdout
        output.readline()
        for number in range(rounds):
            start = time.perf_counter_ns()
            file.write_bytes(changed if number % 2 else committed)
            nodes = json.loads(output.readline())["nodes"]
            times.append((time.perf_counter_ns() - start) / 1e6)
            if next(node["dirty"] for node in nodes if node["path"] == str(worktree)) != bool(number % 2):
                raise RuntimeError("the watching radar answered before it had seen the change")
        process.terminate()
    return times


def radar_worktree(bench, repository, files, number):
    """A worktree with five commits of 22 files each and one uncommitted change; some files are many's."""
    path = bench.folder / f"radar-w{number}"
    bench.output(["git", "worktree", "add", "-q", "-b", path.name, str(path)], repository)
    for commit in range(5):
        own = [(number * 7919 + commit * 104729 + step * 613) % files for step in range(21)]
        for file in [*own, (number + commit) % 40 * 11]:
            change_line(bench, path, file, f"changed by {number} in {commit}\n")
        bench.output(["git", "commit", "-q", "-a", "-m", f"work {commit}"], path)
    change_line(bench, path, number % 7 * 11, f"not committed by {number}\n")
    return path


def change_line(bench, folder, number, line):
    path = folder / f"d{number // 50 // 20}/e{number // 50}/file{number}.txt"
    lines = path.read_text().splitlines(True)
    lines[len(line) * 7919 % len(lines)] = line
    path.write_text("".join(lines))


ROWS = {"radar": radar}
