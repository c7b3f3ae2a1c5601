"""Messages between sessions, as the real Claude Code hears them."""
from fixture import bash, equal, expect

FOREVER = 300000


def test_message(fixture):
    """A session sends a message from its Bash; the other one's model reads it with the result of its next tool call, once."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.scenario(
        listener=[{"tools": [bash("true")]},
                  {"tools": [bash("true")], "reached": "listens", "wait": {"event": "may-go-on", "timeout_ms": FOREVER}},
                  {"tools": [bash("true")], "expect": "message 1 from .*: the schema has changed"},
                  {"text": "Done.", "reached": "heard", "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
        sender=[{"tools": [bash("parallel-cc messages send --to all 'the schema has changed'")]},
                {"text": "Sent.", "reached": "sent"}])
    listener = fixture.start("listener")
    fixture.await_event("listens")
    sender = fixture.start("sender")
    fixture.await_event("sent")
    fixture.signal("may-go-on")
    fixture.await_event("heard")
    requests = (fixture.folder / "api/requests.jsonl").read_text()
    expect('"expect_ok": true' in requests, "the model was not told")
    messages = fixture.parallel("messages", "--json")["messages"]
    equal([(one["text"], one["deliveredAt"] is not None) for one in messages], [("the schema has changed", True)], "messages")
    fixture.signal("may-end")
    equal((listener.wait(), sender.wait()), (0, 0), "exit status")
