#!/usr/bin/env python3
"""Runs the tests of the modules below, each on a fixture of its own. Started by ./run."""
import argparse
import inspect
import shutil
import sys
import time
import traceback

import test_claims
import test_endings
import test_guard
import test_harness
import test_hooks
import test_mcp
import test_messages
import test_model_proxy
import test_native
import test_resume
import test_runner
import test_sandbox
import test_sessions
from fixture import Failure, Skip, Fixture

MODULES = [test_harness, test_sessions, test_hooks, test_endings, test_resume, test_native, test_claims,
           test_messages, test_guard, test_mcp, test_model_proxy, test_runner, test_sandbox]


def tests():
    """(name, function, arguments). A function with `cases` runs once for each of them."""
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("test_") or function.__module__ != module.__name__:
                continue
            for case in getattr(function, "cases", [()]):
                yield "-".join([name[len("test_"):].replace("_", "-"), *map(str, case)]).lower(), function, case


def run(name, function, case, options):
    """(verdict, reason)."""
    fixture = None
    try:
        fixture = Fixture(options.work, name, options.newest)
        function(fixture, *case)
        return "ok", ""
    except Skip as skip:
        return "skip", str(skip)
    except Failure as failure:
        place = traceback.extract_tb(failure.__traceback__)
        lines = [frame.lineno for frame in place if frame.name == function.__name__]
        return "FAIL", f"line {lines[-1] if lines else '?'}: {failure}"
    except Exception:   # a fault of the test is a failure of the test, not the end of the suite
        return "FAIL", traceback.format_exc()
    finally:
        if fixture:
            fixture.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--newest", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    counts = {"ok": 0, "FAIL": 0, "skip": 0}
    wanted = [test for test in tests() if not options.words or any(word in test[0] for word in options.words)]
    if not wanted:
        parser.error(f"no test has a name that contains: {', '.join(options.words)}")
    for name, function, case in wanted:
        if options.list:
            print(f"{name:44} {(function.__doc__ or '').splitlines()[0]}")
            continue
        start = time.monotonic()
        verdict, reason = run(name, function, case, options)
        counts[verdict] += 1
        print(f"{verdict:4} {name} ({time.monotonic() - start:.1f} s)" + (f": {reason}" if reason else ""), flush=True)
        if verdict == "ok":
            shutil.rmtree(f"{options.work}/stages/{name}", ignore_errors=True)
    if not options.list:
        print(f"{counts['ok']} passed, {counts['FAIL']} failed, {counts['skip']} skipped")
    return 1 if counts["FAIL"] else 0


if __name__ == "__main__":
    sys.exit(main())
