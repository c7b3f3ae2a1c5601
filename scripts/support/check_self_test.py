"""Proves that each check of scripts/check finds something bad and accepts something good."""
import os
import pathlib
import shutil
import tempfile

GOOD = "/// A room.\nstruct Room {\n    let name: String\n}\n"
FORMAT = '{"version": 1, "lineLength": 120, "indentation": {"spaces": 4}}'


ARCHITECTURE = ""
CLI = "## parallel-cc claims take\n\n- `--file <path>`: A file.\n"


class Tree:
    """A scratch project."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp()).resolve()
        self.put(".swift-format", FORMAT)
        self.put("Sources/HookCore/Room.swift", GOOD)

    def put(self, path, text, mode=0o644):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)


def function(lines):
    return "func long(_ text: String = \"}\") {\n" + "    print(\"{\\(text + \"{\")\")\n" * (lines - 2) + "}\n"


def target(name, folder, dependencies, sources):
    return {"name": name, "c99name": name.replace("-", "_"), "path": f"{folder}/{name}", "sources": sources,
            "target_dependencies": dependencies}


def arrow_cases():
    """(what, imports of HookCore, its dependencies, a part of the problem or None)."""
    yield "an import that is declared", "import CSystem", ["CSystem"], None
    yield "an import from the toolchain", "import Glibc", [], None
    yield "an import in a comment", "// import Store\n/* import Store */", [], None
    yield "an undeclared import", "internal import Store", [], "does not declare"
    yield "a scoped undeclared import", "import struct Store.Row", [], "does not declare"
    yield "an undeclared import for tests", "@testable import Store", [], "does not declare"
    yield "a declared arrow that is not in the table", "import Store", ["Store"], "must not depend on Store"
    yield "a library that is no room", "import Foundation", [], "neither a room"
    yield "FoundationEssentials where it is too slow", "import FoundationEssentials", [], "must do without"


# Cases: (check, what, path, text, is it bad).
def size_cases():
    yield "sizes", "a file of 400 lines", "Sources/HookCore/A.swift", "\n" * 400, False
    yield "sizes", "a file of 401 lines", "Sources/HookCore/A.swift", "\n" * 401, True
    yield "sizes", "a C file of 401 lines", "Sources/CSystem/a.c", "\n" * 401, True
    yield "sizes", "a test of 401 lines", "Tests/XTests/A.swift", "\n" * 401, True
    yield "sizes", "a function of 60 lines", "Sources/HookCore/A.swift", function(60), False
    yield "sizes", "a function of 61 lines", "Sources/HookCore/A.swift", function(61), True
    yield "sizes", "a computed property of 61 lines", "Sources/HookCore/A.swift", \
        "var all: Int {\n" + "\n" * 59 + "}\n", True
    yield "sizes", "requirements without bodies", "Sources/HookCore/A.swift", \
        "protocol P {\n    func a()\n    var b: Int { get }\n" + "    func c()\n" * 90 + "}\n", False
    yield "sizes", "a C function of 61 lines", "Sources/CSystem/a.c", "int a(void)\n{\n" + "\n" * 59 + "}\n", True
    yield "sizes", "a script of 401 lines", "scripts/a.sh", "\n" * 401, True
    yield "sizes", "a script without an ending of 401 lines", ".ci/a", "#!/bin/sh\n" + "\n" * 400, True
    yield "sizes", "a script of 400 lines", "Tests/X/a", "#!/usr/bin/env python3\n" + "\n" * 399, False
    yield "sizes", "a shell function of 60 lines", "scripts/a.sh", "long() {\n" + "    :\n" * 58 + "}\n:\n", False
    yield "sizes", "a shell function of 61 lines", "scripts/a.sh", "long() {\n" + "    :\n" * 59 + "}\n", True
    yield "sizes", "a subshell function of 61 lines", "Tests/X/a", "#!/usr/bin/bash\nlong() (\n" + ":\n" * 59 + ")\n", True
    yield "sizes", "a Python method of 60 lines", "Tests/X/a.py", "class A:\n    def a():\n" + "        1\n" * 59, False
    yield "sizes", "a Python method of 61 lines", "Tests/X/a.py", "class A:\n    def a():\n" + "        1\n" * 60, True


def forbidden_cases():
    yield "forbidden", "import Foundation", "Sources/Exec/A.swift", "import Foundation\n", True
    yield "forbidden", "import FoundationEssentials", "Sources/Exec/A.swift", "import FoundationEssentials\n", False
    yield "forbidden", "branch -D as arguments", "Sources/GitKit/A.swift", 'let a = ["branch", "-D", name]\n', True
    yield "forbidden", "branch --delete --force", "scripts/a.sh", "git branch --delete --force x\n", True
    yield "forbidden", "branch -d", "Sources/GitKit/A.swift", 'let a = ["branch", "-d", name]\n', False
    yield "forbidden", "a comment about branch -D", "Sources/GitKit/A.swift", "// never branch -D\n", False
    yield "forbidden", "branches as text", "Sources/GitKit/A.swift", "let a = one.branch == two\n", True
    yield "forbidden", "repositories as text", "Sources/GitKit/A.swift", "let a = two != one?.session.repository\n", True
    yield "forbidden", "a set of repositories", "Sources/GitKit/A.swift", "let a = Set(all.map(\\.session.repository))\n", True
    yield "forbidden", "groups by repository", "Sources/GitKit/A.swift", "f(grouping: all, by: \\.repository)\n", True
    yield "forbidden", "branches by their bytes", "Sources/GitKit/A.swift", "let a = one.branch.isSame(as: two)\n", False
    yield "forbidden", "no branch", "Sources/GitKit/A.swift", "let a = one.branch != nil && two.branch?.isEmpty == true\n", False
    yield "forbidden", "worktree remove --force", "Sources/GitKit/A.swift", \
        'let a = ["worktree", "remove", "--force"]\n', True
    yield "forbidden", "worktree remove", "Sources/GitKit/A.swift", 'let a = ["worktree", "remove", path]\n', False
    yield "forbidden", "clean -fdx in a script", "scripts/a", "#!/bin/sh\ngit clean -fdx\n", True
    yield "forbidden", "clean --force", "Tests/XTests/A.swift", 'let a = ["clean", "--force"]\n', True
    yield "forbidden", "try! in sources", "Sources/Exec/A.swift", "let a = try! b()\n", True
    yield "forbidden", "fatalError in sources", "Sources/Exec/A.swift", 'fatalError("no")\n', True
    yield "forbidden", "a slash as a Character", "Sources/GitKit/A.swift", 'let a = path.split(separator: "/")\n', True
    yield "forbidden", "a prefix that ends in a slash", "Sources/GitKit/A.swift", 'path.hasPrefix(root + "/")\n', True
    yield "forbidden", "a slash replaced", "Sources/GitKit/A.swift", 'name.replacing("/", with: "-")\n', True
    yield "forbidden", "names joined by slashes", "Sources/GitKit/A.swift", 'names.joined(separator: "/")\n', False
    yield "forbidden", "a slash as a byte", "Sources/GitKit/A.swift", 'path.utf8.contains(UInt8(ascii: "/"))\n', False
    yield "forbidden", "unfinished work", "Sources/Exec/A.swift", "// TO" + "DO: later\n", True


def speech_cases():
    yield "speech", "a line of 120 columns", "Tests/XTests/A.swift", "// " + "a" * 117 + "\n", False
    yield "speech", "a line of 121 columns", "Tests/XTests/A.swift", "// " + "a" * 118 + "\n", True
    yield "speech", "a later parameter with a label", "Sources/Exec/A.swift", "func a(_ b: Int, with c: Int) {}\n", False
    yield "speech", "a later parameter without one", "Sources/Exec/A.swift", "func a(_ b: Int, _ c: Int) {}\n", True
    yield "speech", "a comment that begins with a noun", "Sources/Exec/A.swift", "/// The size.\nlet a = 1\n", False
    yield "speech", "a comment that begins with a pronoun", "Sources/Exec/A.swift", "/// What it has.\nlet a = 1\n", True
    yield "speech", "a declaration with a comment", "Sources/Exec/A.swift", "/// Bytes.\npackage let a = 1\n", False
    yield "speech", "a declaration without one", "Sources/Exec/A.swift", "package static func a() {}\n", True


def circle_cases():
    """(what, the types that the files Ant, Bee, Cat of one room name, is it bad)."""
    yield "three files in a row", ("Bee", "Cat", ""), False
    yield "two files in a circle", ("Bee", "Ant", "Ant"), False
    yield "three files in a circle", ("Bee", "Cat", "Ant"), True


def door_cases():
    yield "doors", "another place that opens a database", "Sources/Coordinator/A.swift", "sqlite3_open_v2(path, &a, 0, nil)\n", True
    yield "doors", "a connection that leaves the log alone", "Sources/Store/Connection.swift", \
        "sqlite3_open_v2(path, &a, 0, nil)\ncsqlite_leave_log_alone(a)\n", False
    yield "doors", "a connection that does not", "Sources/Store/Connection.swift", "sqlite3_open_v2(path, &a, 0, nil)\n", True
    yield "doors", "a checkpoint elsewhere", "Sources/Store/A.swift", 'run("PRAGMA wal_checkpoint(TRUNCATE)")\n', True
    yield "doors", "SQL beside its table", "Sources/Coordinator/Claims/ClaimTable.swift", 'run("SELECT 1 FROM claims")\n', False
    yield "doors", "SQL elsewhere", "Sources/Coordinator/A.swift", 'run("""\n    UPDATE claims SET a = 1\n    """)\n', True
    yield "doors", "SQL in another room", "Sources/MCPServer/ATable.swift", 'run("DELETE FROM claims")\n', True
    yield "doors", "a word of SQL in a sentence", "Sources/Coordinator/A.swift", 'let a = "select a file"\n', False
    yield "doors", "a test that does either", "Tests/XTests/A.swift", "sqlite3_open(a)\nsqlite3_wal_checkpoint_v2(a)\n", False


def document_cases():
    yield "documents", "a line of 120 columns", "docs/A.md", "a" * 120 + "\n", False
    yield "documents", "a line of 121 columns", "docs/A.md", "a" * 121 + "\n", True
    yield "documents", "a row of a table", "docs/A.md", "| " + "a" * 121 + " |\n", False
    yield "documents", "a link", "docs/A.md", "# An A\n[a](A.md#an-a)\n", False
    yield "documents", "a link to nothing", "plugin/A.md", "[a](B.md)\n", True
    yield "documents", "a link to no heading", "README.md", "[a](#b)\n", True
    yield "documents", "a file that is not there", "docs/ARCHITECTURE.md", ARCHITECTURE + "`HookCore/Hall.swift`\n", True
    yield "documents", "a file that is there", "docs/ARCHITECTURE.md", ARCHITECTURE + "`HookCore/Room.swift`\n", False
    yield "documents", "a room that is not there", "docs/ARCHITECTURE.md", ARCHITECTURE + "| `Shed` | tools | – |\n", True
    yield "documents", "a room that is left out", "docs/ARCHITECTURE.md", ARCHITECTURE.partition("\n")[2], True
    yield "documents", "another arrow", "docs/ARCHITECTURE.md", ARCHITECTURE.replace("`CTreeSitter` |\n", "`CSQLite` |\n"), True
    yield "documents", "a migration that is not there", "docs/ARCHITECTURE.md", ARCHITECTURE + "| `Migration001.swift` | a |\n", True
    yield "documents", "a command that is there", "docs/CLI.md", CLI + "`parallel-cc claims take --file X`\n", False
    yield "documents", "a command that is not there", "docs/CLI.md", CLI + "`parallel-cc grab`\n", True
    yield "documents", "a command in an example that is not there", "docs/CLI.md", CLI + "```sh\nparallel-cc grab X\n```\n", True
    yield "documents", "an option that is not there", "docs/CLI.md", CLI + "`parallel-cc claims take --force`\n", True
    yield "documents", "a test that is not there", "docs/DATA-SAFETY.md", "`ShedTests`\n", True
    yield "documents", "a test that is there", "docs/DATA-SAFETY.md", "`RoomTests`\n", False


def output_cases():
    yield "format", "clean code", "Sources/HookCore/A.swift", GOOD.replace("Room", "Hall"), False
    yield "format", "wrong indentation", "Sources/HookCore/A.swift", "struct A {\n  let a = 1;\n}\n", True
    yield "reference", "a page that is up to date", "docs/CLI.md", "page\n", False
    yield "reference", "a page that is not", "docs/CLI.md", "old page\n", True
    yield "picture", "a picture that is up to date", "docs/two-sessions.svg", "picture\n", False
    yield "picture", "a picture that is not", "docs/two-sessions.svg", "old picture\n", True


def fails(check, tree, name):
    return bool(check.CHECKS[name](tree.root))


def arrow_problems(check, tree, imports, dependencies):
    tree.put("Sources/HookCore/A.swift", imports + "\n")
    targets = [target("HookCore", "Sources", dependencies, ["A.swift"]), target("Store", "Sources", ["CSQLite"], []),
               target("CSystem", "Sources", [], [])]
    return check.check_arrows(tree.root, targets)


def run_case(check, name, path, text, bad):
    tree = Tree()
    try:
        tree.put(".build/debug/parallel-cc", "#!/bin/sh\necho page\n", 0o755)
        tree.put("scripts/picture", "#!/bin/sh\necho picture\n", 0o755)
        tree.put("Tests/HookCoreTests/RoomTests.swift", "struct RoomTests {}\n")
        tree.put(path, text)
        return fails(check, tree, name) == bad
    finally:
        shutil.rmtree(tree.root)


def run_arrow_case(check, imports, dependencies, expected):
    tree = Tree()
    try:
        problems = arrow_problems(check, tree, imports, dependencies)
        return not problems if expected is None else any(expected in problem for problem in problems)
    finally:
        shutil.rmtree(tree.root)


def run_circle_case(check, names, bad):
    tree = Tree()
    try:
        for name, other in zip(("Ant", "Bee", "Cat"), names):
            tree.put(f"Sources/HookCore/{name}.swift", f"struct {name} {{\n    let a: {other or 'Int'}?\n}}\n")
        return fails(check, tree, "circles") == bad
    finally:
        shutil.rmtree(tree.root)


def unknown_room(check):
    tree = Tree()
    try:
        return any("not in the table" in problem
                   for problem in check.check_arrows(tree.root, [target("Shed", "Sources", [], [])]))
    finally:
        shutil.rmtree(tree.root)


def exit_status(check):
    """The program itself fails on a bad tree and skips what it cannot do."""
    tree = Tree()
    try:
        tree.put("Sources/Exec/A.swift", "import Foundation\n")
        with open(os.devnull, "w") as nowhere:
            import contextlib
            with contextlib.redirect_stdout(nowhere):
                return check.run_checks(tree.root, ["forbidden"]) == 1 and check.run_checks(tree.root, ["reference"]) == 0
    finally:
        shutil.rmtree(tree.root)


def run(check):
    global ARCHITECTURE
    counts = {"ok": 0, "FAIL": 0, "skip": 0}
    ARCHITECTURE = "".join(f"| `{room}` | duty | {', '.join(f'`{one}`' for one in arrows) or '–'} |\n"
                           for room, arrows in check.ROOMS.items())

    def report(name, test, *arguments):
        try:
            verdict = "ok" if test(check, *arguments) else "FAIL"
        except check.Skip as skip:
            verdict, name = "skip", f"{name}: {skip}"
        counts[verdict] += 1
        print(f"{verdict:4} {name}")

    cases = (size_cases, speech_cases, forbidden_cases, door_cases, document_cases, output_cases)
    for name, what, path, text, bad in (case for one in cases for case in one()):
        report(f"{name} {'rejects' if bad else 'accepts'} {what}", run_case, name, path, text, bad)
    for what, imports, dependencies, expected in arrow_cases():
        report(f"arrows {'accepts' if expected is None else 'rejects'} {what}", run_arrow_case, imports, dependencies, expected)
    for what, names, bad in circle_cases():
        report(f"circles {'rejects' if bad else 'accepts'} {what}", run_circle_case, names, bad)
    report("arrows rejects a room that is not in the table", unknown_room)
    report("a failed check is the exit status", exit_status)
    print(f"{counts['ok']} passed, {counts['FAIL']} failed, {counts['skip']} skipped")
    return 1 if counts["FAIL"] else 0
