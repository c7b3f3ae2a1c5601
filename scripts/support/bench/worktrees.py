"""Rows of worktrees: made and released."""
import json


def worktree(bench):
    worktrees_of(bench, "worktree, 100 files", 100, 5 if bench.quick else 15, "<= git + 20 ms", lambda ms: ms + 20)
    files = 2000 if bench.quick else 20000
    worktrees_of(bench, f"worktree, {files} files", files, 3 if bench.quick else 5, "<= 0.5 x", lambda ms: 0.5 * ms)


def worktrees_of(bench, name, files, rounds, target, limit):
    """New worktrees and the release of clean ones. Nothing is deleted in between: ext4 creates slowly after that."""
    repository = bench.repository(f"worktrees-{files}", files)
    bench.register(repository, bench.sleeper())
    made, counter = [], iter(range(1000))

    def ours():
        pid = bench.sleeper()
        elapsed = bench.register(repository, pid)
        made.append(pid)
        return elapsed

    def git():
        number = next(counter)
        return bench.run(["git", "worktree", "add", "-q", "-b", f"g{number}", str(bench.folder / f"g{files}-{number}")],
                        repository)

    times = bench.interleaved(rounds, ours=ours, git=git)
    bench.row(name, times["ours"], times["git"], "git worktree add", target, limit,
             "parallel-cc register of a second session, start to exit")
    sessions = json.loads(bench.output(["parallel-cc", "status", "--json", "--no-git"]))["sessions"]
    paths = {session["pid"]: session["worktreePath"] for session in sessions}
    released, compared = [], []
    for pid in made:
        compared.append(bench.run(["git", "status", "--porcelain"], paths[pid], extra={"GIT_OPTIONAL_LOCKS": "0"}))
        released.append(bench.run(["parallel-cc", "release", "--pid", str(pid), "--json"], repository))
    bench.row(f"release, {files} files, clean", released, compared, "git status", "<= 1.2 x + 20 ms",
             lambda ms: 1.2 * ms + 20, "parallel-cc release, start to exit")


ROWS = {"worktree": worktree}
