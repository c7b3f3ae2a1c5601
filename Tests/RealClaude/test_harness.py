"""The fixture itself: the real binary runs here, and does what the other tests rely on."""
import json
import re

from fixture import equal, expect

PATH = "${cwd}/shared.txt"
SEEN = (2, 1, 332)


def edit(old, new):
    return {"name": "Edit", "input": {"file_path": PATH, "old_string": old, "new_string": new}}


def read():
    return {"name": "Read", "input": {"file_path": PATH}}


def test_version(fixture):
    """The binary is the one that the facts were seen on; with --newest that one or a newer."""
    text = fixture.harness("exec", "-C", fixture.repository, "-H", fixture.home, "--", "--version").strip()
    found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+) \(Claude Code\)", text)
    expect(found, "version", text)
    version = tuple(map(int, found.groups()))
    expect(version == SEEN or fixture.has_newest_claude and version > SEEN, "version", text)


def test_sharing_a_checkout_loses_work(fixture):
    """Without us: two plain sessions in one checkout, and the edit of one is overwritten by the other."""
    fixture.scenario(
        alice=[{"tools": [read()]},
               {"tools": [{"name": "Bash", "input": {"command": "true", "description": "wait"}}], "signal": "alice-has-read"},
               {"wait": {"event": "bob-wrote", "timeout_ms": 60000},
                "tools": [edit("line one", "line one (alice)")]},
               {"tools": [{"name": "Write", "input": {"file_path": PATH, "content": "line one (alice)\nline two\nline three\n"}}]},
               {"text": "Done."}],
        bob=[{"wait": {"event": "alice-has-read", "timeout_ms": 60000}, "tools": [read()]},
             {"tools": [edit("line three", "line three (bob)")]}, {"text": "Done.", "signal": "bob-wrote"}])
    alice, bob = fixture.start("alice", plain=True), fixture.start("bob", plain=True)
    equal((alice.wait(), bob.wait()), (0, 0), "exit statuses")
    expect("(bob)" not in (fixture.repository / "shared.txt").read_text(), "bob's line has survived: has Claude Code changed?")


def test_a_hook_can_deny(fixture):
    """A PreToolUse hook that denies stops the write, and the model reads why."""
    answer = {"hookSpecificOutput": {"hookEventName": "PreToolUse", "permissionDecision": "deny",
                                     "permissionDecisionReason": "claimed by bob"}}
    settings = fixture.home / ".claude/settings.json"
    settings.write_text(json.dumps({"hooks": {"PreToolUse": [{"matcher": "Write|Edit", "hooks": [
        {"type": "command", "command": f"echo '{json.dumps(answer)}'"}]}]}}))
    fixture.scenario(writer=[{"tools": [read()]}, {"tools": [edit("line one", "line 1")]},
                           {"text": "Done.", "expect": "claimed by bob"}])
    fixture.run("writer", plain=True)
    expect("line one\n" in (fixture.repository / "shared.txt").read_text(), "the write was not stopped")
    expect('"expect_ok": true' in (fixture.folder / "api/requests.jsonl").read_text(), "the model was not told why")
