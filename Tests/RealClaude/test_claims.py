"""Claims as the real Claude Code meets them."""
from fixture import bash, equal, expect, write

FOREVER = 300000


def claims(fixture):
    return [(one["claim_mode"], one["file_path"]) for one in fixture.parallel("claims", "--json")["claims"]]


def test_claimed_file(fixture, mode):
    """A session claims a file in its Bash; another one, in its worktree, is refused and reads by whom; nothing is written."""
    fixture.parallel("install", "--hooks", "--global")
    # Without it the binary refuses to bypass permissions as root.
    fixture.extra["IS_SANDBOX"] = "1"
    fixture.scenario(
        holder=[{"tools": [bash("parallel-cc claims take --file shared.txt --reason 'a long refactoring'")]},
                {"text": "Claimed.", "reached": "claimed", "wait": {"event": "may-release", "timeout_ms": FOREVER}},
                ],
        writer=[{"tools": [{"name": "Read", "input": {"file_path": "${cwd}/shared.txt"}}]},
                {"tools": [write("shared.txt", "overwritten\n")]},
                {"tools": [write("other.txt", "other\n")], "expect": "claimed by.*a long refactoring"},
                {"text": "Done.", "reached": "tried", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    holder = fixture.start("holder")
    fixture.await_event("claimed")
    equal(claims(fixture), [("EXCLUSIVE", "shared.txt")], "claims")
    writer = fixture.start("writer", *(["--permission-mode", mode] if mode != "acceptEdits" else []))
    fixture.await_event("tried")
    place = fixture.linked()["worktreePath"]
    expect("overwritten" not in open(place + "/shared.txt").read(), "the claimed file was written")
    equal(open(place + "/other.txt").read(), "other\n", "a file that nobody has claimed")
    expect('"expect_ok": true' in (fixture.folder / "api/requests.jsonl").read_text(), "the model was not told by whom")
    fixture.signal("may-release")
    equal(holder.wait(), 0, "exit status of the holder")
    equal(claims(fixture), [("INTENT", "other.txt")], "claims after the holder has ended")
    fixture.signal("may-end")
    equal(writer.wait(), 0, "exit status of the writer")


test_claimed_file.cases = [("acceptEdits",), ("bypassPermissions",)]
