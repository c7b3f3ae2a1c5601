#!/usr/bin/env python3
"""Runs the tests below, each in a fixture of its own. Started by ./run."""
import argparse
import asyncio
import inspect
import os
import sys
import time
import traceback

import anyio
import jsonschema
from mcp import MCPError

import calls
from fixture import Fixture

PATIENCE = 60   # seconds; a limit for what must happen, never a pause


# The first fourteen have the names of the TypeScript parallel-cc.
KNOWN = {"get_parallel_status", "get_my_session", "notify_when_merged", "check_merge_status", "check_conflicts",
         "rebase_assist", "get_merge_events", "claim_file", "release_file", "list_file_claims", "detect_advanced_conflicts",
         "get_auto_fix_suggestions", "apply_auto_fix", "conflict_history",
         "claim_files", "check_files", "predict_conflicts", "list_rescues", "send_message", "queue_merge"}


def expect(condition, *what):
    if not condition:
        raise AssertionError(" ".join(str(word) for word in what))


def failure(result):
    expect(result.is_error, "no error:", result)
    return result.content[0].text


async def answer(client, tool, arguments):
    """The structured answer of a call; the SDK holds it against the tool's schema."""
    result = await client.call_tool(tool, arguments)
    expect(not result.is_error, f"{tool} failed:", result.content[0].text if result.content else result)
    return result.structured_content


async def test_handshake(fixture):
    """A client that first probes for a newer protocol falls back; name, version and instructions are told."""
    async with fixture.client() as client:
        expect(client.protocol_version == "2025-11-25", "version", client.protocol_version)
        expect(client.server_info.name == "parallel-cc" and client.server_info.version, "server", client.server_info)
        expect(0 < len(client.instructions) < 1500, "instructions", client.instructions)


async def test_list(fixture):
    """All tools, each with valid schemas, a description and annotations; each is called by a test below."""
    called = set(test_call.cases)
    async with fixture.client() as client:
        listed = await client.list_tools()
    expect(listed.next_cursor is None, "a second page")
    names = {tool.name for tool in listed.tools}
    expect(names == KNOWN, "tools that came or went:", names ^ KNOWN)
    for tool in listed.tools:
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)
            expect(schema["type"] == "object", tool.name)
        hints = tool.annotations
        expect(None not in (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint, hints.open_world_hint),
               "annotations of", tool.name)
        expect(tool.title and tool.description, "words of", tool.name)
        expect(tool.name in called, "nobody calls", tool.name)


# States of the fixture that the calls begin with.
HELPERS = ("diverged", "merged", "both_added", "stopped", "suggestion")


async def test_call(fixture, name):
    """One tool in one state of the fixture: its answer fits its schema and says what it must."""
    arguments, holds = getattr(calls, name)(fixture)
    async with fixture.client() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        tool = next(tool for tool in sorted(tools, key=len, reverse=True) if name.startswith(tool))
        found = await answer(client, tool, arguments)
        jsonschema.validate(found, tools[tool].output_schema)
        expect(holds(found), f"{tool} answered", found)


test_call.cases = sorted(name for name, function in inspect.getmembers(calls, inspect.isfunction)
                         if list(inspect.signature(function).parameters) == ["fixture"] and name not in HELPERS)


async def test_elsewhere(fixture):
    """From inside a worktree the whole repository is seen; outside any an error says so."""
    async with fixture.client(fixture.worktree) as client:
        expect((await answer(client, "get_parallel_status", {}))["totalSessions"] == 2, "sessions seen from the worktree")
        claim = await answer(client, "claim_file", {"filePath": "src/a.py"})
        expect(claim["success"] and claim["filePath"] == "src/a.py", claim)
    async with fixture.client(fixture.folder) as client:
        words = failure(await client.call_tool("get_parallel_status", {"repo_path": str(fixture.folder)}))
        expect("not a git repository" in words, words)


async def test_without_session(fixture):
    """Who is no session can look, not claim."""
    fixture.parallel("release", "--pid", str(os.getpid()), "--json")
    async with fixture.client() as client:
        mine = await answer(client, "get_my_session", {})
        expect(mine["sessionId"] is None and mine["error"], mine)
        expect("claude-parallel" in failure(await client.call_tool("claim_file", {"filePath": "a"})), "no hint")
        await answer(client, "check_files", {"filePaths": ["README"]})


async def test_mistakes(fixture):
    """An unknown tool is a protocol error; arguments that do not fit are named for the model."""
    async with fixture.client() as client:
        try:
            await client.call_tool("no_such_tool", {})
            raise AssertionError("an unknown tool was called")
        except MCPError as error:
            expect(error.code == -32602 and "claim_file" in error.message, error)
        words = failure(await client.call_tool("claim_file", {"path": "a"}))
        expect("filePath is missing" in words and "path is unknown" in words, words)


