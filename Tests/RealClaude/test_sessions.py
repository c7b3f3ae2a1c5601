"""Sessions through the wrapper: places of their own, status, exit status, arguments, nesting."""
import os
import pathlib
import subprocess

from fixture import bash, equal, expect, write

FOREVER = 300000


def editing(name, go_on, commit_after=None):
    """Reads, edits and commits line one of shared.txt, and waits; with `commit_after` it commits only after that event."""
    path = "${cwd}/shared.txt"
    commit = {"reached": f"{name}-wrote", "tools": [bash(f"git commit -qam '{name}'")]}
    if commit_after:
        commit["wait"] = {"event": commit_after, "timeout_ms": FOREVER}
    return [{"tools": [{"name": "Read", "input": {"file_path": path}}]},
            {"tools": [{"name": "Edit", "input": {"file_path": path, "old_string": "line one", "new_string": f"({name})"}}]},
            commit,
            {"text": "Committed.", "reached": f"{name}-committed", "wait": {"event": go_on, "timeout_ms": FOREVER}}]


def test_two_sessions_one_file(fixture):
    """Two sessions edit and commit the same file; the second works in a worktree of its own; both commits survive."""
    # The second starts from HEAD, so the first must not have committed by then.
    fixture.scenario(first=editing("first", "second-is-done", commit_after="second-wrote"),
                   second=editing("second", "may-end"))
    first = fixture.start("first")
    fixture.await_event("first-wrote")
    second = fixture.start("second")
    fixture.await_event("second-committed")

    report = fixture.status()
    equal(report["totalSessions"], 2, "live sessions")
    place = fixture.linked()
    expect(place["worktreePath"].startswith(str(fixture.repository) + "-worktrees/"), "worktree at", place["worktreePath"])
    equal(sorted(session["kind"] for session in report["sessions"]), ["wrapped", "wrapped"], "kinds")
    equal(place["uncommittedFiles"], 0, "uncommitted files of the second session")
    equal(place["commitsAhead"], 1, "commits ahead of the second session")
    expect("📂 Parallel session detected - working in worktree" in second.errors(), "banner:", second.errors())
    expect(place["worktreePath"] in second.errors(), "the banner names the path:", second.errors())
    equal(second.directory, place["worktreePath"], "directory of the second claude")
    equal(first.directory, str(fixture.repository), "directory of the first claude")

    fixture.signal("may-end")
    equal(second.wait(), 0, "exit status of the second session")
    expect(place["branch"] in second.errors(), "the end names the branch:", second.errors())
    fixture.signal("second-is-done")
    equal(first.wait(), 0, "exit status of the first session")
    equal(fixture.git("show", "main:shared.txt").splitlines()[0], "(first)", "the file on main")
    equal(fixture.git("show", place["branch"] + ":shared.txt").splitlines()[0], "(second)", "the file on the branch")
    equal(fixture.worktrees(), [str(fixture.repository)], "worktrees at the end")
    equal(fixture.status()["totalSessions"], 0, "live sessions at the end")


def test_subdirectory(fixture):
    """A second session started in a subdirectory works in the same subdirectory of its worktree."""
    fixture.occupy_main()
    fixture.scenario(deep=[{"tools": [bash("cat deep.txt > copy.txt")]}, {"text": "Done."}])
    session = fixture.run("deep", directory=fixture.repository / "src")
    expect(session.directory.endswith("/src") and "-worktrees/" in session.directory, "directory", session.directory)
    expect(not (fixture.repository / "src/copy.txt").exists(), "the main checkout was written to")
    fixture.expect_kept("deep\n")


def test_many_sessions(fixture):
    """Five sessions at once: one in the main checkout, each of the others in a worktree of its own."""
    fixture.scenario(worker=[{"tools": [write("mine.txt", "${session}\n")]},
                           {"text": "Done.", "barrier": {"name": "all", "n": 5, "timeout_ms": FOREVER}}])
    sessions = [fixture.start("worker", name=f"worker{number}") for number in range(5)]
    equal([session.wait() for session in sessions], [0] * 5, "exit statuses")
    directories = {session.directory for session in sessions}
    equal(len(directories), 5, "distinct directories")
    expect(str(fixture.repository) in directories, "nobody worked in the main checkout:", directories)
    fixture.expect_kept(*[session.claude_id + "\n" for session in sessions])


def test_exit_status_of_failure(fixture):
    """An API error ends the wrapper with claude's own status 1."""
    fixture.extra["CLAUDE_CODE_MAX_RETRIES"] = "0"
    fixture.scenario(broken=[{"error": {"status": 400, "type": "invalid_request_error", "message": "no"}, "times": 20}])
    fixture.run("broken", status=1)
    equal(fixture.status()["totalSessions"], 0, "live sessions at the end")


