"""Sessions that were not started by the wrapper are seen, counted and respected."""
import pathlib

from fixture import bash, equal, expect, write

FOREVER = 300000


def start_native(fixture, *words):
    fixture.scenario(native=[{"tools": [write("native.txt", "native\n")]},
                           {"text": "Done.", "reached": "native-wrote", "wait": {"event": "native-may-end", "timeout_ms": FOREVER}}])
    session = fixture.start("native", *words, plain=True)
    fixture.await_event("native-wrote")
    return session


def test_plain_claude(fixture, hooks):
    """A plain claude in the main checkout is shown, with hooks or without; a wrapped session leaves it the checkout."""
    if hooks == "hooks":
        fixture.parallel("install", "--hooks", "--global")
    native = start_native(fixture)
    shown = fixture.until("status shows it", fixture.live)
    equal([(one["kind"], one["isMainRepo"], one["worktreePath"]) for one in shown],
          [("native", True, str(fixture.repository))], "sessions")
    fixture.scenario(wrapped=[{"tools": [write("wrapped.txt", "wrapped\n"), bash("git add -A; git commit -qm wrapped")]},
                            {"text": "Done."}])
    wrapped = fixture.run("wrapped")
    expect("-worktrees/" in wrapped.directory, "the wrapped session worked in", wrapped.directory)
    equal(len(fixture.live()), 1, "live sessions after the wrapped one")
    fixture.signal("native-may-end")
    equal(native.wait(), 0, "exit status")
    fixture.until("nothing lives", lambda: fixture.status()["totalSessions"] == 0)
    equal((fixture.repository / "native.txt").read_text(), "native\n", "the native session's file")
    fixture.expect_kept("native\n", "wrapped\n")


test_plain_claude.cases = [("hooks",), ("registry",)]


def test_claude_worktree(fixture):
    """`claude -w` is adopted where Claude put it; its worktree is Claude's and stays."""
    fixture.parallel("install", "--hooks", "--global")
    native = start_native(fixture, "--worktree", "alpha")
    place = str(fixture.repository / ".claude/worktrees/alpha")
    shown = fixture.until("status shows it", fixture.live)
    equal([(one["kind"], one["isMainRepo"], one["worktreePath"], one["branch"]) for one in shown],
          [("native", False, place, "worktree-alpha")], "sessions")
    fixture.scenario(alone=[{"text": "Done."}])
    equal(fixture.run("alone").directory, str(fixture.repository), "directory of a wrapped session meanwhile")
    fixture.signal("native-may-end")
    equal(native.wait(), 0, "exit status")
    fixture.parallel("cleanup", "--json")
    expect(pathlib.Path(place, "native.txt").exists(), "Claude's own worktree was removed")
    fixture.expect_kept("native\n")


def test_worktree_through_the_wrapper(fixture):
    """`claude-parallel -w` gets no worktree of ours."""
    fixture.occupy_main()
    fixture.scenario(own=[{"text": "Done."}])
    session = fixture.run("own", "--worktree", "beta")
    equal(session.directory, str(fixture.repository / ".claude/worktrees/beta"), "directory")
    expect(not pathlib.Path(str(fixture.repository) + "-worktrees").exists(), "a worktree of ours was made")


def test_worktree_begins_a_branch_anew(fixture, through):
    """`--worktree NAME` resets a branch worktree-NAME that is there: what it had stays, by a reference of ours."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.git("switch", "-q", "-c", "worktree-gamma")
    (fixture.repository / "only.txt").write_text("only there\n")
    fixture.git("add", "-A")
    fixture.git("commit", "-q", "-m", "only there")
    before = fixture.git("rev-parse", "HEAD").strip()
    fixture.git("switch", "-q", "main")
    if through == "tool":
        fixture.scenario(own=[{"tools": [{"name": "ToolSearch", "input": {"query": "select:EnterWorktree"}}]},
                            {"tools": [{"name": "EnterWorktree", "input": {"name": "gamma"}}]}, {"text": "Done."}])
        fixture.run("own", "--allowedTools", "Bash,EnterWorktree", plain=True)
    else:
        fixture.scenario(own=[{"text": "Done."}])
        fixture.run("own", "--worktree", "gamma", plain=through == "plain")
    expect(fixture.git("rev-parse", "worktree-gamma").strip() != before, "the branch is as it was: has Claude Code changed?")
    equal(fixture.git("for-each-ref", "--format=%(refname)", "--contains", before).split(),
          [f"refs/parallel-cc/branches/worktree-gamma/{before}"], "what holds the commit")
    fixture.expect_kept("only there\n")


test_worktree_begins_a_branch_anew.cases = [("wrapper",), ("plain",), ("tool",)]


def test_native_session_is_killed(fixture):
    """A native session killed with -9 leaves the list of the living; its files stay where they are."""
    fixture.parallel("install", "--hooks", "--global")
    native = start_native(fixture)
    fixture.until("status shows it", fixture.live)
    native.process.kill()
    equal(native.wait(), -9, "exit status")
    fixture.until("status has noticed", lambda: fixture.status()["totalSessions"] == 0)
    fixture.parallel("cleanup", "--json")
    equal((fixture.repository / "native.txt").read_text(), "native\n", "its file")
