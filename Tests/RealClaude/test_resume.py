"""/clear, --resume and --continue: the conversation comes back to its worktree."""
import pathlib

from stage import bash, equal, expect, write

FOREVER = 300000


def work_in_worktree(stage, commit):
    """A session that ends in a worktree after it wrote a file; returns (session, place)."""
    stage.scenario(worker=[
        {"tools": [write("work.txt", "work\n")]},
        {"tools": [bash("git add -A && git commit -qm work" if commit else "true")]},
        {"text": "Done.", "reached": "wrote", "wait": {"event": "worker-may-end", "timeout_ms": FOREVER}}])
    session = stage.start("worker")
    stage.await_event("wrote")
    place = stage.linked()
    stage.signal("worker-may-end")
    equal(session.wait(), 0, "exit status")
    return session, place


def test_resume(stage, state, hooks):
    """--resume after the worktree was removed: same path, same branch, committed or rescued work back in place."""
    if hooks == "hooks":
        stage.parallel("install", "--hooks", "--global")
    stage.occupy_main()
    before, place = work_in_worktree(stage, commit=state == "committed")
    expect(not pathlib.Path(place["worktreePath"]).exists(), "the worktree is still there")
    stage.scenario(again=[{"tools": [bash("cat work.txt")]},
                          {"text": "Done.", "wait": {"event": "may-end", "timeout_ms": FOREVER}, "expect": "^work"}])
    session = stage.start("again", "--resume", before.claude_id)
    stage.until("the resumed session lives", lambda: len(stage.live()) == 2)
    found = stage.linked()
    equal((found["worktreePath"], found["branch"]), (place["worktreePath"], place["branch"]), "place of the resumed session")
    stage.until("claude has started", lambda: session.directory)
    equal(session.directory, place["worktreePath"], "directory of the resumed claude")
    equal((pathlib.Path(place["worktreePath"]) / "work.txt").read_text(), "work\n", "the work")
    stage.signal("may-end")
    equal(session.wait(), 0, "exit status")
    requests = (stage.folder / "api/requests.jsonl").read_text()
    expect('"expect_ok": false' not in requests, "the resumed session did not see the file")
    stage.expect_kept("work\n")


test_resume.cases = [("committed", "hooks"), ("uncommitted", "hooks"), ("uncommitted", "bare")]


def test_resume_of_living_session(stage):
    """--resume of a conversation whose session still lives, without hooks: a worktree of its own, and it says so."""
    stage.occupy_main()
    stage.scenario(worker=[{"tools": [write("work.txt", "work\n")]},
                           {"text": "Done.", "reached": "wrote", "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
                   again=[{"text": "Here I am.", "wait": {"event": "again-may-end", "timeout_ms": FOREVER}}])
    first = stage.start("worker")
    stage.await_event("wrote")
    place = stage.linked()
    second = stage.start("again", "--resume", first.claude_id)
    stage.until("three sessions live", lambda: len(stage.live()) == 3)
    paths = {one["worktreePath"] for one in stage.live()}
    equal(len(paths), 3, "distinct worktrees")
    stage.until("it says why", lambda: "is in use by another session" in second.errors())
    expect(place["worktreePath"] in paths, "the living session lost its worktree")
    stage.signal("again-may-end")
    second.wait()
    stage.signal("may-end")
    equal(first.wait(), 0, "exit status of the living session")
    stage.expect_kept("work\n")


def test_continue(stage):
    """--continue in the checkout returns to its latest ended session, in the worktree that this one had."""
    stage.parallel("install", "--hooks", "--global")
    holder = stage.occupy_main()
    _, place = work_in_worktree(stage, commit=True)
    stage.signal("main-may-end")
    equal(holder.wait(), 0, "exit status of the holder")
    stage.scenario(again=[{"text": "Done."}])
    # The holder ended last, and it worked in the main checkout.
    equal(stage.run("again", "--continue").directory, str(stage.repository), "directory after the holder")

    stage.scenario(holder=[{"text": "I hold.", "tools": [bash("true")]},
                           {"text": "Done.", "reached": "held-again", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    holder = stage.start("holder", name="holder2")
    stage.await_event("held-again")
    stage.scenario(latest=[{"tools": [write("latest.txt", "latest\n")]}, {"tools": [bash("git add -A; git commit -qm b")]},
                           {"text": "Done."}])
    latest = stage.run("latest")
    expect(latest.directory != place["worktreePath"], "two sessions got one worktree")
    again = stage.run("again", "--continue", name="continued")
    equal(again.directory, latest.directory, "directory of the continued session")
    equal(again.claude_id, latest.claude_id, "conversation")
    stage.signal("may-end")
    holder.wait()


def test_clear(stage):
    """/clear gives the process a new conversation id: session, lease and worktree stay; the new id can be resumed."""
    stage.parallel("install", "--hooks", "--global")
    stage.occupy_main()
    stage.scenario(before=[{"tools": [write("before.txt", "before\n")]}, {"text": "Before is over."}],
                   after=[{"tools": [write("after.txt", "after\n"), bash("git add -A; git commit -qm after")]},
                          {"text": "After is over."}],
                   again=[{"text": "Done."}])
    stage.terminal("t")
    stage.harness("tmux-send", "t", "go SCENARIO:before")
    stage.harness("tmux-wait", "t", "Before is over", 60)
    place = stage.linked()
    stage.harness("tmux-send", "t", "/clear")
    stage.until("the conversation was cleared", lambda: "Before is over" not in stage.harness("tmux-cap", "t"))
    stage.harness("tmux-send", "t", "go SCENARIO:after")
    stage.harness("tmux-wait", "t", "After is over", 60)
    now = stage.linked()
    equal((now["sessionId"], now["pid"], now["worktreePath"]), (place["sessionId"], place["pid"], place["worktreePath"]),
          "session after /clear")
    equal(len(stage.live()), 2, "live sessions")
    transcript = max((stage.home / ".claude/projects").rglob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    stage.harness("tmux-send", "t", "/exit")
    stage.until_gone(place["pid"], "claude")
    # Its end is written down before its worktree is gone.
    stage.until("the worktree was given back", lambda: not stage.parallel("worktree", "list", "--json")["worktrees"])
    equal(len(stage.live()), 1, "live sessions")
    stage.expect_kept("before\n", "after\n")
    resumed = stage.run("again", "--resume", transcript.stem)
    equal(resumed.directory, place["worktreePath"], "directory of the resumed conversation")
