"""Rows of what a user waits for at once: MCP server, status line, start of claude, status."""
import concurrent.futures
import json
import statistics
import subprocess
import time


def mcp(bench):
    """From the start of the server to its answer, and the ends of a call."""
    repository = bench.repository("mcp", 50)
    for _ in range(10):
        bench.register(repository, bench.sleeper())
    hello = json.dumps({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "2025-11-25"}})
    call = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                       "params": {"name": "list_file_claims", "arguments": {}}})

    def answered(*lines):
        """Milliseconds until all requests are answered; the first one is waited for before the next is sent."""
        start = time.perf_counter_ns()
        server = subprocess.Popen(["parallel-cc", "mcp", "serve"], cwd=repository, env=bench.environment,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for line in lines:
            server.stdin.write(line.encode() + b"\n")
            server.stdin.flush()
            server.stdout.readline()
        elapsed = (time.perf_counter_ns() - start) / 1e6
        server.stdin.close()
        server.wait()
        return elapsed

    times = bench.interleaved(20 if bench.quick else 100, start=lambda: answered(hello), call=lambda: answered(hello, call))
    bench.row("mcp, start", times["start"], None, None, "<= 30 ms", lambda ms: 30,
             "mcp serve, start to the answer to initialize")
    bench.row("mcp, start and a first call", times["call"], None, None, "<= 50 ms", lambda ms: 50,
             "the same to the answer of list_file_claims, 10 sessions")


def statusline(bench):
    repository = bench.repository("statusline", 50)
    sessions = 10 if bench.quick else 50
    pids = [bench.sleeper() for _ in range(sessions)]
    for pid in pids:
        bench.register(repository, pid)
    for number in range(100 if bench.quick else 1000):
        bench.run(["parallel-cc", "claims", "take", "--file", str(repository / f"claimed{number}"), "--session",
                  session_of(bench, pids[number % 2])])
    said = json.dumps({"session_id": "00000000-0000-4000-8000-000000000000", "cwd": str(repository),
                       "workspace": {"current_dir": str(repository)}}).encode()
    times = bench.interleaved(20 if bench.quick else 100,
                             ours=lambda: bench.run(["parallel-cc", "statusline"], repository, said))
    bench.row(f"statusline, {sessions} sessions, many claims", times["ours"], None, None, "<= 20 ms", lambda ms: 20,
             "parallel-cc statusline, start to exit")


def session_of(bench, pid):
    sessions = json.loads(bench.output(["parallel-cc", "status", "--json", "--no-git"]))["sessions"]
    return next(one["sessionId"] for one in sessions if one["pid"] == pid)


def start(bench):
    repository = bench.repository("start", 50)

    def stamp(command):
        start = time.time_ns()
        said = bench.output([*command, "+%s%N"], repository)
        return (int(said) - start) / 1e6

    times = bench.interleaved(20 if bench.quick else 60, ours=lambda: stamp(["claude-parallel"]),
                             direct=lambda: stamp(["claude"]))
    direct = statistics.median(times["direct"])
    bench.row("claude to exec, first session", [ms - direct for ms in times["ours"]], None, None, "<= 20 ms",
             lambda ms: 20, "start of claude-parallel to the first statement of claude, less a direct start")


def status(bench):
    sessions = 10 if bench.quick else 50
    repository = bench.repository("status", 200)
    for _ in range(sessions):
        bench.register(repository, bench.sleeper())
    listed = bench.output(["git", "worktree", "list", "--porcelain"], repository).decode()
    worktrees = [line[len("worktree "):] for line in listed.splitlines() if line.startswith("worktree ")]

    def git_status():
        start = time.perf_counter_ns()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda path: bench.run(["git", "status", "--porcelain"], path,
                                                extra={"GIT_OPTIONAL_LOCKS": "0"}), worktrees))
        return (time.perf_counter_ns() - start) / 1e6

    times = bench.interleaved(5 if bench.quick else 15,
                             plain=lambda: bench.run(["parallel-cc", "status", "--json", "--no-git"], repository),
                             full=lambda: bench.run(["parallel-cc", "status", "--json"], repository), git=git_status)
    bench.row(f"status, {sessions} sessions, no git columns", times["plain"], None, None, "<= 20 ms", lambda ms: 20,
             "parallel-cc status --json --no-git")
    bench.row(f"status, {sessions} sessions", times["full"], times["git"], "git status, two at a time", "<= 1.2 x",
             lambda ms: 1.2 * ms, "parallel-cc status --json")


ROWS = {"mcp": mcp, "start": start, "status": status, "statusline": statusline}
