"""However a session ends, its work is kept: real signals to the real claude and to the runner, the end of a terminal."""
import pathlib

from fixture import bash, equal, expect, write

FOREVER = 300000
COMMITTED, CHANGED, UNTRACKED, STAGED = "committed\n", "changed, not committed\n", "never added\n", "staged only\n"
WORK = (COMMITTED, CHANGED, UNTRACKED, STAGED)


def start_work(fixture):
    """A session in a worktree with a commit, a staged, a changed and an untracked file, in the middle of its turn."""
    fixture.occupy_main()
    fixture.scenario(worker=[
        {"tools": [write("committed.txt", COMMITTED), bash("git add committed.txt && git commit -qm work")]},
        {"tools": [bash(f"printf '{CHANGED.strip()}\\n' > shared.txt"), write("staged.txt", STAGED),
                   bash("git add staged.txt"), write("untracked.txt", UNTRACKED)]},
        {"text": "Done.", "reached": "wrote", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])


def rescues(fixture):
    return fixture.parallel("rescue", "list", "--json")["rescues"]


def expect_saved(fixture, path):
    """The work is in the worktree, which was kept, or in a rescue that brings it back."""
    fixture.expect_kept(*WORK)
    if pathlib.Path(path).exists():
        return
    found = rescues(fixture)
    equal(len(found), 1, "rescues")
    fixture.parallel("rescue", "restore", found[0]["id"])
    holders = [place for place in fixture.find_content(UNTRACKED) if place != "objects"]
    equal(len(holders), 1, "worktrees that hold the restored file")
    restored = pathlib.Path(holders[0]).parent
    equal((restored / "shared.txt").read_text(), CHANGED, "the restored change")
    names = fixture.git("status", "--porcelain", directory=restored).splitlines()
    equal(sorted(names), [" M shared.txt", "?? untracked.txt", "A  staged.txt"], "status of the restored worktree")


def test_signal(fixture, target, number):
    """A signal to claude or to the runner: the status is claude's own and the work is saved."""
    start_work(fixture)
    worker = fixture.start("worker")
    fixture.await_event("wrote")
    place = fixture.linked()
    fixture.until("all is written", lambda: (pathlib.Path(place["worktreePath"]) / "untracked.txt").exists())
    runner, claude = worker.process.pid, place["pid"]
    expect(runner != claude, "the runner is not the session's process")
    fixture.kill(claude if target == "claude" else runner, number)
    if (target, number) == ("runner", "KILL"):
        return survive_runner(fixture, worker, place)
    status = worker.wait()
    wanted = {"TERM": (143, -15), "HUP": (129, -1), "INT": (0, 130, -2), "KILL": (-9,)}[number]
    expect(status in wanted, f"exit status {status}, wanted one of {wanted}")
    fixture.until_gone(claude, "claude")
    equal(len(fixture.live()), 1, "live sessions")
    expect_saved(fixture, place["worktreePath"])
    return None


test_signal.cases = [("claude", "TERM"), ("claude", "HUP"), ("claude", "INT"), ("claude", "KILL"),
                     ("runner", "TERM"), ("runner", "HUP"), ("runner", "KILL")]


def survive_runner(fixture, worker, place):
    """Claude lives on without its runner, and so does its session; when it ends, cleanup saves its work."""
    equal(worker.wait(), -9, "exit status of the runner")
    expect(fixture.is_running(place["pid"]), "claude has ended with its runner")
    equal(fixture.linked()["worktreePath"], place["worktreePath"], "worktree of the session without runner")
    fixture.signal("may-end")
    fixture.until_gone(place["pid"], "claude")
    fixture.expect_kept(*WORK)
    expect(pathlib.Path(place["worktreePath"]).exists() or rescues(fixture), "the worktree went without a rescue")
    report = fixture.status()
    equal(report["totalSessions"], 1, "live sessions")
    equal([lost["sessionId"] for lost in report["lost"]], [place["sessionId"]], "lost sessions")
    answer = fixture.parallel("cleanup", "--json")
    equal((answer["removed"], answer["worktreesRemoved"]), (1, [place["worktreePath"]]), f"what cleanup did ({answer})")
    expect_saved(fixture, place["worktreePath"])


def test_terminal_goes_away(fixture):
    """The terminal is closed (tmux kill-session) on an interactive session in a worktree: its work is saved."""
    start_work(fixture)
    fixture.terminal("work")
    fixture.harness("tmux-send", "work", "go SCENARIO:worker")
    fixture.await_event("wrote")
    place = fixture.linked()
    runner = int(fixture.harness("tmux-pid", "work"))
    fixture.until("all is written", lambda: (pathlib.Path(place["worktreePath"]) / "untracked.txt").exists())
    fixture.harness("tmux-stop", "work")
    fixture.until_gone(place["pid"], "claude")
    fixture.until_gone(runner, "the runner")
    equal(len(fixture.live()), 1, "live sessions")
    expect_saved(fixture, place["worktreePath"])


def test_everything_is_killed(fixture):
    """Claude and runner killed with -9 at once: the session is lost, not gone, and cleanup saves its work."""
    start_work(fixture)
    worker = fixture.start("worker")
    fixture.await_event("wrote")
    place = fixture.linked()
    fixture.until("all is written", lambda: (pathlib.Path(place["worktreePath"]) / "untracked.txt").exists())
    fixture.kill(worker.process.pid, "KILL")
    fixture.kill(place["pid"], "KILL")
    worker.wait()
    fixture.until_gone(place["pid"], "claude")
    report = fixture.status()
    equal([lost["sessionId"] for lost in report["lost"]], [place["sessionId"]], "lost sessions")
    expect(pathlib.Path(place["worktreePath"]).exists(), "the worktree of a lost session was removed")
    fixture.scenario(next=[{"text": "Done."}])
    fixture.run("next")
    expect(pathlib.Path(place["worktreePath"]).exists(), "another session's start removed work")
    fixture.parallel("cleanup", "--json")
    expect_saved(fixture, place["worktreePath"])


def test_exit_of_interactive_session(fixture):
    """/exit in a worktree that holds nothing: worktree and branch go, status is claude's 0."""
    fixture.occupy_main()
    fixture.terminal("quick")
    fixture.until("it has a worktree", lambda: [one for one in fixture.live() if not one["isMainRepo"]])
    place = fixture.linked()
    runner = int(fixture.harness("tmux-pid", "quick"))
    fixture.harness("tmux-send", "quick", "/exit")
    fixture.until_gone(runner, "the runner")
    equal((len(fixture.live()), fixture.worktrees()), (1, [str(fixture.repository)]), "live sessions and worktrees")
    equal(fixture.git("branch", "--list", place["branch"]), "", "branch")
    fixture.expect_kept("deep\n")


def test_interrupt_and_suspend(fixture):
    """In a shell under tmux: Ctrl-Z stops the session, fg brings it back, Ctrl-C reaches claude, all as without us."""
    fixture.scenario(turn=[{"text": "The turn is over."}])
    fixture.shell("jobs")
    fixture.harness("tmux-send", "jobs", "claude-parallel --permission-mode acceptEdits")
    fixture.harness("tmux-wait", "jobs", "❯", 60)
    claude = fixture.until("the session lives", fixture.live)[0]["pid"]
    fixture.harness("tmux-key", "jobs", "C-z")
    fixture.until("claude is stopped", lambda: fixture.process_state(claude) == "T")
    fixture.harness("tmux-wait", "jobs", "Stopped +claude-parallel", 60)
    equal(len(fixture.live()), 1, "live sessions while it is stopped")
    fixture.harness("tmux-send", "jobs", "fg")
    fixture.until("claude goes on", lambda: fixture.process_state(claude) not in (None, "T"))
    fixture.harness("tmux-send", "jobs", "go SCENARIO:turn")
    fixture.harness("tmux-wait", "jobs", "The turn is over", 60)
    equal([one["pid"] for one in fixture.live()], [claude], "live sessions")
    fixture.harness("tmux-key", "jobs", "C-c")
    fixture.harness("tmux-key", "jobs", "C-c")
    fixture.until_gone(claude, "claude")
    fixture.harness("tmux-send", "jobs", "echo ended=$?")
    fixture.harness("tmux-wait", "jobs", "ended=0", 60)
    fixture.until("the session was released", lambda: not fixture.live())
