"""The MCP server and the plugin as the real Claude Code uses them."""
import json
import subprocess

from fixture import Failure, bash, equal, expect, write

FOREVER = 300000


def tool(name, server="parallel-cc", **arguments):
    return {"name": f"mcp__{server}__{name}", "input": arguments}


def expectations(fixture):
    """What the model was to read, turn by turn, and whether it did."""
    lines = (fixture.folder / "api/requests.jsonl").read_text().splitlines()
    return [one["expect_ok"] for one in map(json.loads, lines) if "expect_ok" in one]


def claude(fixture, *words, check=True):
    """Runs one of claude's own commands in the fixture's home."""
    run = subprocess.run([str(fixture.work / "claude/claude"), *map(str, words)], text=True, stdin=subprocess.DEVNULL,
                         capture_output=True, env=fixture.program_environment(), cwd=fixture.repository)
    expect(not check or run.returncode == 0, f"claude {' '.join(map(str, words))} ended with {run.returncode}: "
           f"{run.stdout}{run.stderr}")
    return run.stdout


def test_mcp_two_sessions(fixture):
    """One session claims a file by its tool, the other is refused, says so by its tool, and is heard."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.parallel("install", "--mcp")
    # Else the model would have to load the tools first.
    fixture.extra["ENABLE_TOOL_SEARCH"] = "false"
    fixture.scenario(
        holder=[{"tools": [tool("claim_file", filePath="shared.txt", reason="a long refactoring")]},
                {"tools": [bash("true")], "expect": 'success.{1,8}true', "reached": "claimed",
                 "wait": {"event": "was-asked", "timeout_ms": FOREVER}},
                {"text": "Heard.", "expect": "message 1 from .*please let go of shared.txt", "reached": "heard",
                 "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
        writer=[{"tools": [{"name": "Read", "input": {"file_path": "${cwd}/shared.txt"}}]},
                {"tools": [write("shared.txt", "overwritten\n")]},
                {"tools": [tool("check_files", filePaths=["shared.txt"])], "expect": "claimed by"},
                {"tools": [tool("send_message", to="all", text="please let go of shared.txt")],
                 "expect": 'isFree.{1,8}false'},
                {"tools": [tool("claim_file", filePath="shared.txt", waitSeconds="soon")], "expect": "Sent to 1 session"},
                {"text": "Asked.", "expect": "waitSeconds must be a whole number", "reached": "asked",
                 "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    holder = fixture.start("holder", "mcp__parallel-cc")
    fixture.await_event("claimed")
    equal([(one["claim_mode"], one["file_path"]) for one in fixture.parallel("claims", "--json")["claims"]],
          [("EXCLUSIVE", "shared.txt")], "claims")
    writer = fixture.start("writer", "mcp__parallel-cc")
    fixture.await_event("asked")
    fixture.signal("was-asked")
    fixture.await_event("heard")
    server = holder.first("system", "init")["mcp_servers"]
    equal([(one["name"], one["status"]) for one in server], [("parallel-cc", "connected")], "MCP servers")
    fixture.signal("may-end")
    equal((holder.wait(), writer.wait()), (0, 0), "exit status")
    equal(expectations(fixture), [True] * 6, "what the models read")


def test_mcp_after_clear(fixture):
    """After /clear, which changes Claude's own id of the conversation, the server still knows whose it is."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.parallel("install", "--mcp")
    fixture.extra["ENABLE_TOOL_SEARCH"] = "false"
    fixture.scenario(before=[{"text": "Before is over."}],
                   after=[{"tools": [tool("get_my_session")]},
                          {"text": "After is over.", "expect": 'name.{1,8}alpha', "reached": "asked"}])
    fixture.terminal("t", "mcp__parallel-cc", "-n", "alpha")
    fixture.harness("tmux-send", "t", "go SCENARIO:before")
    fixture.harness("tmux-wait", "t", "Before is over", 60)
    fixture.harness("tmux-send", "t", "/clear")
    fixture.until("the conversation was cleared", lambda: "Before is over" not in fixture.harness("tmux-cap", "t"))
    fixture.harness("tmux-send", "t", "go SCENARIO:after")
    fixture.await_event("asked")
    equal(expectations(fixture), [True], "what the model read")
    fixture.harness("tmux-stop", "t")


