"""Holds the documents against the tree: width of lines, links, paths, tests and rooms that they name."""
import re

WIDEST_LINE = 120
# Written by the program.
GENERATED = {"docs/CLI.md"}
# Speaks of versions that are gone.
OLDER = {"CHANGELOG.md"}


def pages(root):
    """Documents of the project, by path from its root."""
    folders = [(".", "*.md"), ("docs", "**/*.md"), ("plugin", "**/*.md"), ("findings", "*.md"), ("Tests", "*/*.md")]
    found = {path for folder, pattern in folders for path in (root / folder).glob(pattern) if path.is_file()}
    return {str(path.relative_to(root)): path.read_text(encoding="utf8") for path in sorted(found)}


def wide_lines(name, text):
    for number, line in enumerate(text.splitlines(), 1):
        is_free = line.startswith("|") or re.fullmatch(r"\s*\S*https?://\S+", line)
        if len(line) > WIDEST_LINE and not is_free:
            yield f"{name}:{number}: {len(line)} columns, at most {WIDEST_LINE}"


def anchors(text):
    """What GitHub makes of the headings."""
    for heading in re.findall(r"(?m)^#+ (.+)$", text):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def broken_links(root, name, text):
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        place, _, anchor = target.partition("#")
        if re.match(r"\w+:", target):
            continue
        path = (root / name).parent / place if place else root / name
        if not path.exists():
            yield f"{name}: the link {target} leads nowhere"
        elif anchor and path.suffix == ".md" and anchor not in set(anchors(path.read_text(encoding="utf8"))):
            yield f"{name}: no heading for the link {target}"


def missing_paths(root, name, text):
    """Sources are named from Sources on, everything else from the root."""
    for path in re.findall(r"`([\w+.-]+(?:/[\w+.-]+)+/?|[\w+-]+\.swift)`", text):
        is_source = path.endswith((".swift", "/")) and not path.startswith(("~", ".git", "refs"))
        places = [root / "Sources" / path, root / path, *([] if "/" in path else (root / "Sources").rglob(path))]
        if is_source and not any(place.exists() for place in places):
            yield f"{name}: {path} is not there"


def commands(reference):
    """{"parallel-cc claims take": its section} of docs/CLI.md."""
    parts = re.split(r"(?m)^## (parallel-cc .+)\n", reference)
    # An old name that hands everything on is listed and has no section.
    listed = dict.fromkeys(re.findall(r"(?m)^- \[`(parallel-cc [^`]+)`\]", reference), "")
    return listed | dict(zip(parts[1::2], parts[2::2]))


def missing_commands(name, text, known):
    """Commands of ours in code, each with its options, are those of docs/CLI.md."""
    fenced = "\n".join(re.findall(r"(?ms)^```\w*\n(.*?)^```", text))
    spans = re.findall(r"`(parallel-cc [^`]+)`", text) + re.findall(r"(?m)^(?:\$ )?(parallel-cc [^#|\n]+)", fenced)
    for span in spans:
        for part in re.split(r"&&|; |\|", " ".join(span.split())):
            words = part.split()
            if words[:1] != ["parallel-cc"] or not re.fullmatch(r"[a-z][a-z-]+", "".join(words[1:2])):
                continue
            command = next((place for place in (" ".join(words[:3]), " ".join(words[:2])) if place in known), None)
            for option in re.findall(r" (--[a-z][a-z-]*)", part) if command else []:
                if f"`{option}" not in known[command] and f", {option}" not in known[command]:
                    yield f"{name}: {command} has no {option}"
            if command is None and words[1] != "generate-docs":     # not for users
                yield f"{name}: there is no {' '.join(words[:2])}"


def missing_tests(root, name, text):
    sources = "\n".join(path.read_text(encoding="utf8") for path in (root / "Tests").rglob("*.swift"))
    known = set(re.findall(r"\b(?:struct|class|enum|actor) (\w+Tests)\b", sources))
    for test in sorted(set(re.findall(r"`(\w+Tests)`", text)) - known):
        yield f"{name}: there are no {test}"


def wrong_rooms(name, text, rooms):
    """The table of rooms says the same as `rooms`."""
    told = {}
    for names, arrows in re.findall(r"(?m)^\| (`[^|]+) \|[^|\n]+\| ([^|\n]+) \|$", text):
        if re.fullmatch(r"–|`\w+`(, `\w+`)*", arrows):
            told.update({room: sorted(re.findall(r"`([^`]+)`", arrows)) for room in re.findall(r"`([^`]+)`", names)})
    for room in sorted(set(told) | set(rooms)):
        if room not in told or room not in rooms:
            yield f"{name}: the room {room} is only {'in scripts/check' if room in rooms else 'there'}"
        elif told[room] != sorted(rooms[room]):
            yield f"{name}: {room} may import {', '.join(rooms[room]) or 'nothing'}"


def wrong_migrations(root, name, text):
    there = {path.name for path in (root / "Sources/Coordinator/Database").glob("Migration[0-9]*.swift")}
    for migration in sorted(there ^ set(re.findall(r"(?m)^\| `(Migration\d+\.swift)`", text))):
        yield f"{name}: {migration} is {'not in the table' if migration in there else 'not there'}"


def problems(root, rooms):
    found = []
    known = commands(pages(root).get("docs/CLI.md", ""))
    for name, text in pages(root).items():
        found += [] if name in GENERATED else wide_lines(name, text)
        found += broken_links(root, name, text)
        found += missing_commands(name, text, known) if known and name not in OLDER else []
        if name == "docs/ARCHITECTURE.md":
            found += [*missing_paths(root, name, text), *wrong_rooms(name, text, rooms), *wrong_migrations(root, name, text)]
        if name in ("docs/ARCHITECTURE.md", "docs/DATA-SAFETY.md", "CONTRIBUTING.md"):
            found += missing_tests(root, name, text)
    return found
