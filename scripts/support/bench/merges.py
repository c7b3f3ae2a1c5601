"""Rows of merge detection."""
import json
import subprocess


def merges(bench):
    commits, branches = (2000, 40) if bench.quick else (20000, 200)
    repository = history(bench, "merges", commits, branches)
    status = ["parallel-cc", "merge", "status", "--json"]
    cold = bench.run(status, repository)
    states = json.loads(bench.output(status, repository))["branches"]
    found = {how: sum(one["how"] == how for one in states) for how in sorted({one["how"] for one in states})}
    if len(states) != branches or len(found) < 4:
        raise RuntimeError(f"merges: {found}")
    times = bench.interleaved(5 if bench.quick else 15, ours=lambda: bench.run(status, repository),
                             git=lambda: bench.run(["git", "branch", "--merged", "main"], repository))
    bench.row(f"merges, {branches} branches, {commits} commits", times["ours"], times["git"], "git branch --merged",
             "<= 1000 ms", lambda ms: 1000,
             f"parallel-cc merge status --json, patches cached; the first time: {cold:.0f} ms")


def history(bench, name, commits, branches):
    """A target of so many commits, and branches that part from it all along: merged, squashed, rebased, not merged."""
    folder = bench.folder / name
    folder.mkdir()
    bench.output(["git", "init", "-q"], folder)
    stream, mark, files = [], 0, 500

    def commit(branch, message, changes, parents=()):
        nonlocal mark
        mark += 1
        stream.append(f"commit refs/heads/{branch}\nmark :{mark}\ncommitter b <b@example.invalid> {1_600_000_000 + mark * 60} "
                      f"+0000\ndata {len(message)}\n{message}\n")
        for number, parent in enumerate(parents):
            stream.append(f"{'from' if number == 0 else 'merge'} :{parent}\n")
        for path, text in changes:
            stream.append(f"M 644 inline {path}\ndata {len(text)}\n{text}\n")
        return mark

    def text(number, step):
        return "".join(f"line {line} of {number}, {step if line == step % 40 else 0}\n" for line in range(40))

    last = commit("main", "all", [(f"d{n // 25}/f{n}.txt", text(n, 0)) for n in range(files)])
    every, waiting, number = max(1, commits // (branches + 1)), [], 0
    while number < commits - 1:
        file = number * 7919 % files
        last = commit("main", f"change {number}", [(f"d{file // 25}/f{file}.txt", text(file, number))], (last,))
        number += 1
        if number % every == 0 and len(waiting) < branches:
            branch, parent, own = len(waiting), last, []
            for step in range(3):
                own.append([(f"b{branch}/{step}.txt", f"{branch} {step}\n" * 20)])
                parent = commit(f"topic{branch}", f"topic {branch} {step}", own[-1], (parent,))
            waiting.append(branch)
            if branch % 4 == 1:
                last = commit("main", f"squash {branch}", sum(own, []), (last,))
            elif branch % 4 == 2:
                for step in range(3):
                    last = commit("main", f"topic {branch} {step}", own[step], (last,))
            elif branch % 4 == 3:
                last = commit("main", f"merge {branch}", sum(own, []), (last, parent))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, env=bench.environment, check=True,
                   input="".join(stream).encode())
    bench.output(["git", "reset", "-q", "--hard", "main"], folder)
    bench.output(["git", "repack", "-adq"], folder)
    return folder


ROWS = {"merges": merges}