def test_arguments_and_stdin(fixture):
    """Arguments with spaces, quotes and newlines and a prompt on a pipe reach claude unharmed."""
    text = "say 'it' \"so\"\nand * $HOME\tnow"
    environment = {**fixture.environment, **fixture.program_environment(), "ANTHROPIC_API_KEY": "sk-ant-fake-" + "0" * 24,
                   "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{fixture.port}", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}
    fixture.scenario(echo=[{"text": "heard"}])
    run = subprocess.run([str(fixture.bin / "claude-parallel"), "-p", "--append-system-prompt", text, ""],
                         input="go SCENARIO:echo", text=True, capture_output=True, env=environment, cwd=fixture.repository)
    equal(run.returncode, 0, f"exit status ({run.stderr})")
    equal(run.stdout, "heard\n", "answer")
    requests = (fixture.folder / "api/requests.jsonl").read_text()
    expect('"scenario": "echo"' in requests, "the prompt did not arrive on stdin")


def test_no_session_no_lease(fixture):
    """--version and mcp list are no sessions: nothing is registered, nothing printed besides claude's own answer."""
    for words in (["--version"], ["mcp", "list"]):
        fixture.harness("exec", "-C", fixture.repository, "-H", fixture.home, "--", *words)
    equal(fixture.parallel("events", "--json", check=False) in ("", {"events": [], "total": 0}) or
          fixture.status()["totalSessions"] == 0, True, "nothing was registered")
    version = fixture.harness("exec", "-C", fixture.repository, "-H", fixture.home, "--", "--version")
    expect("Claude Code" in version, "version:", version)


def test_disabled(fixture):
    """PARALLEL_CC_DISABLE=1: a second session starts in the main checkout, uncoordinated."""
    fixture.occupy_main()
    fixture.extra["PARALLEL_CC_DISABLE"] = "1"
    fixture.scenario(alone=[{"text": "Done."}])
    equal(fixture.run("alone").directory, str(fixture.repository), "directory")
    del fixture.extra["PARALLEL_CC_DISABLE"]
    equal(len(fixture.live()), 1, "live sessions")


def test_broken_database(fixture):
    """With a database that cannot be read claude starts all the same, and one line says what is not coordinated."""
    folder = fixture.home / ".parallel-cc"
    folder.mkdir(mode=0o700)
    (folder / "coordinator.db").write_text("this is no database " * 500)
    fixture.scenario(alone=[{"text": "Done."}])
    session = fixture.run("alone")
    lines = [line for line in session.errors().splitlines() if "parallel-cc" in line]
    equal(len(lines), 1, f"lines of ours on stderr ({session.errors()})")
    expect("not coordinated" in lines[0], lines[0])


def nested_turns(command):
    inner = f"{command} -p 'go SCENARIO:inner' --permission-mode acceptEdits </dev/null"
    return {"outer": [{"tools": [bash(inner)]}, {"tools": [write("outer.txt", "outer\n")]},
                      {"text": "Done.", "reached": "outer-wrote", "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
            "inner": [{"tools": [write("inner.txt", "inner\n")]},
                      {"text": "Inner is done.", "reached": "inner-wrote", "wait": {"event": "inner-may-end", "timeout_ms": FOREVER}}]}


def test_nested_claude(fixture, command):
    """A claude in a session's Bash shares the session's worktree, takes no lease and does not end the session."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.occupy_main()
    fixture.scenario(**nested_turns(command))
    outer = fixture.start("outer")
    fixture.await_event("inner-wrote")
    equal(len(fixture.live()), 2, "live sessions while the nested claude runs")
    place = fixture.linked()["worktreePath"]
    fixture.signal("inner-may-end")
    fixture.await_event("outer-wrote")
    equal(fixture.linked()["worktreePath"], place, "worktree after the nested claude has ended")
    for name in ("inner.txt", "outer.txt"):
        expect((pathlib.Path(place) / name).exists(), name, "is not in the session's worktree")
    fixture.signal("may-end")
    equal(outer.wait(), 0, "exit status")
    fixture.expect_kept("inner\n", "outer\n")


test_nested_claude.cases = [("claude",), ("claude-parallel",)]


def test_outside_a_repository(fixture):
    """Outside a repository claude starts with one line on stderr."""
    elsewhere = fixture.folder / "no repository"
    os.makedirs(elsewhere)
    fixture.scenario(alone=[{"text": "Done."}])
    session = fixture.run("alone", directory=elsewhere)
    equal(session.errors().strip(), "parallel-cc: not in a git repository; this session is not coordinated", "stderr")
