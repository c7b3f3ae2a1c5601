"""Settings that `parallel-cc install` writes, as the real binary takes them; beats that its hooks send."""
import json

from fixture import bash, equal, expect, write

FOREVER = 300000


def test_beats_arrive(fixture):
    """While a tool runs, status shows the session in that tool; afterwards busy; the beat is newer than the start."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.scenario(worker=[{"tools": [bash("touch ../in-tool; while [ ! -e ../go ]; do sleep 0.1; done")]},
                           {"text": "Thinking.", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    session = fixture.start("worker")
    fixture.until("the tool runs", (fixture.folder / "in-tool").exists)
    shown = fixture.until("status shows the tool", lambda: [one for one in fixture.live() if one["activity"] == "in-tool"])
    equal((shown[0]["tool"], len(fixture.live())), ("Bash", 1), "tool and number of sessions")
    (fixture.folder / "go").touch()
    after = fixture.until("status shows the end of the tool",
                        lambda: [one for one in fixture.live() if one["activity"] == "busy"])
    expect(after[0]["lastHeartbeat"] >= shown[0]["lastHeartbeat"], "the beat went back in time")
    expect(after[0]["lastHeartbeat"] > after[0]["createdAt"], "no beat has arrived")
    fixture.signal("may-end")
    equal(session.wait(), 0, "exit status")
    equal(fixture.status()["totalSessions"], 0, "live sessions at the end")


def test_idle_and_waiting(fixture):
    """An interactive session is idle when its turn is over."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.scenario(turn=[{"text": "The turn is over."}])
    fixture.terminal("t")
    fixture.harness("tmux-send", "t", "go SCENARIO:turn")
    fixture.harness("tmux-wait", "t", "The turn is over", 60)
    fixture.until("status shows idle", lambda: [one for one in fixture.live() if one["activity"] == "idle"])
    fixture.harness("tmux-stop", "t")
    fixture.until("the session has ended", lambda: not fixture.live())


def test_settings_are_accepted(fixture):
    """The real binary takes a settings file that install has changed: ours, a foreign hook and permissions all work."""
    settings = fixture.home / ".claude/settings.json"
    original = json.dumps({"permissions": {"allow": ["Bash(git status:*)"]}, "hooks": {"PostToolUse": [
        {"matcher": "Bash", "hooks": [{"type": "command", "command": f"touch {fixture.folder}/foreign-hook-ran"}]}]}}, indent=4)
    settings.write_text(original)
    fixture.parallel("install", "--hooks", "--global")
    fixture.parallel("install", "--hooks", "--global", "--uninstall")
    equal(settings.read_text(), original, "settings after install and uninstall")
    fixture.parallel("install", "--hooks", "--global")
    fixture.scenario(worker=[{"tools": [bash("git status")]},
                           {"text": "Done.", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    # Without the permission rule of the file, this would be denied.
    session = fixture.start("worker", "--disallowedTools", "WebFetch", "--permission-mode", "default", plain=True)
    fixture.until("the foreign hook has run", (fixture.folder / "foreign-hook-ran").exists)
    equal([one["kind"] for one in fixture.live()], ["native"], "sessions that our hooks have adopted")
    fixture.signal("may-end")
    equal(session.wait(), 0, "exit status")
    equal(session.first("result").get("permission_denials"), [], "denials")
    fixture.parallel("install", "--hooks", "--global", "--uninstall")
    # Claude Code itself may have rewritten the file meanwhile.
    left = settings.read_text()
    expect("parallel-cc" not in left and "foreign-hook-ran" in left and "git status" in left, "settings at the end:", left)


def test_local_settings(fixture):
    """Hooks installed for one clone work in its subdirectories and in its worktrees."""
    fixture.parallel("install", "--hooks", "--local", "--repo", fixture.repository)
    fixture.occupy_main()
    fixture.scenario(worker=[{"tools": [bash("true")]}, {"tools": [write("a.txt", "a\n")]},
                           {"text": "Done.", "reached": "wrote", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    session = fixture.start("worker", directory=fixture.repository / "src")
    fixture.await_event("wrote")
    beat = fixture.until("a beat has arrived", lambda: [one for one in fixture.live() if one["activity"] not in (None, "starting")
                                                      and not one["isMainRepo"]])
    equal(len(beat), 1, "sessions with a beat")
    fixture.signal("may-end")
    equal(session.wait(), 0, "exit status")


def test_mcp_entry(fixture):
    """The MCP entry that install makes is there for the real binary, and its server answers."""
    fixture.extra["PARALLEL_CC_CLAUDE"] = str(fixture.work / "claude/claude")
    fixture.parallel("install", "--mcp")
    listed = fixture.harness("exec", "-C", fixture.repository, "-H", fixture.home, "--", "mcp", "list")
    expect("parallel-cc" in listed and "Connected" in listed, "mcp list:", listed)
    fixture.scenario(asker=[{"tools": [{"name": "mcp__parallel-cc__get_parallel_status", "input": {}}]}, {"text": "Done."}])
    fixture.extra["ENABLE_TOOL_SEARCH"] = "false"
    session = fixture.run("asker", "--allowedTools", "mcp__parallel-cc")
    answers = [block for event in session.events() if event.get("type") == "user"
               for block in event["message"]["content"] if block.get("type") == "tool_result"]
    expect(answers and not answers[0].get("is_error"), "answers of the tool:", answers)
    expect("totalSessions" in json.dumps(answers[0]), "the tool's answer:", answers[0])
    fixture.parallel("install", "--mcp", "--uninstall")
    listed = fixture.harness("exec", "-C", fixture.repository, "-H", fixture.home, "--", "mcp", "list")
    expect("parallel-cc" not in listed, "mcp list after uninstall:", listed)


def test_programs_that_are_gone(fixture):
    """Where our programs were removed and the settings were not, claude's tools run and its sessions end as without us."""
    fixture.extra["PARALLEL_CC_CLAUDE"] = str(fixture.work / "claude/claude")
    fixture.parallel("install", "--hooks", "--global")
    fixture.parallel("install", "--mcp")
    for file in (fixture.home / ".claude/settings.json", fixture.home / ".claude.json"):
        content = file.read_text()
        expect(str(fixture.bin) in content, "programs in", file, content)
        file.write_text(content.replace(str(fixture.bin), str(fixture.folder / "gone")))
    fixture.scenario(worker=[{"tools": [bash("echo bash >from-bash")]}, {"tools": [write("from-write", "write\n")]},
                           {"text": "All done."}])
    session = fixture.start("worker", plain=True)
    equal(session.wait(), 0, "exit status")
    equal([(fixture.repository / name).read_text() for name in ("from-bash", "from-write")], ["bash\n", "write\n"], "files")
    expect(session.first("result")["result"] == "All done.", "result:", session.first("result"))
    notes = [event["content"] for event in session.events() if event.get("subtype") == "informational"]
    expect(notes and all("didn't check this action" in note for note in notes), "what claude says of it:", notes)
    equal([server["status"] for server in session.first("system", "init")["mcp_servers"]], ["failed"], "MCP servers")
