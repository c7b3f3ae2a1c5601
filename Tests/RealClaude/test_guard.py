"""The guard beyond Claude's own file tools: Bash, the stash, git's hooks, as the real Claude Code meets them."""
import json

from stage import bash, equal, expect

FOREVER = 300000


def expectations(stage):
    """What the model was expected to be told, and whether it was."""
    lines = (stage.folder / "api/requests.jsonl").read_text().splitlines()
    return [line["expect_ok"] for line in map(json.loads, lines) if "expect_ok" in line]


def claims(stage):
    return {(one["claim_mode"], one["file_path"]) for one in stage.parallel("claims", "--json")["claims"]}


def test_bash_writes(stage):
    """A Bash command writes what another session has claimed: both models are told; its other writes are announced."""
    settings = stage.home / ".claude/settings.json"
    settings.parent.mkdir(exist_ok=True)
    # Without it Claude Code tells what Bash has changed in the modes auto and bypassPermissions only.
    settings.write_text('{"bashEditDiffEnabled": true}\n')
    stage.parallel("install", "--hooks", "--global")
    stage.scenario(
        holder=[{"tools": [bash("parallel-cc claims take --file shared.txt --reason 'a long refactoring'")]},
                {"tools": [bash("true")], "reached": "claimed", "wait": {"event": "may-listen", "timeout_ms": FOREVER}},
                {"text": "Heard.", "expect": "has changed in .* what you have claimed: shared.txt"}],
        writer=[{"tools": [bash("echo more >> shared.txt; mkdir new; echo x > 'new/a b.txt'; rm src/deep.txt")]},
                {"tools": [bash("true")], "expect": "shared.txt, which is claimed by .*a long refactoring"},
                {"text": "Done.", "reached": "written", "wait": {"event": "may-end", "timeout_ms": FOREVER}}])
    holder = stage.start("holder")
    stage.await_event("claimed")
    writer = stage.start("writer")
    stage.await_event("written")
    equal(claims(stage), {("EXCLUSIVE", "shared.txt"), ("INTENT", "shared.txt"), ("INTENT", "new/a b.txt"),
                          ("INTENT", "src/deep.txt")}, "claims")
    events = [one["event"] for one in stage.parallel("events", "--json")["events"]]
    expect("claim.violated" in events and "write.unattributed" not in events, "events", events)
    stage.signal("may-listen")
    equal(holder.wait(), 0, "exit status of the holder")
    stage.signal("may-end")
    equal(writer.wait(), 0, "exit status of the writer")
    equal(expectations(stage), [True, True], "what the models were told")


