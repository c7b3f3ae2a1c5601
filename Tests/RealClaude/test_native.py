"""Sessions that were not started by the wrapper are seen, counted and respected."""
import pathlib

from stage import bash, equal, expect, write

FOREVER = 300000


def start_native(stage, *words):
    stage.scenario(native=[{"tools": [write("native.txt", "native\n")]},
                           {"text": "Done.", "reached": "native-wrote", "wait": {"event": "native-may-end", "timeout_ms": FOREVER}}])
    session = stage.start("native", *words, plain=True)
    stage.await_event("native-wrote")
    return session


def test_plain_claude(stage, hooks):
    """A plain claude in the main checkout is shown, with hooks or without; a wrapped session leaves it the checkout."""
    if hooks == "hooks":
        stage.parallel("install", "--hooks", "--global")
    native = start_native(stage)
    shown = stage.until("status shows it", stage.live)
    equal([(one["kind"], one["isMainRepo"], one["worktreePath"]) for one in shown],
          [("native", True, str(stage.repository))], "sessions")
    stage.scenario(wrapped=[{"tools": [write("wrapped.txt", "wrapped\n"), bash("git add -A; git commit -qm wrapped")]},
                            {"text": "Done."}])
    wrapped = stage.run("wrapped")
    expect("-worktrees/" in wrapped.directory, "the wrapped session worked in", wrapped.directory)
    equal(len(stage.live()), 1, "live sessions after the wrapped one")
    stage.signal("native-may-end")
    equal(native.wait(), 0, "exit status")
    stage.until("nothing lives", lambda: stage.status()["totalSessions"] == 0)
    equal((stage.repository / "native.txt").read_text(), "native\n", "the native session's file")
    stage.expect_kept("native\n", "wrapped\n")


test_plain_claude.cases = [("hooks",), ("registry",)]


def test_claude_worktree(stage):
    """`claude -w` is adopted where Claude put it; its worktree is Claude's and stays."""
    stage.parallel("install", "--hooks", "--global")
    native = start_native(stage, "--worktree", "alpha")
    place = str(stage.repository / ".claude/worktrees/alpha")
    shown = stage.until("status shows it", stage.live)
    equal([(one["kind"], one["isMainRepo"], one["worktreePath"], one["branch"]) for one in shown],
          [("native", False, place, "worktree-alpha")], "sessions")
    stage.scenario(alone=[{"text": "Done."}])
    equal(stage.run("alone").directory, str(stage.repository), "directory of a wrapped session meanwhile")
    stage.signal("native-may-end")
    equal(native.wait(), 0, "exit status")
    stage.parallel("cleanup", "--json")
    expect(pathlib.Path(place, "native.txt").exists(), "Claude's own worktree was removed")
    stage.expect_kept("native\n")


def test_worktree_through_the_wrapper(stage):
    """`claude-parallel -w` gets no worktree of ours."""
    stage.occupy_main()
    stage.scenario(own=[{"text": "Done."}])
    session = stage.run("own", "--worktree", "beta")
    equal(session.directory, str(stage.repository / ".claude/worktrees/beta"), "directory")
    expect(not pathlib.Path(str(stage.repository) + "-worktrees").exists(), "a worktree of ours was made")


def test_worktree_begins_a_branch_anew(stage, through):
    """`--worktree NAME` resets a branch worktree-NAME that is there: what it had stays, by a reference of ours."""
    stage.parallel("install", "--hooks", "--global")
    stage.git("switch", "-q", "-c", "worktree-gamma")
    (stage.repository / "only.txt").write_text("only there\n")
    stage.git("add", "-A")
    stage.git("commit", "-q", "-m", "only there")
    before = stage.git("rev-parse", "HEAD").strip()
    stage.git("switch", "-q", "main")
    if through == "tool":
        stage.scenario(own=[{"tools": [{"name": "ToolSearch", "input": {"query": "select:EnterWorktree"}}]},
                            {"tools": [{"name": "EnterWorktree", "input": {"name": "gamma"}}]}, {"text": "Done."}])
        stage.run("own", "--allowedTools", "Bash,EnterWorktree", plain=True)
    else:
        stage.scenario(own=[{"text": "Done."}])
        stage.run("own", "--worktree", "gamma", plain=through == "plain")
    expect(stage.git("rev-parse", "worktree-gamma").strip() != before, "the branch is as it was: has Claude Code changed?")
    equal(stage.git("for-each-ref", "--format=%(refname)", "--contains", before).split(),
          [f"refs/parallel-cc/branches/worktree-gamma/{before}"], "what holds the commit")
    stage.expect_kept("only there\n")


test_worktree_begins_a_branch_anew.cases = [("wrapper",), ("plain",), ("tool",)]


def test_native_session_is_killed(stage):
    """A native session killed with -9 leaves the list of the living; its files stay where they are."""
    stage.parallel("install", "--hooks", "--global")
    native = start_native(stage)
    stage.until("status shows it", stage.live)
    native.process.kill()
    equal(native.wait(), -9, "exit status")
    stage.until("status has noticed", lambda: stage.status()["totalSessions"] == 0)
    stage.parallel("cleanup", "--json")
    equal((stage.repository / "native.txt").read_text(), "native\n", "its file")
