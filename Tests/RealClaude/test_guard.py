"""The guard beyond Claude's own file tools: Bash, the stash, git's hooks, as the real Claude Code meets them."""
import json

from fixture import bash, equal, expect

FOREVER = 300000


def expectations(fixture):
    """What the model was expected to be told, and whether it was."""
    lines = (fixture.folder / "api/requests.jsonl").read_text().splitlines()
    return [line["expect_ok"] for line in map(json.loads, lines) if "expect_ok" in line]


def claims(fixture):
    return {(one["claim_mode"], one["file_path"]) for one in fixture.parallel("claims", "--json")["claims"]}


def test_bash_writes(fixture):
    """A Bash command writes what another session has claimed: both models are told; its other writes are announced."""
    settings = fixture.home / ".claude/settings.json"
    settings.parent.mkdir(exist_ok=True)
    # Without it Claude Code tells what Bash has changed in the modes auto and bypassPermissions only.
    settings.write_text('{"bashEditDiffEnabled": true}\n')
    fixture.parallel("install", "--hooks", "--global")
    fixture.scenario(
        holder=[{"tools": [bash("parallel-cc claims take --file shared.txt --reason 'a long refactoring'")]},
                {"tools": [bash("true")], "reached": "claimed", "wait": {"event": "may-listen", "timeout_ms": FOREVER}},
                {"text": "Heard.", "expect": "has changed in .* what you have claimed: shared.txt"}],
        writer=[{"tools": [bash("echo more >> shared.txt; mkdir new; echo x > 'new/a b.txt'; rm src/deep.txt")]},
                {"tools": [bash("true")], "expect": "shared.txt, which is claimed by .*a long refactoring"},
                {"text": "Done.", "reached": "written", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    holder = fixture.start("holder")
    fixture.await_event("claimed")
    writer = fixture.start("writer")
    fixture.await_event("written")
    equal(claims(fixture), {("EXCLUSIVE", "shared.txt"), ("INTENT", "shared.txt"), ("INTENT", "new/a b.txt"),
                          ("INTENT", "src/deep.txt")}, "claims")
    events = [one["event"] for one in fixture.parallel("events", "--json")["events"]]
    expect("claim.violated" in events and "write.unattributed" not in events, "events", events)
    fixture.signal("may-listen")
    equal(holder.wait(), 0, "exit status of the holder")
    fixture.signal("may-end")
    equal(writer.wait(), 0, "exit status of the writer")
    equal(expectations(fixture), [True, True], "what the models were told")


def test_stash(fixture, mode):
    """A plain pop that would take another session's entry is refused, its own is taken; both entries are kept."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.extra["IS_SANDBOX"] = "1"
    fixture.scenario(
        holder=[{"tools": [bash("echo mine > shared.txt; git stash push -q -m 'of the holder'")]},
                {"text": "Stashed.", "reached": "stashed", "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
        taker=[{"tools": [bash("echo own > src/deep.txt; git stash push -q -m own && git stash pop -q && cat src/deep.txt")]},
               {"tools": [bash("git stash pop")], "expect": "own"},
               {"tools": [bash("git stash list; cat src/deep.txt")], "expect": "stash@{0}.*of the holder.*Nothing was run"},
               {"text": "Done.", "expect": "of the holder"}])
    holder = fixture.start("holder")
    fixture.await_event("stashed")
    fixture.run("taker", *(["--permission-mode", mode] if mode != "acceptEdits" else []))
    equal(expectations(fixture), [True, True, True], "what the model was told")
    expect("of the holder" in fixture.git("stash", "list"), "the entry was taken")
    fixture.git("stash", "clear")
    fixture.git("gc", "--quiet", "--prune=now")
    fixture.expect_kept("mine\n")
    kept = [(one["message"], one["number"]) for one in fixture.parallel("stash", "--json")["stashes"]]
    expect(("On main: of the holder", None) in kept, "kept entries", kept)
    fixture.signal("may-end")
    equal(holder.wait(), 0, "exit status of the holder")


test_stash.cases = [("acceptEdits",), ("bypassPermissions",)]


def test_commit(fixture):
    """With git's hooks a commit of what another session has claimed is stopped, and the model reads why."""
    fixture.parallel("install", "--hooks", "--global")
    fixture.parallel("install", "--git-hooks")
    fixture.scenario(
        holder=[{"tools": [bash("parallel-cc claims take --file src/ --reason 'a long refactoring'")]},
                {"tools": [bash("echo deeper > src/deep.txt; git commit -q -a -m 'by the holder'")], "reached": "claimed",
                 "wait": {"event": "may-commit", "timeout_ms": FOREVER}},
                {"text": "Done.", "reached": "committed", "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
        other=[{"tools": [bash("echo other > src/deep.txt; git commit -a -m 'by the other'")]},
               {"tools": [bash("git checkout -q src; echo x > free.txt; git add free.txt; git commit -q -m free")],
                "expect": "another session has claimed.*a long refactoring"},
               {"text": "Done."}])
    holder = fixture.start("holder")
    fixture.await_event("claimed")
    fixture.run("other")
    equal(expectations(fixture), [True], "what the model was told")
    subjects = fixture.git("log", "--format=%s", "--all").split("\n")
    expect("free" in subjects and "by the other" not in subjects, "commits", subjects)
    fixture.signal("may-commit")
    fixture.await_event("committed")
    equal(fixture.git("log", "-1", "--format=%s", "main").strip(), "by the holder", "newest commit of main")
    fixture.signal("may-end")
    equal(holder.wait(), 0, "exit status of the holder")


def slash_command(fixture, name, line):
    """A slash command of the user's, with a line of shell that Claude Code runs when it reads the text."""
    commands = fixture.home / ".claude/commands"
    commands.mkdir(exist_ok=True)
    (commands / f"{name}.md").write_text(f"---\nallowed-tools: Bash(git:*)\n---\nSCENARIO:{name}\n!`{line}`\n")


def test_skill(fixture):
    """A slash command whose text has git wipe another session's tree is refused; with the guard off the same line wipes."""
    fixture.parallel("install", "--hooks", "--global")
    slash_command(fixture, "tidy", f"git -C {fixture.repository} reset --hard")
    fixture.scenario(tidy=[{"text": "Done."}])
    holder = fixture.occupy_main()
    unsaved = fixture.repository / "shared.txt"
    unsaved.write_text("not saved\n")
    said = fixture.run("tidy", prompt="/tidy").first("system", "informational").get("content", "")
    expect("Not run in /tidy" in said and "parallel-cc: `git reset --hard` would throw away" in said, "what the user reads", said)
    equal(unsaved.read_text(), "not saved\n", "the holder's file")
    fixture.parallel("config", "set", "guard.mode", "off")
    fixture.run("tidy", prompt="/tidy")
    expect(unsaved.read_text() != "not saved\n", "the line is not run without the guard either: this test shows nothing")
    fixture.signal("main-may-end")
    equal(holder.wait(), 0, "exit status of the holder")


def test_skill_in_a_terminal(fixture):
    """With the hooks that were chosen for its version claude starts without a warning, and a refused skill is said there."""
    fixture.parallel("install", "--hooks", "--global")
    expect("PreSkillShellCommand" in (fixture.home / ".claude/settings.json").read_text(), "the event is not installed")
    slash_command(fixture, "tidy", f"git -C {fixture.repository} clean -fd")
    fixture.scenario(tidy=[{"text": "The turn is over."}])
    holder = fixture.occupy_main()
    (fixture.repository / "new.txt").write_text("new\n")
    fixture.terminal("t")
    screen = fixture.harness("tmux-cap", "t")
    expect("Settings Warning" not in screen, "the first screen:", screen)
    fixture.harness("tmux-send", "t", "/tidy ")
    fixture.harness("tmux-wait", "t", "blocked", 60)
    fixture.harness("tmux-wait", "t", "The turn is over", 60)
    equal((fixture.repository / "new.txt").read_text(), "new\n", "the holder's file")
    fixture.harness("tmux-stop", "t")
    fixture.signal("main-may-end")
    equal(holder.wait(), 0, "exit status of the holder")
