"""Rows of the hook: beats, and the guard on writes and on Bash."""
import json
import subprocess
import time


def beat(bench):
    repository = bench.repository("beats", 50)
    pids = [bench.sleeper() for _ in range(20)]
    for pid in pids:
        bench.register(repository, pid)
    payload = json.dumps({"session_id": "00000000-0000-4000-8000-000000000000", "cwd": str(repository),
                          "hook_event_name": "PostToolUse", "tool_name": "Write", "tool_use_id": "toolu_1",
                          "tool_input": {"file_path": str(repository / "a.txt"), "content": "x" * 2000},
                          "tool_response": {"type": "create", "structuredPatch": []}, "duration_ms": 20}).encode()

    def beat(pid):
        return bench.hook(repository, payload, {"CLAUDE_PID": str(pid), "CLAUDECODE": "1"})

    def true():
        return bench.run(["/bin/true"], repository, payload)

    rounds = 100 if bench.quick else 400
    times = bench.interleaved(rounds, beat=lambda: beat(pids[0]), true=true)
    bench.row("beat", times["beat"], times["true"], "/bin/true", "<= 2.5 x", lambda ms: 2.5 * ms,
             "PostToolUse hook with 2 KB of input, start to exit")
    (bench.folder / "payload").write_bytes(payload.replace(b"tool_use_id", b"none"))
    each = 5 if bench.quick else 50

    def crowd(program):
        """Milliseconds of one run while 20 shells run the program one time after the other."""
        loop = f"i=0; while [ $i -lt {each} ]; do {program} <\"$PAYLOAD\"; i=$((i+1)); done"
        start = time.perf_counter_ns()
        shells = [subprocess.Popen(["/bin/sh", "-c", loop], cwd=repository, env={
            **bench.environment, "PAYLOAD": str(bench.folder / "payload"), "CLAUDE_PID": str(pid), "CLAUDECODE": "1"})
            for pid in pids]
        for shell in shells:
            shell.wait()
        return (time.perf_counter_ns() - start) / 1e6 / (each * len(pids))

    times = bench.interleaved(4 if bench.quick else 10, beat=lambda: crowd("parallel-cc-heartbeat"),
                             true=lambda: crowd("/bin/true"))
    bench.row("beat, 20 sessions at once", times["beat"], times["true"], "/bin/true, 20 at once", "<= 2.5 x",
             lambda ms: 2.5 * ms, "wall clock by number of runs, 20 shells at once, each for its session")


def guard(bench):
    repository = bench.repository("guard", 50)
    holder, writer = bench.sleeper(), bench.sleeper()
    for pid in (holder, writer):
        bench.register(repository, pid)
    sessions = json.loads(bench.output(["parallel-cc", "status", "--json", "--no-git"]))["sessions"]
    session = next(one["sessionId"] for one in sessions if one["pid"] == holder)
    claims = 100 if bench.quick else 1000
    for number in range(claims):
        bench.run(["parallel-cc", "claims", "take", "--file", str(repository / f"claimed{number}"), "--session", session])
    payload = json.dumps({"session_id": "00000000-0000-4000-8000-000000000000", "cwd": str(repository),
                          "hook_event_name": "PreToolUse", "tool_name": "Write", "tool_use_id": "toolu_1",
                          "tool_input": {"file_path": str(repository / "a.txt"), "content": "x" * 2000}}).encode()
    environment = {"CLAUDE_PID": str(writer), "CLAUDECODE": "1"}
    times = bench.interleaved(
        100 if bench.quick else 400, guard=lambda: bench.hook(repository, payload, environment),
        true=lambda: bench.run(["/bin/true"], repository, payload))
    bench.row(f"guard, {claims} claims", times["guard"], times["true"], "/bin/true", "<= 4 x", lambda ms: 4 * ms,
             "PreToolUse hook of a write that is allowed, start to exit")
    guard_bash(bench, repository, claims, environment)


def guard_bash(bench, repository, claims, environment):
    """Before and after a Bash command, in a repository with a stash."""
    for number in range(20):
        (repository / "d0/e0/file0.txt").write_text(f"stashed {number}\n")
        bench.output(["git", "stash", "push", "-q"], repository)

    def payload(event, command, changed=()):
        said = {"stdout": "x" * 2000, "stderr": "", "interrupted": False}
        if changed:
            said["bashEditDiff"] = {"files": [], "moreFiles": len(changed), "changedFiles": [str(one) for one in changed]}
        return json.dumps({"session_id": "00000000-0000-4000-8000-000000000000", "cwd": str(repository),
                           "hook_event_name": event, "tool_name": "Bash", "tool_use_id": "toolu_1",
                           "tool_input": {"command": command}, "tool_response": said}).encode()

    cases = {
        "plain": payload("PostToolUse", "make -j2 && make test"),
        "changed": payload("PostToolUse", "make", [repository / f"d0/e0/file{number}.txt" for number in range(20)]),
        "take": payload("PreToolUse", "git stash pop"),
    }
    true = cases["plain"]
    times = bench.interleaved(
        100 if bench.quick else 400, true=lambda: bench.run(["/bin/true"], repository, true),
        **{name: lambda text=text: bench.hook(repository, text, environment)
           for name, text in cases.items()})
    for name, row, factor, measured in (
            ("plain", "after Bash, nothing changed", 2.5, "PostToolUse hook, start to exit"),
            ("changed", f"after Bash, 20 files changed, {claims} claims", 6, "PostToolUse hook, start to exit"),
            ("take", "before git stash pop, 20 entries", 4, "PreToolUse hook of a command that is allowed")):
        bench.row(row, times[name], times["true"], "/bin/true", f"<= {factor} x",
                 lambda ms, factor=factor: factor * ms, measured)


ROWS = {"beat": beat, "guard": guard}
