"""/clear, --resume and --continue: the conversation comes back to its worktree."""
import pathlib

from fixture import bash, equal, expect, write

FOREVER = 300000


def work_in_worktree(fixture, commit):
    """A session that ends in a worktree after it wrote a file; returns (session, place)."""
    fixture.scenario(worker=[
        {"tools": [write("work.txt", "work\n")]},
        {"tools": [bash("git add -A && git commit -qm work" if commit else "true")]},
        {"text": "Done.", "reached": "wrote", "wait": {"event": "worker-may-end", "timeout_ms": FOREVER}}])
    session = fixture.start("worker")
    fixture.await_event("wrote")
    place = fixture.linked()
    fixture.signal("worker-may-end")
    equal(session.wait(), 0, "exit status")
    return session, place


def test_resume(fixture, state, hooks):
    """--resume after the worktree was removed: same path, same branch, committed or rescued work back in place."""
    if hooks == "hooks":
        fixture.parallel("install", "--hooks", "--global")
    fixture.occupy_main()
    before, place = work_in_worktree(fixture, commit=state == "committed")
    expect(not pathlib.Path(place["worktreePath"]).exists(), "the worktree is still there")
    fixture.scenario(again=[{"tools": [bash("cat work.txt")]},
                          {"text": "Done.", "wait": {"event": "may-end", "timeout_ms": FOREVER}, "expect": "^work"}])
    session = fixture.start("again", "--resume", before.claude_id)
    fixture.until("the resumed session lives", lambda: len(fixture.live()) == 2)
    found = fixture.linked()
    equal((found["worktreePath"], found["branch"]), (place["worktreePath"], place["branch"]), "place of the resumed session")
    fixture.until("claude has started", lambda: session.directory)
    equal(session.directory, place["worktreePath"], "directory of the resumed claude")
    equal((pathlib.Path(place["worktreePath"]) / "work.txt").read_text(), "work\n", "the work")
    fixture.signal("may-end")
    equal(session.wait(), 0, "exit status")
    requests = (fixture.folder / "api/requests.jsonl").read_text()
    expect('"expect_ok": false' not in requests, "the resumed session did not see the file")
    fixture.expect_kept("work\n")


test_resume.cases = [("committed", "hooks"), ("uncommitted", "hooks"), ("uncommitted", "bare")]


def test_resume_of_living_session(fixture):
    """--resume of a conversation whose session still lives, without hooks: a worktree of its own, and it says so."""
    fixture.occupy_main()
    fixture.scenario(worker=[{"tools": [write("work.txt", "work\n")]},
                           {"text": "Done.", "reached": "wrote", "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
                   again=[{"text": "Here I am.", "wait": {"event": "again-may-end", "timeout_ms": FOREVER}}])
    first = fixture.start("worker")
    fixture.await_event("wrote")
    place = fixture.linked()
    second = fixture.start("again", "--resume", first.claude_id)
    fixture.until("three sessions live", lambda: len(fixture.live()) == 3)
    paths = {one["worktreePath"] for one in fixture.live()}
    equal(len(paths), 3, "distinct worktrees")
    fixture.until("it says why", lambda: "is in use by another session" in second.errors())
    expect(place["worktreePath"] in paths, "the living session lost its worktree")
    fixture.signal("again-may-end")
    second.wait()
    fixture.signal("may-end")
    equal(first.wait(), 0, "exit status of the living session")
    fixture.expect_kept("work\n")


def test_continue(fixture):
    """--continue in the checkout returns to its latest ended session, in the worktree that this one had."""
    fixture.parallel("install", "--hooks", "--global")
    holder = fixture.occupy_main()
    _, place = work_in_worktree(fixture, commit=True)
    fixture.signal("main-may-end")
    equal(holder.wait(), 0, "exit status of the holder")
    fixture.scenario(again=[{"text": "Done."}])
    # The holder ended last, and it worked in the main checkout.
    equal(fixture.run("again", "--continue").directory, str(fixture.repository), "directory after the holder")

    fixture.scenario(holder=[{"text": "I hold.", "tools": [bash("true")]},
                           {"text": "Done.", "reached": "held-again", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    holder = fixture.start("holder", name="holder2")
    fixture.await_event("held-again")
    fixture.scenario(latest=[{"tools": [write("latest.txt", "latest\n")]}, {"tools": [bash("git add -A; git commit -qm b")]},
                           {"text": "Done."}])
    latest = fixture.run("latest")
    expect(latest.directory != place["worktreePath"], "two sessions got one worktree")
    again = fixture.run("again", "--continue", name="continued")
    equal(again.directory, latest.directory, "directory of the continued session")
    equal(again.claude_id, latest.claude_id, "conversation")
    fixture.signal("may-end")
    holder.wait()


def test_clear(fixture):
    """/clear gives the process a new conversation id: session, lease and worktree stay; the new id can be resumed."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.occupy_main()
    fixture.scenario(before=[{"tools": [write("before.txt", "before\n")]}, {"text": "Before is over."}],
                   after=[{"tools": [write("after.txt", "after\n"), bash("git add -A; git commit -qm after")]},
                          {"text": "After is over."}],
                   again=[{"text": "Done."}])
    fixture.terminal("t")
    fixture.harness("tmux-send", "t", "go SCENARIO:before")
    fixture.harness("tmux-wait", "t", "Before is over", 60)
    place = fixture.linked()
    fixture.harness("tmux-send", "t", "/clear")
    fixture.until("the conversation was cleared", lambda: "Before is over" not in fixture.harness("tmux-cap", "t"))
    fixture.harness("tmux-send", "t", "go SCENARIO:after")
    fixture.harness("tmux-wait", "t", "After is over", 60)
    now = fixture.linked()
    equal((now["sessionId"], now["pid"], now["worktreePath"]), (place["sessionId"], place["pid"], place["worktreePath"]),
          "session after /clear")
    equal(len(fixture.live()), 2, "live sessions")
    transcript = max((fixture.home / ".claude/projects").rglob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    fixture.harness("tmux-send", "t", "/exit")
    fixture.until_gone(place["pid"], "claude")
    # Its end is written down before its worktree is gone.
    fixture.until("the worktree was given back", lambda: not fixture.parallel("worktree", "list", "--json")["worktrees"])
    equal(len(fixture.live()), 1, "live sessions")
    fixture.expect_kept("before\n", "after\n")
    resumed = fixture.run("again", "--resume", transcript.stem)
    equal(resumed.directory, place["worktreePath"], "directory of the resumed conversation")
