#!/usr/bin/env python3
"""Scripted fake of the Anthropic Messages API, for tests with the real Claude Code CLI.

Stdlib only (python >= 3.9).  Binds to loopback only.

    fake_anthropic.py --port 0 --scenario S.json --log req.jsonl --port-file P [--pid-file F] [--bodies DIR]

A scenario file:

    {"default": "name used when no marker is found (optional)",
     "scenarios": {
       "alice": {"turns": [
          {"text": "I write it", "tools": [{"name": "Write",
              "input": {"file_path": "${cwd}/a.txt", "content": "x\n"}}]},
          {"error": {"status": 529, "type": "overloaded_error", "message": "busy"}},
          {"delay_ms": 200, "wait": {"event": "bob-wrote", "timeout_ms": 20000}, "text": "Done."}
       ]}}}

A session picks its scenario with the marker `SCENARIO:<name>` in a user text (the last marker in the
conversation wins, so a later prompt, or a subagent's prompt, may switch scenario).  `SCENARIO:<name>@3`
starts at turn 3.  Without a marker the "default" scenario, else the text "ok", is answered.

Which turn is served is computed from the request alone: number of assistant messages after the message
that holds the marker.  So retries, resumed sessions and parallel sessions need no server state; the only
state is how many of the "error"/fault entries in front of a turn were already served.

Turn keys (all optional):
  text, thinking            text / thinking block put before the tool calls
  tools: [{name,input,id}]  tool_use blocks
  blocks: [...]             raw content blocks instead of text/thinking/tools
  stop_reason               default tool_use when there are tools, else end_turn
  usage: {...}              overrides the usage numbers
  delay_ms                  sleep before the first byte;  chunk_delay_ms  sleep between SSE chunks
  wait: {event, timeout_ms} block until somebody signalled `event` (see signal)
  barrier: {name, n, timeout_ms}  block until n requests arrived at this barrier
  reached: "event"          mark event as happened before any wait: the tools of the turn before have run
  signal: "event"           after the response was sent, mark event as happened; its tools may not have run yet
  expect: "regex"           logged as expect_ok true/false against all that was added since the model last spoke
  repeat: N                 the same turn N times
Fault entries (do not count as turns; each is served once per session, in front of the next real turn):
  {"error": {"status": 529, "type": "overloaded_error", "message": "...", "headers": {...}}, "times": 2}
  {"drop": true}            close the connection without an answer
  {"drop_after": K}         begin the SSE answer of the next turn, cut after K events
  {"hang_ms": N}            accept, say nothing for N ms, then close
After the last turn the server answers `after` of the scenario (default: text "Scenario finished.").
Templates in strings: ${cwd} ${session} ${agent} ${scenario} ${turn} ${env:NAME}

Control (loopback, no auth): GET /__fake/health | /__fake/state;  POST /__fake/signal/<event> | /__fake/reset
"""
import argparse
import json
import os
import re
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
sys.dont_write_bytecode = True
from fake_requests import (State, find_cwd, find_marker, news_text, side_request, side_turn, text_of,  # noqa: E402
                           turns_of)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "fake-anthropic/1"

    def log_message(self, *a):
        pass

    # ---------------------------------------------------------------- plumbing
    def body(self):
        n = int(self.headers.get("content-length") or 0)
        raw = self.rfile.read(n) if n else b""
        try:
            return json.loads(raw) if raw else {}
        except ValueError:
            return {"_raw": raw.decode("utf8", "replace")}

    def reply(self, status, obj, headers=None):
        data = json.dumps(obj).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("request-id", "req_fake_%06d" % self.server.state.n)
        for k, v in (headers or {}).items():
            self.send_header(k, str(v))
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def error(self, status, typ, msg, headers=None):
        self.reply(status, {"type": "error", "error": {"type": typ, "message": msg},
                            "request_id": "req_fake_%06d" % self.server.state.n}, headers)

    def record(self, rec):
        srv = self.server
        with srv.log_lock:
            if srv.log:
                srv.log.write(json.dumps(rec) + "\n")
                srv.log.flush()

    # ---------------------------------------------------------------- verbs
    def do_GET(self):
        st = self.server.state
        path = urlsplit(self.path).path
        if path == "/__fake/health":
            return self.reply(200, {"ok": True, "pid": os.getpid()})
        if path == "/__fake/state":
            with st.lock:
                return self.reply(200, {"events": sorted(st.events), "barriers": st.barriers, "counts": st.counts})
        self.other("GET")

    def do_HEAD(self):
        self.other("HEAD")

    def do_PUT(self):
        self.body()
        self.other("PUT")

    def other(self, verb):
        st = self.server.state
        with st.lock:
            st.n += 1
            st.counts["other"] += 1
        path = urlsplit(self.path).path
        self.record({"t": time.time(), "kind": "other", "verb": verb, "path": self.path,
                     "headers": dict(self.headers)})
        if path in ("/", "/api/hello", "/v1/health"):
            return self.reply(200, {"message": "hello"})
        if path == "/v1/models" or path.startswith("/v1/models/"):
            m = {"type": "model", "id": path.rsplit("/", 1)[-1], "display_name": "Fake",
                 "created_at": "2026-01-01T00:00:00Z"}
            return self.reply(200, m if path != "/v1/models" else
                              {"data": [], "has_more": False, "first_id": None, "last_id": None})
        self.error(404, "not_found_error", "fake: no such endpoint " + path)

    def do_POST(self):
        t0 = time.time()
        st = self.server.state
        body = self.body()
        path = urlsplit(self.path).path
        if path.startswith("/__fake/signal/"):
            st.signal(path.rsplit("/", 1)[-1])
            return self.reply(200, {"ok": True})
        if path == "/__fake/reset":
            with st.lock:
                st.faults.clear()
                st.events.clear()
                st.barriers.clear()
            return self.reply(200, {"ok": True})
        if path == "/v1/messages/count_tokens":
            with st.lock:
                st.n += 1
                st.counts["count_tokens"] += 1
            self.record({"t": t0, "kind": "count_tokens", "path": self.path, "model": body.get("model")})
            return self.reply(200, {"input_tokens": max(1, len(json.dumps(body)) // 4)})
        if path == "/v1/messages":
            return self.messages(t0, body)
        self.other("POST")

    # ---------------------------------------------------------------- the API
    def messages(self, t0, body):
        st, srv = self.server.state, self.server
        with st.lock:
            st.n += 1
            n = st.n
        meta = body.get("metadata") or {}
        session = self.headers.get("x-claude-code-session-id") or ""
        if not session:
            m = re.search(r'session_id"?[:_]\s*"?([0-9a-f-]{36})|session_([0-9a-f-]{36})', str(meta.get("user_id", "")))
            session = (m.group(1) or m.group(2)) if m else ""
        agent = self.headers.get("x-claude-code-agent-id") or ""
        msgs = body.get("messages") or []
        users = [m for m in msgs if m.get("role") == "user"]     # the CLI also sends role "system" messages
        last = users[-1] if users else {}
        last = users[-1] if users else {}
        side = side_request(body)
        name, idx = find_marker(body)
        rec = {"t": t0, "n": n, "kind": "side" if side else "main", "side": side, "path": self.path,
               "session": session, "agent": agent, "scenario": name, "turn": idx, "model": body.get("model"),
               "stream": bool(body.get("stream")), "max_tokens": body.get("max_tokens"),
               "tools": [t.get("name") for t in body.get("tools") or []], "messages": len(msgs),
               "retry": self.headers.get("x-stainless-retry-count"),
               "roles": "".join((m.get("role") or "?")[0] for m in msgs)[-60:], "last_text": news_text(msgs)[-4000:],
               "tool_results": [{"id": b.get("tool_use_id"), "is_error": bool(b.get("is_error")),
                                 "text": text_of(b.get("content"))[:4000]}
                                for b in (last.get("content") if isinstance(last.get("content"), list) else [])
                                if isinstance(b, dict) and b.get("type") == "tool_result"],
               "cwd": find_cwd(body), "user_agent": self.headers.get("user-agent")}
        if srv.bodies:
            with open(os.path.join(srv.bodies, "%05d.json" % n), "w") as f:
                json.dump({"path": self.path, "headers": dict(self.headers), "body": body}, f, indent=1)
        ctx = {"cwd": rec["cwd"], "session": session, "agent": agent, "scenario": name or "", "turn": idx}
        try:
            if side:
                st.counts["side"] += 1
                rec["answer"] = "side"
                self.record(rec)
                return self.send_turn(body, side_turn(body, side), ctx, n)
            st.counts["main"] += 1
            self.scripted(body, rec, ctx, n)
        except (BrokenPipeError, ConnectionResetError):
            self.record({"t": time.time(), "n": n, "kind": "client_gone", "session": session, "scenario": name})
            self.close_connection = True

    def scripted(self, body, rec, ctx, n):
        st = self.server.state
        name = rec["scenario"] or st.data.get("default")
        sc = st.scenario(name) if name else None
        if sc is None:
            rec["answer"] = "no scenario" if not name else "unknown scenario"
            self.record(rec)
            return self.send_turn(body, {"text": "ok" if not name else "fake: unknown scenario " + name}, ctx, n)
        turns = turns_of(sc)
        idx = rec["turn"]
        fl, turn = turns[min(idx, len(turns) - 1)]
        key = (rec["session"], rec["agent"], name, min(idx, len(turns) - 1))
        with st.lock:
            done = st.faults.get(key, 0)
            fault = fl[done] if done < len(fl) else None
            if fault is not None:
                st.faults[key] = done + 1
        if fault is not None:
            return self.fail(fault, body, turn, rec, ctx, n)
        if "expect" in turn:
            rec["expect"] = turn["expect"]
            rec["expect_ok"] = bool(re.search(turn["expect"], rec["last_text"], re.S))
        rec["answer"] = "after" if idx >= len(turns) - 1 else "turn %d" % idx
        if "reached" in turn:
            st.signal(turn["reached"])
        if "barrier" in turn:
            rec["barrier_ok"] = st.barrier(turn["barrier"])
        if "wait" in turn:
            rec["wait_ok"] = st.wait(turn["wait"])
        if turn.get("delay_ms"):
            time.sleep(turn["delay_ms"] / 1000)
        rec["t_answer"] = time.time()
        self.record(rec)
        self.send_turn(body, turn, ctx, n)
        if turn.get("signal"):
            st.signal(turn["signal"])

    def fail(self, fault, body, turn, rec, ctx, n):
        rec["answer"] = "fault " + json.dumps(fault)
        self.record(rec)
        time.sleep(fault.get("delay_ms", 0) / 1000)
        if "error" in fault:
            e = fault["error"]
            return self.error(int(e.get("status", 500)), e.get("type", "api_error"),
                              e.get("message", "scripted error"), e.get("headers"))
        if "drop_after" in fault and "hang_ms" not in fault:
            return self.send_turn(body, turn, ctx, n, int(fault["drop_after"]))
        if "hang_ms" in fault:
            time.sleep(fault["hang_ms"] / 1000)
        else:
            self.connection.close()
        self.close_connection = True

    def expand(self, v, ctx):
        if isinstance(v, str):
            v = re.sub(r"\$\{env:(\w+)\}", lambda m: os.environ.get(m.group(1), ""), v)
            return re.sub(r"\$\{(cwd|session|agent|scenario|turn)\}", lambda m: str(ctx[m.group(1)]), v)
        if isinstance(v, list):
            return [self.expand(x, ctx) for x in v]
        if isinstance(v, dict):
            return {k: self.expand(x, ctx) for k, x in v.items()}
        return v

    def send_turn(self, body, turn, ctx, n, cut=None):
        blocks = []
        if "blocks" in turn:
            blocks = self.expand(turn["blocks"], ctx)
        else:
            if turn.get("thinking"):
                blocks.append({"type": "thinking", "thinking": self.expand(turn["thinking"], ctx), "signature": "ZmFrZQ=="})
            if turn.get("text") or not turn.get("tools"):
                blocks.append({"type": "text", "text": self.expand(turn.get("text", ""), ctx)})
            for k, t in enumerate(turn.get("tools", [])):
                tid = t.get("id") or "toolu_%s_%s_%d_%s" % (re.sub(r"\W", "", ctx["scenario"])[:16] or "x", ctx["turn"], k,
                                                            uuid.uuid4().hex[:8])
                blocks.append({"type": "tool_use", "id": tid, "name": t["name"], "input": self.expand(t.get("input", {}), ctx)})
        stop = turn.get("stop_reason") or ("tool_use" if any(b["type"] == "tool_use" for b in blocks) else "end_turn")
        out_tok = max(1, len(json.dumps(blocks)) // 4)
        usage = {"input_tokens": 100, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
                 "output_tokens": out_tok, "service_tier": "standard"}
        usage.update(turn.get("usage", {}))
        msg = {"id": "msg_fake_%06d" % n, "type": "message", "role": "assistant", "model": body.get("model") or "fake",
               "content": blocks, "stop_reason": stop, "stop_sequence": None, "usage": usage}
        if not body.get("stream"):
            return self.reply(200, msg)
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("cache-control", "no-cache")
        self.send_header("request-id", "req_fake_%06d" % n)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        pause = turn.get("chunk_delay_ms", 0) / 1000
        for i, (ev, data) in enumerate(self.events(msg)):
            if cut is not None and i >= cut:
                self.close_connection = True
                self.wfile.flush()
                self.connection.close()
                return
            raw = ("event: %s\ndata: %s\n\n" % (ev, json.dumps(data))).encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(raw), raw))
            self.wfile.flush()
            if pause:
                time.sleep(pause)
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    @staticmethod
    def events(msg):
        start = dict(msg, content=[], stop_reason=None)
        start["usage"] = dict(msg["usage"], output_tokens=1)
        yield "message_start", {"type": "message_start", "message": start}
        yield "ping", {"type": "ping"}
        for i, b in enumerate(msg["content"]):
            if b["type"] == "text":
                yield "content_block_start", {"type": "content_block_start", "index": i, "content_block": {"type": "text", "text": ""}}
                t = b["text"]
                for k in range(0, max(1, len(t)), 200):
                    yield "content_block_delta", {"type": "content_block_delta", "index": i,
                                                  "delta": {"type": "text_delta", "text": t[k:k + 200]}}
            elif b["type"] == "thinking":
                yield "content_block_start", {"type": "content_block_start", "index": i,
                                              "content_block": {"type": "thinking", "thinking": "", "signature": ""}}
                yield "content_block_delta", {"type": "content_block_delta", "index": i,
                                              "delta": {"type": "thinking_delta", "thinking": b["thinking"]}}
                yield "content_block_delta", {"type": "content_block_delta", "index": i,
                                              "delta": {"type": "signature_delta", "signature": b.get("signature", "")}}
            elif b["type"] == "tool_use":
                yield "content_block_start", {"type": "content_block_start", "index": i,
                                              "content_block": {"type": "tool_use", "id": b["id"], "name": b["name"], "input": {}}}
                j = json.dumps(b["input"])
                for k in range(0, max(1, len(j)), 400):
                    yield "content_block_delta", {"type": "content_block_delta", "index": i,
                                                  "delta": {"type": "input_json_delta", "partial_json": j[k:k + 400]}}
            else:
                yield "content_block_start", {"type": "content_block_start", "index": i, "content_block": b}
            yield "content_block_stop", {"type": "content_block_stop", "index": i}
        yield "message_delta", {"type": "message_delta", "delta": {"stop_reason": msg["stop_reason"], "stop_sequence": None},
                                "usage": {"output_tokens": msg["usage"]["output_tokens"]}}
        yield "message_stop", {"type": "message_stop"}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (BrokenPipeError, ConnectionResetError, ValueError, OSError)):
            super().handle_error(request, client_address)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--port", type=int, default=0)
    ap.add_argument("--scenario", default="")
    ap.add_argument("--log", default="")
    ap.add_argument("--port-file", default="")
    ap.add_argument("--pid-file", default="")
    ap.add_argument("--bodies", default="", help="folder for the full request bodies")
    a = ap.parse_args()
    srv = Server(("127.0.0.1", a.port), Handler)
    srv.state = State(a.scenario)
    srv.log = open(a.log, "a") if a.log else None
    srv.log_lock = threading.Lock()
    srv.bodies = a.bodies
    if a.bodies:
        os.makedirs(a.bodies, exist_ok=True)
    for path, number in ((a.pid_file, os.getpid()), (a.port_file, srv.server_address[1])):
        if path:
            with open(path + ".tmp", "w") as f:
                f.write(str(number))
            os.replace(path + ".tmp", path)
    print("fake_anthropic on http://127.0.0.1:%d" % srv.server_address[1], flush=True)
    try:
        srv.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