def test_plugin_is_valid(fixture):
    """claude plugin validate accepts plugin and marketplace, and so does the directory of plugins."""
    plugin = fixture.work / "plugin"
    for words in (["--profile", "directory", plugin], [plugin / ".claude-plugin/plugin.json"],
                  [plugin / ".claude-plugin/marketplace.json"]):
        said = claude(fixture, "plugin", "validate", "--strict", *words)
        expect("Validation passed" in said, said)


def test_plugin_installed(fixture):
    """Installed by path it brings hooks, tools and skill; install refuses to bring hooks and tools a second time."""
    claude(fixture, "plugin", "marketplace", "add", fixture.work / "plugin")
    claude(fixture, "plugin", "install", "parallel-cc@parallel-cc-local")
    try:
        fixture.parallel("install", "--hooks", "--global")
        raise AssertionError("hooks were installed beside the plugin")
    except Failure as refused:
        expect("claude plugin disable parallel-cc@parallel-cc-local" in str(refused), refused)
    fixture.extra["ENABLE_TOOL_SEARCH"] = "false"
    server = "plugin_parallel-cc_parallel-cc"
    fixture.scenario(alone=[{"tools": [write("a.txt", "one\n")]},
                          {"tools": [tool("list_file_claims", server=server)]},
                          {"text": "Done.", "expect": 'claimMode.{1,8}INTENT', "reached": "listed",
                           "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    session = fixture.start("alone", f"mcp__{server}")
    fixture.await_event("listed")
    init = session.first("system", "init")
    expect("parallel-cc:working-beside-others" in init["skills"], "skills", init["skills"])
    equal(fixture.live()[0]["activity"], "busy", "what the session does")
    fixture.signal("may-end")
    equal(session.wait(), 0, "exit status")
    equal(expectations(fixture), [True], "what the model read")


def test_plugin_beside_settings(fixture):
    """With the same hooks from a plugin and from settings, what they say to the model is said once."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.scenario(
        holder=[{"tools": [bash("parallel-cc claims take --file shared.txt --reason 'a long refactoring'")]},
                {"text": "Claimed.", "reached": "claimed", "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
        writer=[{"tools": [{"name": "Read", "input": {"file_path": "${cwd}/shared.txt"}}]},
                {"tools": [write("shared.txt", "overwritten\n")], "reached": "listens",
                 "wait": {"event": "was-told", "timeout_ms": FOREVER}},
                {"tools": [bash("true")], "expect": "claimed by"},
                {"text": "Done.", "expect": "message .*the tide turns at noon", "reached": "heard",
                 "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    holder = fixture.start("holder", "--plugin-dir", fixture.work / "plugin")
    fixture.await_event("claimed")
    writer = fixture.start("writer", "--plugin-dir", fixture.work / "plugin")
    fixture.await_event("listens")
    fixture.parallel("messages", "send", "--to", "all", "the tide turns at noon")
    fixture.signal("was-told")
    fixture.await_event("heard")
    fixture.signal("may-end")
    equal((holder.wait(), writer.wait()), (0, 0), "exit status")
    equal(expectations(fixture), [True, True], "what the model read")
    # In the last request, which holds the whole conversation.
    bodies = [json.loads(path.read_text())["body"] for path in sorted((fixture.folder / "api/bodies").glob("*.json"))]
    own = [body for body in bodies if "SCENARIO:writer" in json.dumps(body)]
    last = json.dumps(max(own, key=lambda body: len(body["messages"])))
    said = ("a long refactoring", "the tide turns at noon", "works in its own git worktree")
    equal([last.count(words) for words in said], [1, 1, 1], "how often the refusal, the message and the greeting were read")
