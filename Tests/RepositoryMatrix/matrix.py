"""Runs the acts over all kinds of repositories with one git. See `run`."""
import argparse
import concurrent.futures
import re
import subprocess
import sys
import traceback

from acts import ACTS, Day
from kinds import KINDS
from fixture import Fixture


def version(git_folder):
    program = f"{git_folder}/git" if git_folder else "git"
    words = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return re.search(r"\d+\.\d+", words).group()


def day(make, programs, git_folder):
    """- Returns: what went wrong, by act."""
    fixture = Fixture(programs, git_folder)
    wrong = []
    try:
        day = Day(fixture, make(fixture))
        for act in ACTS:
            try:
                getattr(day, act)()
            except Exception as error:  # every act is tried: one line each says what does not work in this kind
                last = traceback.extract_tb(error.__traceback__)[-1]
                wrong.append(f"{act.replace('_', ' ')}: {error} ({last.name}:{last.lineno})")
    finally:
        fixture.close()
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", required=True)
    parser.add_argument("--git", default="", help="the folder of another git than that on PATH")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    number = version(options.git)
    known = tuple(map(int, number.split(".")))
    chosen = [(f"{name}, git {number}", make) for name, since, make in KINDS
              if since <= known and (not options.words or any(word in name for word in options.words))]
    if options.list:
        print("\n".join(name for name, _ in chosen))
        return 0
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda one: (one[0], day(one[1], options.programs, options.git)), chosen)
        for name, wrong in results:
            print(f"{'FAIL' if wrong else 'ok  '} {name} ({len(ACTS)} acts)", *("     " + line for line in wrong), sep="\n", flush=True)
            failed += bool(wrong)
    print(f"{len(chosen) - failed} passed, {failed} failed, 0 skipped")
    return failed != 0


sys.exit(main())