def test_stash(stage, mode):
    """A plain pop that would take another session's entry is refused, its own is taken; both entries are kept."""
    stage.parallel("install", "--hooks", "--global")
    stage.extra["IS_SANDBOX"] = "1"
    stage.scenario(
        holder=[{"tools": [bash("echo mine > shared.txt; git stash push -q -m 'of the holder'")]},
                {"text": "Stashed.", "reached": "stashed", "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
        taker=[{"tools": [bash("echo own > src/deep.txt; git stash push -q -m own && git stash pop -q && cat src/deep.txt")]},
               {"tools": [bash("git stash pop")], "expect": "own"},
               {"tools": [bash("git stash list; cat src/deep.txt")], "expect": "stash@{0}.*of the holder.*Nothing was run"},
               {"text": "Done.", "expect": "of the holder"}])
    holder = stage.start("holder")
    stage.await_event("stashed")
    stage.run("taker", *(["--permission-mode", mode] if mode != "acceptEdits" else []))
    equal(expectations(stage), [True, True, True], "what the model was told")
    expect("of the holder" in stage.git("stash", "list"), "the entry was taken")
    stage.git("stash", "clear")
    stage.git("gc", "--quiet", "--prune=now")
    stage.expect_kept("mine\n")
    kept = [(one["message"], one["number"]) for one in stage.parallel("stash", "--json")["stashes"]]
    expect(("On main: of the holder", None) in kept, "kept entries", kept)
    stage.signal("may-end")
    equal(holder.wait(), 0, "exit status of the holder")


test_stash.cases = [("acceptEdits",), ("bypassPermissions",)]


def test_commit(stage):
    """With git's hooks a commit of what another session has claimed is stopped, and the model reads why."""
    stage.parallel("install", "--hooks", "--global")
    stage.parallel("install", "--git-hooks")
    stage.scenario(
        holder=[{"tools": [bash("parallel-cc claims take --file src/ --reason 'a long refactoring'")]},
                {"tools": [bash("echo deeper > src/deep.txt; git commit -q -a -m 'by the holder'")], "reached": "claimed",
                 "wait": {"event": "may-commit", "timeout_ms": FOREVER}},
                {"text": "Done.", "reached": "committed", "wait": {"event": "may-end", "timeout_ms": FOREVER}}],
        other=[{"tools": [bash("echo other > src/deep.txt; git commit -a -m 'by the other'")]},
               {"tools": [bash("git checkout -q src; echo x > free.txt; git add free.txt; git commit -q -m free")],
                "expect": "another session has claimed.*a long refactoring"},
               {"text": "Done."}])
    holder = stage.start("holder")
    stage.await_event("claimed")
    stage.run("other")
    equal(expectations(stage), [True], "what the model was told")
    subjects = stage.git("log", "--format=%s", "--all").split("\n")
    expect("free" in subjects and "by the other" not in subjects, "commits", subjects)
    stage.signal("may-commit")
    stage.await_event("committed")
    equal(stage.git("log", "-1", "--format=%s", "main").strip(), "by the holder", "newest commit of main")
    stage.signal("may-end")
    equal(holder.wait(), 0, "exit status of the holder")


def slash_command(stage, name, line):
    """A slash command of the user's, with a line of shell that Claude Code runs when it reads the text."""
    commands = stage.home / ".claude/commands"
    commands.mkdir(exist_ok=True)
    (commands / f"{name}.md").write_text(f"---\nallowed-tools: Bash(git:*)\n---\nSCENARIO:{name}\n!`{line}`\n")


def test_skill(stage):
    """A slash command whose text has git wipe another session's tree is refused; with the guard off the same line wipes."""
    stage.parallel("install", "--hooks", "--global")
    slash_command(stage, "tidy", f"git -C {stage.repository} reset --hard")
    stage.scenario(tidy=[{"text": "Done."}])
    holder = stage.occupy_main()
    unsaved = stage.repository / "shared.txt"
    unsaved.write_text("not saved\n")
    said = stage.run("tidy", prompt="/tidy").first("system", "informational").get("content", "")
    expect("Not run in /tidy" in said and "parallel-cc: `git reset --hard` would throw away" in said, "what the user reads", said)
    equal(unsaved.read_text(), "not saved\n", "the holder's file")
    stage.parallel("config", "set", "guard.mode", "off")
    stage.run("tidy", prompt="/tidy")
    expect(unsaved.read_text() != "not saved\n", "the line is not run without the guard either: this test shows nothing")
    stage.signal("main-may-end")
    equal(holder.wait(), 0, "exit status of the holder")


def test_skill_in_a_terminal(stage):
    """With the hooks that were chosen for its version claude starts without a warning, and a refused skill is said there."""
    stage.parallel("install", "--hooks", "--global")
    expect("PreSkillShellCommand" in (stage.home / ".claude/settings.json").read_text(), "the event is not installed")
    slash_command(stage, "tidy", f"git -C {stage.repository} clean -fd")
    stage.scenario(tidy=[{"text": "The turn is over."}])
    holder = stage.occupy_main()
    (stage.repository / "new.txt").write_text("new\n")
    stage.terminal("t")
    screen = stage.harness("tmux-cap", "t")
    expect("Settings Warning" not in screen, "the first screen:", screen)
    stage.harness("tmux-send", "t", "/tidy ")
    stage.harness("tmux-wait", "t", "blocked", 60)
    stage.harness("tmux-wait", "t", "The turn is over", 60)
    equal((stage.repository / "new.txt").read_text(), "new\n", "the holder's file")
    stage.harness("tmux-stop", "t")
    stage.signal("main-may-end")
    equal(holder.wait(), 0, "exit status of the holder")
