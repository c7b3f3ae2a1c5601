"""Reads `llvm-cov export --summary-only` on stdin and prints the line coverage of each room of Sources."""
import collections
import json
import os
import sys

root = os.path.realpath(sys.argv[1])
rooms = collections.defaultdict(lambda: [0, 0])
for file in json.load(sys.stdin)["data"][0]["files"]:
    parts = os.path.relpath(os.path.realpath(file["filename"]), root).split(os.sep)
    if parts[0] == "Sources":
        for name in (parts[1], "all"):
            rooms[name][0] += file["summary"]["lines"]["covered"]
            rooms[name][1] += file["summary"]["lines"]["count"]
for name, (covered, lines) in sorted(rooms.items(), key=lambda item: (item[0] == "all", item[0])):
    print(f"{name:16} {100 * covered / max(1, lines):5.1f} %  {covered:6} of {lines} lines")
