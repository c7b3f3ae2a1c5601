"""Claims as the real Claude Code meets them."""
from stage import bash, equal, expect, write

FOREVER = 300000


def claims(stage):
    return [(one["claim_mode"], one["file_path"]) for one in stage.parallel("claims", "--json")["claims"]]


def test_claimed_file(stage, mode):
    """A session claims a file in its Bash; another one, in its worktree, is refused and reads by whom; nothing is written."""
    stage.parallel("install", "--hooks", "--global")
    # Without it the binary refuses to bypass permissions as root.
    stage.extra["IS_SANDBOX"] = "1"
    stage.scenario(
        holder=[{"tools": [bash("parallel-cc claims take --file shared.txt --reason 'a long refactoring'")]},
                {"text": "Claimed.", "reached": "claimed", "wait": {"event": "may-release", "timeout_ms": FOREVER}},
                ],
        writer=[{"tools": [{"name": "Read", "input": {"file_path": "${cwd}/shared.txt"}}]},
                {"tools": [write("shared.txt", "overwritten\n")]},
                {"tools": [write("other.txt", "other\n")], "expect": "claimed by.*a long refactoring"},
                {"text": "Done.", "reached": "tried", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    holder = stage.start("holder")
    stage.await_event("claimed")
    equal(claims(stage), [("EXCLUSIVE", "shared.txt")], "claims")
    writer = stage.start("writer", *(["--permission-mode", mode] if mode != "acceptEdits" else []))
    stage.await_event("tried")
    place = stage.linked()["worktreePath"]
    expect("overwritten" not in open(place + "/shared.txt").read(), "the claimed file was written")
    equal(open(place + "/other.txt").read(), "other\n", "a file that nobody has claimed")
    expect('"expect_ok": true' in (stage.folder / "api/requests.jsonl").read_text(), "the model was not told by whom")
    stage.signal("may-release")
    equal(holder.wait(), 0, "exit status of the holder")
    equal(claims(stage), [("INTENT", "other.txt")], "claims after the holder has ended")
    stage.signal("may-end")
    equal(writer.wait(), 0, "exit status of the writer")


test_claimed_file.cases = [("acceptEdits",), ("bypassPermissions",)]
