"""However a session ends, its work is kept: real signals to the real claude and to the runner, the end of a terminal."""
import pathlib

from stage import bash, equal, expect, write

FOREVER = 300000
COMMITTED, CHANGED, UNTRACKED, STAGED = "committed\n", "changed, not committed\n", "never added\n", "staged only\n"
WORK = (COMMITTED, CHANGED, UNTRACKED, STAGED)


def start_work(stage):
    """A session in a worktree with a commit, a staged, a changed and an untracked file, in the middle of its turn."""
    stage.occupy_main()
    stage.scenario(worker=[
        {"tools": [write("committed.txt", COMMITTED), bash("git add committed.txt && git commit -qm work")]},
        {"tools": [bash(f"printf '{CHANGED.strip()}\\n' > shared.txt"), write("staged.txt", STAGED),
                   bash("git add staged.txt"), write("untracked.txt", UNTRACKED)]},
        {"text": "Done.", "reached": "wrote", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])


def rescues(stage):
    return stage.parallel("rescue", "list", "--json")["rescues"]


def expect_saved(stage, path):
    """The work is in the worktree, which was kept, or in a rescue that brings it back."""
    stage.expect_kept(*WORK)
    if pathlib.Path(path).exists():
        return
    found = rescues(stage)
    equal(len(found), 1, "rescues")
    stage.parallel("rescue", "restore", found[0]["id"])
    holders = [place for place in stage.find_content(UNTRACKED) if place != "objects"]
    equal(len(holders), 1, "worktrees that hold the restored file")
    restored = pathlib.Path(holders[0]).parent
    equal((restored / "shared.txt").read_text(), CHANGED, "the restored change")
    names = stage.git("status", "--porcelain", directory=restored).splitlines()
    equal(sorted(names), [" M shared.txt", "?? untracked.txt", "A  staged.txt"], "status of the restored worktree")


def test_signal(stage, target, number):
    """A signal to claude or to the runner: the status is claude's own and the work is saved."""
    start_work(stage)
    worker = stage.start("worker")
    stage.await_event("wrote")
    place = stage.linked()
    stage.until("all is written", lambda: (pathlib.Path(place["worktreePath"]) / "untracked.txt").exists())
    runner, claude = worker.process.pid, place["pid"]
    expect(runner != claude, "the runner is not the session's process")
    stage.kill(claude if target == "claude" else runner, number)
    if (target, number) == ("runner", "KILL"):
        return survive_runner(stage, worker, place)
    status = worker.wait()
    wanted = {"TERM": (143, -15), "HUP": (129, -1), "INT": (0, 130, -2), "KILL": (-9,)}[number]
    expect(status in wanted, f"exit status {status}, wanted one of {wanted}")
    stage.until_gone(claude, "claude")
    equal(len(stage.live()), 1, "live sessions")
    expect_saved(stage, place["worktreePath"])
    return None


test_signal.cases = [("claude", "TERM"), ("claude", "HUP"), ("claude", "INT"), ("claude", "KILL"),
                     ("runner", "TERM"), ("runner", "HUP"), ("runner", "KILL")]


def survive_runner(stage, worker, place):
    """Claude lives on without its runner, and so does its session; when it ends, cleanup saves its work."""
    equal(worker.wait(), -9, "exit status of the runner")
    expect(stage.is_running(place["pid"]), "claude has ended with its runner")
    equal(stage.linked()["worktreePath"], place["worktreePath"], "worktree of the session without runner")
    stage.signal("may-end")
    stage.until_gone(place["pid"], "claude")
    stage.expect_kept(*WORK)
    expect(pathlib.Path(place["worktreePath"]).exists() or rescues(stage), "the worktree went without a rescue")
    report = stage.status()
    equal(report["totalSessions"], 1, "live sessions")
    equal([lost["sessionId"] for lost in report["lost"]], [place["sessionId"]], "lost sessions")
    answer = stage.parallel("cleanup", "--json")
    equal((answer["removed"], answer["worktreesRemoved"]), (1, [place["worktreePath"]]), f"what cleanup did ({answer})")
    expect_saved(stage, place["worktreePath"])


def test_terminal_goes_away(stage):
    """The terminal is closed (tmux kill-session) on an interactive session in a worktree: its work is saved."""
    start_work(stage)
    stage.terminal("work")
    stage.harness("tmux-send", "work", "go SCENARIO:worker")
    stage.await_event("wrote")
    place = stage.linked()
    runner = int(stage.harness("tmux-pid", "work"))
    stage.until("all is written", lambda: (pathlib.Path(place["worktreePath"]) / "untracked.txt").exists())
    stage.harness("tmux-stop", "work")
    stage.until_gone(place["pid"], "claude")
    stage.until_gone(runner, "the runner")
    equal(len(stage.live()), 1, "live sessions")
    expect_saved(stage, place["worktreePath"])


def test_everything_is_killed(stage):
    """Claude and runner killed with -9 at once: the session is lost, not gone, and cleanup saves its work."""
    start_work(stage)
    worker = stage.start("worker")
    stage.await_event("wrote")
    place = stage.linked()
    stage.until("all is written", lambda: (pathlib.Path(place["worktreePath"]) / "untracked.txt").exists())
    stage.kill(worker.process.pid, "KILL")
    stage.kill(place["pid"], "KILL")
    worker.wait()
    stage.until_gone(place["pid"], "claude")
    report = stage.status()
    equal([lost["sessionId"] for lost in report["lost"]], [place["sessionId"]], "lost sessions")
    expect(pathlib.Path(place["worktreePath"]).exists(), "the worktree of a lost session was removed")
    stage.scenario(next=[{"text": "Done."}])
    stage.run("next")
    expect(pathlib.Path(place["worktreePath"]).exists(), "another session's start removed work")
    stage.parallel("cleanup", "--json")
    expect_saved(stage, place["worktreePath"])


def test_exit_of_interactive_session(stage):
    """/exit in a worktree that holds nothing: worktree and branch go, status is claude's 0."""
    stage.occupy_main()
    stage.terminal("quick")
    stage.until("it has a worktree", lambda: [one for one in stage.live() if not one["isMainRepo"]])
    place = stage.linked()
    runner = int(stage.harness("tmux-pid", "quick"))
    stage.harness("tmux-send", "quick", "/exit")
    stage.until_gone(runner, "the runner")
    equal((len(stage.live()), stage.worktrees()), (1, [str(stage.repository)]), "live sessions and worktrees")
    equal(stage.git("branch", "--list", place["branch"]), "", "branch")
    stage.expect_kept("deep\n")


def test_interrupt_and_suspend(stage):
    """In a shell under tmux: Ctrl-Z stops the session, fg brings it back, Ctrl-C reaches claude, all as without us."""
    stage.scenario(turn=[{"text": "The turn is over."}])
    stage.shell("jobs")
    stage.harness("tmux-send", "jobs", "claude-parallel --permission-mode acceptEdits")
    stage.harness("tmux-wait", "jobs", "❯", 60)
    claude = stage.until("the session lives", stage.live)[0]["pid"]
    stage.harness("tmux-key", "jobs", "C-z")
    stage.until("claude is stopped", lambda: stage.process_state(claude) == "T")
    stage.harness("tmux-wait", "jobs", "Stopped +claude-parallel", 60)
    equal(len(stage.live()), 1, "live sessions while it is stopped")
    stage.harness("tmux-send", "jobs", "fg")
    stage.until("claude goes on", lambda: stage.process_state(claude) not in (None, "T"))
    stage.harness("tmux-send", "jobs", "go SCENARIO:turn")
    stage.harness("tmux-wait", "jobs", "The turn is over", 60)
    equal([one["pid"] for one in stage.live()], [claude], "live sessions")
    stage.harness("tmux-key", "jobs", "C-c")
    stage.harness("tmux-key", "jobs", "C-c")
    stage.until_gone(claude, "claude")
    stage.harness("tmux-send", "jobs", "echo ended=$?")
    stage.harness("tmux-wait", "jobs", "ended=0", 60)
    stage.until("the session was released", lambda: not stage.live())