async def test_unknown_branches(fixture):
    """What cannot be judged is an error, never "not merged" and never "no conflict"."""
    calls = [("check_conflicts", {"currentBranch": "main", "targetBranch": "nowhere"}),
             ("check_conflicts", {"currentBranch": "main; touch x", "targetBranch": "main"}),
             ("check_merge_status", {"branch": "nowhere"}), ("notify_when_merged", {"branch": "nowhere"}),
             ("detect_advanced_conflicts", {"currentBranch": "main", "targetBranch": "nowhere"}),
             ("get_auto_fix_suggestions", {"filePath": "README", "currentBranch": "main", "targetBranch": "nowhere"}),
             ("rebase_assist", {"targetBranch": "--exec=touch x"}), ("queue_merge", {"branch": "nowhere"})]
    async with fixture.client() as client:
        for tool, arguments in calls:
            words = failure(await client.call_tool(tool, arguments))
            expect("branch" in words, tool, words)
    expect(not (fixture.repository / "x").exists(), "a branch name was obeyed")


async def test_merge_seen(fixture):
    """While nobody asks it anything, the server looks for the merges that its session waits for."""
    fixture.commit({"new": "1\n"}, "Theirs", at=fixture.worktree)
    fixture.environment["PARALLEL_CC_MERGE_INTERVAL"] = "1"
    async with fixture.client() as client:
        await answer(client, "notify_when_merged", {"branch": fixture.branch})
        fixture.git("merge", "-q", "--squash", fixture.branch)
        fixture.git("commit", "-q", "-m", "Squashed")
        with anyio.fail_after(PATIENCE):
            while not (waiting := fixture.parallel("messages", "--json")["messages"]):
                await anyio.sleep(0.1)
    expect(waiting[0]["kind"] == "merge" and fixture.branch in waiting[0]["text"], waiting)


async def test_cancel(fixture):
    """A call that waits ends when its client gives up; the server answers others, before and after."""
    calls.claimed_by_other(fixture)
    async with fixture.client() as client:
        with anyio.move_on_after(PATIENCE) as limit:
            async with anyio.create_task_group() as group:
                group.start_soon(client.call_tool, "claim_file", {"filePath": "README", "waitSeconds": 3600})
                while not fixture.waiters():
                    await anyio.sleep(0.02)
                await client.list_tools(cache_mode="bypass")
                group.cancel_scope.cancel()
            while fixture.waiters():
                await anyio.sleep(0.02)
            expect((await answer(client, "claim_file", {"filePath": "src/a.py"}))["success"], "the next call")
        expect(not limit.cancelled_caught, "the cancelled call goes on")


async def test_progress(fixture):
    """Slow work says what it is doing, in growing numbers."""
    fixture.commit({"new": "1\n"}, "Theirs", at=fixture.worktree)
    heard = []

    async def listen(progress, total, message):
        heard.append((progress, message))

    async with fixture.client() as client:
        await client.call_tool("rebase_assist", {"targetBranch": fixture.branch}, progress_callback=listen)
    expect(heard and all(message for _, message in heard), heard)
    expect([number for number, _ in heard] == sorted({number for number, _ in heard}), heard)


async def test_end(fixture):
    """The server ends with its client, also while a call waits."""
    calls.claimed_by_other(fixture)
    start = time.monotonic()
    async with fixture.client() as client:
        async with anyio.create_task_group() as group:
            group.start_soon(client.call_tool, "claim_file", {"filePath": "README", "waitSeconds": 3600})
            while not fixture.waiters():
                await anyio.sleep(0.02)
            group.cancel_scope.cancel()
    expect(time.monotonic() - start < PATIENCE and not fixture.waiters(), "it still waits")


def tests():
    for name, function in inspect.getmembers(sys.modules[__name__], inspect.isfunction):
        if name.startswith("test_"):
            for case in getattr(function, "cases", [None]):
                words = [name[len("test_"):]] + ([case] if case else [])
                yield "-".join(words).replace("_", "-"), function, [case] if case else []


def run(function, case, program):
    fixture = Fixture(program)
    try:
        asyncio.run(function(fixture, *case))
        return "ok", ""
    except BaseException as error:   # also groups of them; a fault of the test is a failure of the test
        if isinstance(error, KeyboardInterrupt):
            raise
        return "FAIL", "".join(traceback.format_exception(error)[-12:])
    finally:
        fixture.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    counts = {"ok": 0, "FAIL": 0}
    wanted = [test for test in tests() if not options.words or any(word in test[0] for word in options.words)]
    if not wanted:
        parser.error(f"no test has a name that contains: {', '.join(options.words)}")
    for name, function, case in wanted:
        if options.list:
            print(f"{name:36} {(function.__doc__ or '').splitlines()[0]}")
            continue
        start = time.monotonic()
        verdict, reason = run(function, case, options.program)
        counts[verdict] += 1
        print(f"{verdict:4} {name} ({time.monotonic() - start:.1f} s)" + (f": {reason}" if reason else ""), flush=True)
    if not options.list:
        print(f"{counts['ok']} passed, {counts['FAIL']} failed, 0 skipped")
    return 1 if counts["FAIL"] else 0


if __name__ == "__main__":
    sys.exit(main())
