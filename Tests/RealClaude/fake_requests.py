"""What fake_anthropic.py knows about a request and about what has happened so far; see there."""
import json
import os
import re
import threading
import time

MARKER = re.compile(r"SCENARIO:([A-Za-z0-9_.-]*[A-Za-z0-9_])(?:@(\d+))?")
COMPACT = re.compile(r"<analysis> block followed by a <summary> block|create a detailed summary of the conversation", re.I)
CWD_PATTERNS = [
    re.compile(r"^CWD:\s*(/[^\n]*)", re.M),
    re.compile(r"(?:Primary working directory|Working directory):\s*(/[^\n<]*)"),
    re.compile(r"current working directory(?: is)?:?\s*(/[^\n<]*)", re.I),
]


class State:
    def __init__(self, path):
        self.path = path
        self.lock = threading.Condition()
        self.faults = {}      # (session, agent, scenario, turn) -> faults already served
        self.events = set()
        self.barriers = {}
        self.counts = {"main": 0, "side": 0, "count_tokens": 0, "other": 0}
        self.n = 0
        self.mtime = None
        self.data = {}
        self.load()

    def load(self):
        if not self.path:
            return
        m = os.stat(self.path).st_mtime_ns
        if m != self.mtime:                       # edited scenario files are picked up without a restart
            with open(self.path) as f:
                self.data = json.load(f)
            self.mtime = m

    def scenario(self, name):
        with self.lock:
            self.load()
        return self.data.get("scenarios", {}).get(name)

    def signal(self, ev):
        with self.lock:
            self.events.add(ev)
            self.lock.notify_all()

    def wait(self, spec):
        if isinstance(spec, str):
            spec = {"event": spec}
        end = time.monotonic() + spec.get("timeout_ms", 30000) / 1000
        with self.lock:
            while spec["event"] not in self.events:
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self.lock.wait(left)
        return True

    def barrier(self, spec):
        end = time.monotonic() + spec.get("timeout_ms", 30000) / 1000
        with self.lock:
            self.barriers[spec["name"]] = self.barriers.get(spec["name"], 0) + 1
            self.lock.notify_all()
            while self.barriers[spec["name"]] < spec.get("n", 2):
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self.lock.wait(left)
        return True


def turns_of(scenario):
    """[(faults in front, turn)], the one after the last included."""
    turns, faults = [], []
    for turn in scenario.get("turns", []):
        if any(key in turn for key in ("error", "drop", "drop_after", "hang_ms")):
            faults += [turn] * int(turn.get("times", 1))
        else:
            for _ in range(int(turn.get("repeat", 1))):
                turns.append((faults, turn))
                faults = []
    return [*turns, (faults, scenario.get("after", {"text": "Scenario finished."}))]


def text_of(content):
    """All text in a message content (str or blocks), tool results included."""
    if isinstance(content, str):
        return content
    out = []
    for b in content or []:
        if not isinstance(b, dict):
            continue
        if b.get("type") == "text":
            out.append(b.get("text", ""))
        elif b.get("type") == "tool_result":
            out.append(text_of(b.get("content")))
    return "\n".join(out)


def user_text(content):
    """Only what was typed: text blocks, no tool results (so that a file holding a marker does not count)."""
    if isinstance(content, str):
        return content
    return "\n".join(b.get("text", "") for b in content or [] if isinstance(b, dict) and b.get("type") == "text")


def news_text(messages):
    """All that was added since the model last spoke: tool results, what was typed, what hooks said (role "system")."""
    out = []
    for message in reversed(messages):
        if message.get("role") == "assistant":
            break
        out.insert(0, text_of(message.get("content")))
    return "\n".join(out)


def system_text(body):
    s = body.get("system")
    return s if isinstance(s, str) else "\n".join(b.get("text", "") for b in s or [] if isinstance(b, dict))


def find_marker(body):
    """(scenario, number of assistant messages after the marker) or (None, 0)."""
    msgs = body.get("messages") or []
    for i in range(len(msgs) - 1, -1, -1):
        if msgs[i].get("role") != "user":
            continue
        found = MARKER.findall(user_text(msgs[i].get("content")))
        if found:
            name, start = found[-1]
            return name, int(start or 0) + sum(1 for m in msgs[i + 1:] if m.get("role") == "assistant")
    return None, sum(1 for m in msgs if m.get("role") == "assistant")


def find_cwd(body):
    for text in [system_text(body)] + [text_of(m.get("content")) for m in body.get("messages") or []]:
        for p in CWD_PATTERNS:
            m = p.search(text)
            if m:
                return m.group(1).strip()
    return ""


def side_request(body):
    """Why this is one of the CLI's own small requests (title, quota, hook prompt...), or None for the conversation."""
    if body.get("max_tokens") == 1:
        return "max_tokens=1 (quota / key check)"
    tools = {t.get("name") for t in body.get("tools") or []}
    if not tools and "context_management" not in body:
        return "no tools, no context_management (title, prompt hook, topic...)"
    if "StructuredOutput" in tools and find_marker(body)[0] is None:
        return "StructuredOutput without a scenario (agent hook)"
    users = [m for m in body.get("messages") or [] if m.get("role") == "user"]
    if users and COMPACT.search(user_text(users[-1].get("content"))):
        return "compaction"
    return None


def side_turn(body, why):
    name, idx = find_marker(body)
    if why == "compaction":         # keep the scenario and its position alive over the summary
        mark = " SCENARIO:%s@%d" % (name, idx) if name else ""
        return {"text": "<analysis>fake</analysis>\n<summary>Fake summary.%s</summary>" % mark}
    for t in body.get("tools") or []:
        if t.get("name") == "StructuredOutput":
            return {"tools": [{"name": "StructuredOutput", "input": example_of(t.get("input_schema") or {})}]}
    fmt = (body.get("output_config") or {}).get("format") or body.get("output_format") or {}
    schema = fmt.get("schema") if isinstance(fmt, dict) else None
    if isinstance(schema, dict):
        return {"text": json.dumps(example_of(schema))}
    if "title" in system_text(body).lower():
        return {"text": json.dumps({"title": "Fake title"})}
    return {"text": "ok"}


def example_of(schema, required=False):
    t = schema.get("type")
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    if t == "object":
        req = schema.get("required") or []
        return {k: example_of(v, k in req) for k, v in (schema.get("properties") or {}).items()}
    return {"array": [], "boolean": required, "number": 0, "integer": 0, "null": None}.get(t, "fake")
