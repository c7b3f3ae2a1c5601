"""Settings that `parallel-cc install` writes, as the real binary takes them; beats that its hooks send."""
import json

from stage import bash, equal, expect, write

FOREVER = 300000


def test_beats_arrive(stage):
    """While a tool runs, status shows the session in that tool; afterwards busy; the beat is newer than the start."""
    stage.parallel("install", "--hooks", "--global")
    stage.scenario(worker=[{"tools": [bash("touch ../in-tool; while [ ! -e ../go ]; do sleep 0.1; done")]},
                           {"text": "Thinking.", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    session = stage.start("worker")
    stage.until("the tool runs", (stage.folder / "in-tool").exists)
    shown = stage.until("status shows the tool", lambda: [one for one in stage.live() if one["activity"] == "in-tool"])
    equal((shown[0]["tool"], len(stage.live())), ("Bash", 1), "tool and number of sessions")
    (stage.folder / "go").touch()
    after = stage.until("status shows the end of the tool",
                        lambda: [one for one in stage.live() if one["activity"] == "busy"])
    expect(after[0]["lastHeartbeat"] >= shown[0]["lastHeartbeat"], "the beat went back in time")
    expect(after[0]["lastHeartbeat"] > after[0]["createdAt"], "no beat has arrived")
    stage.signal("may-end")
    equal(session.wait(), 0, "exit status")
    equal(stage.status()["totalSessions"], 0, "live sessions at the end")


def test_idle_and_waiting(stage):
    """An interactive session is idle when its turn is over."""
    stage.parallel("install", "--hooks", "--global")
    stage.scenario(turn=[{"text": "The turn is over."}])
    stage.terminal("t")
    stage.harness("tmux-send", "t", "go SCENARIO:turn")
    stage.harness("tmux-wait", "t", "The turn is over", 60)
    stage.until("status shows idle", lambda: [one for one in stage.live() if one["activity"] == "idle"])
    stage.harness("tmux-stop", "t")
    stage.until("the session has ended", lambda: not stage.live())


def test_settings_are_accepted(stage):
    """The real binary takes a settings file that install has changed: ours, a foreign hook and permissions all work."""
    settings = stage.home / ".claude/settings.json"
    original = json.dumps({"permissions": {"allow": ["Bash(git status:*)"]}, "hooks": {"PostToolUse": [
        {"matcher": "Bash", "hooks": [{"type": "command", "command": f"touch {stage.folder}/foreign-hook-ran"}]}]}}, indent=4)
    settings.write_text(original)
    stage.parallel("install", "--hooks", "--global")
    stage.parallel("install", "--hooks", "--global", "--uninstall")
    equal(settings.read_text(), original, "settings after install and uninstall")
    stage.parallel("install", "--hooks", "--global")
    stage.scenario(worker=[{"tools": [bash("git status")]},
                           {"text": "Done.", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    # Without the permission rule of the file, this would be denied.
    session = stage.start("worker", "--disallowedTools", "WebFetch", "--permission-mode", "default", plain=True)
    stage.until("the foreign hook has run", (stage.folder / "foreign-hook-ran").exists)
    equal([one["kind"] for one in stage.live()], ["native"], "sessions that our hooks have adopted")
    stage.signal("may-end")
    equal(session.wait(), 0, "exit status")
    equal(session.first("result").get("permission_denials"), [], "denials")
    stage.parallel("install", "--hooks", "--global", "--uninstall")
    # Claude Code itself may have rewritten the file meanwhile.
    left = settings.read_text()
    expect("parallel-cc" not in left and "foreign-hook-ran" in left and "git status" in left, "settings at the end:", left)


def test_local_settings(stage):
    """Hooks installed for one clone work in its subdirectories and in its worktrees."""
    stage.parallel("install", "--hooks", "--local", "--repo", stage.repository)
    stage.occupy_main()
    stage.scenario(worker=[{"tools": [bash("true")]}, {"tools": [write("a.txt", "a\n")]},
                           {"text": "Done.", "reached": "wrote", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    session = stage.start("worker", directory=stage.repository / "src")
    stage.await_event("wrote")
    beat = stage.until("a beat has arrived", lambda: [one for one in stage.live() if one["activity"] not in (None, "starting")
                                                      and not one["isMainRepo"]])
    equal(len(beat), 1, "sessions with a beat")
    stage.signal("may-end")
    equal(session.wait(), 0, "exit status")


def test_mcp_entry(stage):
    """The MCP entry that install makes is there for the real binary, and its server answers."""
    stage.extra["PARALLEL_CC_CLAUDE"] = str(stage.work / "claude/claude")
    stage.parallel("install", "--mcp")
    listed = stage.harness("exec", "-C", stage.repository, "-H", stage.home, "--", "mcp", "list")
    expect("parallel-cc" in listed and "Connected" in listed, "mcp list:", listed)
    stage.scenario(asker=[{"tools": [{"name": "mcp__parallel-cc__get_parallel_status", "input": {}}]}, {"text": "Done."}])
    stage.extra["ENABLE_TOOL_SEARCH"] = "false"
    session = stage.run("asker", "--allowedTools", "mcp__parallel-cc")
    answers = [block for event in session.events() if event.get("type") == "user"
               for block in event["message"]["content"] if block.get("type") == "tool_result"]
    expect(answers and not answers[0].get("is_error"), "answers of the tool:", answers)
    expect("totalSessions" in json.dumps(answers[0]), "the tool's answer:", answers[0])
    stage.parallel("install", "--mcp", "--uninstall")
    listed = stage.harness("exec", "-C", stage.repository, "-H", stage.home, "--", "mcp", "list")
    expect("parallel-cc" not in listed, "mcp list after uninstall:", listed)


def test_programs_that_are_gone(stage):
    """Where our programs were removed and the settings were not, claude's tools run and its sessions end as without us."""
    stage.extra["PARALLEL_CC_CLAUDE"] = str(stage.work / "claude/claude")
    stage.parallel("install", "--hooks", "--global")
    stage.parallel("install", "--mcp")
    for file in (stage.home / ".claude/settings.json", stage.home / ".claude.json"):
        content = file.read_text()
        expect(str(stage.bin) in content, "programs in", file, content)
        file.write_text(content.replace(str(stage.bin), str(stage.folder / "gone")))
    stage.scenario(worker=[{"tools": [bash("echo bash >from-bash")]}, {"tools": [write("from-write", "write\n")]},
                           {"text": "All done."}])
    session = stage.start("worker", plain=True)
    equal(session.wait(), 0, "exit status")
    equal([(stage.repository / name).read_text() for name in ("from-bash", "from-write")], ["bash\n", "write\n"], "files")
    expect(session.first("result")["result"] == "All done.", "result:", session.first("result"))
    notes = [event["content"] for event in session.events() if event.get("subtype") == "informational"]
    expect(notes and all("didn't check this action" in note for note in notes), "what claude says of it:", notes)
    equal([server["status"] for server in session.first("system", "init")["mcp_servers"]], ["failed"], "MCP servers")
