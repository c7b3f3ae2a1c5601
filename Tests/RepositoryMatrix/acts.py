"""What people do in a day, one act after the other. Each raises what is wrong."""
import concurrent.futures
import json
import os


def check(condition, words):
    if not condition:
        raise AssertionError(words)


class Day:
    """The workflow of one repository. The acts are its methods, in the order of their definition."""

    def __init__(self, fixture, repo):
        self.fixture, self.repo = fixture, repo

    # Helpers

    def start(self, at=None):
        process = self.fixture.process()
        answer = self.fixture.parallel("register", "--repo", self.repo, "--pid", process.pid, at=at or self.repo)
        return process, answer

    def place(self, answer):
        return type(self.repo)(answer["worktreePath"])

    def finish(self, process):
        self.fixture.end(process)
        return self.fixture.parallel("release", "--pid", process.pid, at=self.fixture.folder)

    def change(self, place, name, line, text):
        lines = (place / name).read_text().split("\n")
        lines[line - 1] = text
        (place / name).write_text("\n".join(lines))

    def bash(self, process, at, command):
        answer = self.fixture.hook(process, at, "PreToolUse", tool_name="Bash", tool_use_id=f"b{id(command)}",
                                 tool_input={"command": command})
        return (answer or {}).get("permissionDecision")

    def write(self, process, at, path):
        answer = self.fixture.hook(process, at, "PreToolUse", tool_name="Write", tool_use_id=f"w{path}",
                                 tool_input={"file_path": str(path), "content": "x"})
        return (answer or {}).get("permissionDecision")

    def healthy(self):
        self.fixture.git("fsck", "--no-dangling", at=self.repo)
        self.fixture.git("worktree", "list", "--porcelain", at=self.repo)

    # Acts

    def register_the_first_session(self):
        self.first, self.main = self.start()
        check(self.place(self.main) == self.repo, f"the first session got {self.main['worktreePath']}")

    def register_a_second_session(self):
        self.second, answer = self.start()
        self.tree, self.branch = self.place(answer), answer["branch"]
        check(self.tree != self.repo and (self.tree / "one").exists(), f"the second session got {answer}")

    def git_means_the_worktree(self):
        top = self.fixture.git("rev-parse", "--show-toplevel", at=self.tree)
        check(top == str(self.tree), f"git works on {top}")
        check(self.fixture.git("status", "--porcelain", at=self.tree) == "", "a new worktree is not clean")
        check(self.fixture.git("symbolic-ref", "--short", "HEAD", at=self.tree) == self.branch, "another branch")

    def edit_and_commit(self):
        self.change(self.tree, "one", 5, "second session")
        self.fixture.git("commit", "-qam", "five", at=self.tree)
        check(self.fixture.git("status", "--porcelain", at=self.tree) == "", "a commit leaves changes")

    def status_counts_sessions_and_commits(self):
        status = self.fixture.parallel("status", at=self.repo)
        mine = [one for one in status["sessions"] if one["worktreePath"] == str(self.tree)]
        check(status["totalSessions"] == 2 and mine and mine[0]["commitsAhead"] == 1, json.dumps(mine))
        check(not status["warnings"], status["warnings"])

    def list_worktrees(self):
        listed = self.fixture.parallel("worktree", "list", at=self.repo)["worktrees"]
        check([one["path"] for one in listed] == [str(self.tree)], listed)

    def claim_a_file(self):
        self.fixture.parallel("claims", "take", "--file", self.tree / "two", "--session",
                            self.session(self.tree), at=self.tree)

    def session(self, tree):
        status = self.fixture.parallel("status", at=self.repo)
        return next(one["sessionId"] for one in status["sessions"] if one["worktreePath"] == str(tree))

    def the_guard_refuses_a_claimed_file(self):
        check(self.write(self.first, self.repo, self.repo / "two") == "deny", "a claimed file may be written")
        check(self.write(self.second, self.tree, self.tree / "two") is None, "the holder is refused")
        check(self.write(self.first, self.repo, self.repo / "one") is None, "an unclaimed file is refused")

    def check_files_names_the_holder(self):
        answer = self.fixture.tool("check_files", self.repo, filePaths=["two"])
        check(not answer.get("isError") and self.session(self.tree) in json.dumps(answer), json.dumps(answer)[:300])

    def the_stash_is_guarded(self):
        self.change(self.tree, "deep/three", 9, "put aside")
        self.fixture.git("stash", "push", "-q", at=self.tree)
        self.entry = self.fixture.git("rev-parse", "refs/stash", at=self.tree)
        self.fixture.hook(self.second, self.tree, "PostToolUse", tool_name="Bash", tool_use_id="s1",
                        tool_input={"command": "git stash"}, tool_response={})
        check(self.bash(self.first, self.repo, "git stash pop") == "deny", "another session's entry may be taken")
        check(self.bash(self.second, self.tree, "git stash pop") is None, "one's own entry may not be taken")

    def a_dropped_entry_is_kept(self):
        self.fixture.git("stash", "drop", "-q", at=self.tree)
        listed = self.fixture.parallel("stash", "list", at=self.repo)
        check(self.entry in json.dumps(listed), f"{self.entry} is not in {listed}")

    def nobody_wipes_a_living_session(self):
        check(self.bash(self.first, self.repo, f"git -C {self.tree} reset --hard") == "deny", "reset --hard passes")
        check(self.bash(self.first, self.repo, f"rm -rf {self.tree}") == "deny", "rm -rf passes")
        check(self.bash(self.second, self.tree, "git reset --hard") is None, "one's own tree may not be reset")

    def the_radar_sees_a_conflict(self):
        self.change(self.repo, "one", 5, "first session")
        radar = self.fixture.parallel("radar", "--all", at=self.repo, statuses=(3,))
        check(any(pair["state"] == "conflict" for pair in radar["pairs"]), radar["pairs"])
        check(any(node.get("path") == str(self.repo) and node["dirty"] for node in radar["nodes"]), radar["nodes"])

    def the_radar_sees_its_end(self):
        self.fixture.git("checkout", "-q", "--", "one", at=self.repo)
        radar = self.fixture.parallel("radar", "--all", at=self.repo)
        check(all(pair["state"] == "clean" for pair in radar["pairs"]), radar["pairs"])

    def detect_between_branches(self):
        base = self.fixture.git("rev-parse", "HEAD", at=self.repo)
        for name in ("left", "right"):
            at = self.fixture.folder / name
            self.fixture.git("worktree", "add", "-q", "-b", name, str(at), base, at=self.repo)
            self.change(at, "two", 3, name)
            self.fixture.git("commit", "-qam", name, at=at)
        found = self.fixture.parallel("conflicts", "detect", "left", "right", at=self.repo, statuses=(3,))
        check("two" in json.dumps(found), found)

    def plan_merges(self):
        plan = self.fixture.parallel("merge", "plan", "--all", at=self.repo)
        check(all(name in json.dumps(plan) for name in ("left", "right")), plan)

    def a_merged_branch_is_known(self):
        at = self.fixture.folder / "left"
        self.fixture.git("checkout", "-q", "-b", "trunk", at=at)
        self.fixture.git("checkout", "-q", "-b", "squashed", at=at)
        self.change(at, "two", 20, "squashed")
        self.fixture.git("commit", "-qam", "squashed", at=at)
        self.fixture.git("checkout", "-q", "trunk", at=at)
        self.fixture.git("merge", "-q", "--squash", "squashed", at=at)
        self.fixture.git("commit", "-qm", "all of it", at=at)
        status = self.fixture.parallel("merge", "status", "--target", "trunk", at=self.repo)
        found = {one["branch"]: one for one in status["branches"]}
        check(found["squashed"]["merged"] and not found["right"]["merged"], found)
        check(all(one["error"] is None for one in found.values()), found)

    def queue_and_land(self):
        target = "landing"
        base = self.fixture.git("rev-parse", "HEAD", at=self.repo)
        self.fixture.git("branch", target, base, at=self.repo)
        self.fixture.parallel("merge", "queue", "add", self.branch, "--target", target, at=self.repo)
        self.fixture.parallel("merge", "queue", "run", at=self.repo)
        held = self.fixture.git("merge-base", "--is-ancestor", self.branch, target, at=self.repo, statuses=(0, 1))
        tip = self.fixture.git("show", f"{target}:one", at=self.repo)
        check("second session" in tip, f"{self.branch} has not landed {held}")

    def rebase(self):
        at = self.fixture.folder / "right"
        # The server's parent is this process, as claude would be.
        session = self.fixture.parallel("register", "--repo", at, "--pid", os.getpid(), at=at)
        tree = self.place(session)
        self.change(tree, "deep/three", 2, "rebased")
        self.fixture.git("commit", "-qam", "rebased", at=tree)
        answer = self.fixture.tool("rebase_assist", tree, targetBranch="landing")
        check(not answer.get("isError"), json.dumps(answer)[:400])
        self.fixture.git("merge-base", "--is-ancestor", "landing", "HEAD", at=tree)
        self.fixture.git("fsck", "--no-dangling", at=tree)
        self.fixture.parallel("release", "--session", session["sessionId"], at=self.fixture.folder)

    def release_with_work_makes_a_rescue(self):
        (self.tree / "new").write_text("never committed\n")
        self.change(self.tree, "two", 7, "not committed")
        answer = self.finish(self.second)
        self.rescue = answer["rescue"]
        check(answer["worktreeRemoved"] and self.rescue and not self.tree.exists(), answer)

    def the_rescue_is_listed_and_shown(self):
        listed = self.fixture.parallel("rescue", "list", at=self.repo)["rescues"]
        check(self.rescue in json.dumps(listed), listed)
        said = self.fixture.run(["parallel-cc", "rescue", "diff", self.rescue], self.repo).stdout
        check("not committed" in said and "never committed" in said, said[:300])

    def the_rescue_comes_back(self):
        place = self.fixture.folder / "again"
        self.fixture.parallel("rescue", "restore", self.rescue, "--to", place, at=self.repo)
        check((place / "new").read_text() == "never committed\n", "an untracked file is not back")
        lines = self.fixture.git("status", "--porcelain", at=place).splitlines()
        check(sorted(line.strip() for line in lines) == ["?? new", "M two"], lines)
        # git itself leaves it running.
        self.fixture.git("fsmonitor--daemon", "stop", at=place, statuses=())
        self.fixture.git("worktree", "unlock", str(place), at=self.repo)
        self.fixture.git("worktree", "remove", "--force", str(place), at=self.repo)
        self.fixture.parallel("cleanup", at=self.repo)

    def a_stopped_cherry_pick_comes_back(self):
        process, answer = self.start()
        tree, base = self.place(answer), answer["branch"]
        self.change(tree, "two", 3, "picked")
        self.fixture.git("commit", "-qam", "to pick", at=tree)
        picked = self.fixture.git("rev-parse", "HEAD", at=tree)
        self.fixture.git("update-ref", "refs/worktree/mine", picked, at=tree)
        self.fixture.git("reset", "-q", "--hard", "HEAD~1", at=tree)
        self.change(tree, "two", 3, "otherwise")
        self.fixture.git("commit", "-qam", "otherwise", at=tree)
        self.fixture.git("cherry-pick", picked, at=tree, statuses=(1,))
        rescue = self.finish(process)["rescue"]
        place = self.fixture.folder / "stopped"
        self.fixture.parallel("rescue", "restore", rescue, "--to", place, at=self.repo)
        for name in ("CHERRY_PICK_HEAD", "refs/worktree/mine"):
            found = self.fixture.git("rev-parse", "--verify", "--quiet", name, at=place, statuses=(0, 1))
            check(found == picked, f"{name} of {base} is {found}, not {picked}")
        check("UU two" in self.fixture.git("status", "--porcelain", at=place), "no conflict")
        self.fixture.git("cherry-pick", "--abort", at=place)
        check(self.fixture.git("status", "--porcelain", at=place) == "", "it cannot be aborted")
        self.fixture.git("fsmonitor--daemon", "stop", at=place, statuses=())
        self.fixture.git("worktree", "unlock", str(place), at=self.repo)
        self.fixture.git("worktree", "remove", "--force", str(place), at=self.repo)
        self.fixture.parallel("cleanup", at=self.repo)

    def a_clean_worktree_goes_with_its_branch(self):
        process, answer = self.start()
        tree = self.place(answer)
        said = self.finish(process)
        check(said["worktreeRemoved"] and said["rescue"] is None and not tree.exists(), said)
        branches = self.fixture.git("for-each-ref", "--format=%(refname:short)", "refs/heads", at=self.repo)
        check(answer["branch"] not in branches.split("\n"), branches)

    def the_trash_gives_back_ignored_files(self):
        process, answer = self.start()
        tree = self.place(answer)
        (tree / "build.ignored").write_text("ignored\n")
        (tree / "new").write_text("new\n")
        self.finish(process)
        entry = next(one for one in self.fixture.parallel("trash", "list", at=self.repo)["trash"] if one["path"] == str(tree))
        self.fixture.parallel("trash", "restore", entry["id"], at=self.repo)
        check((tree / "build.ignored").read_text() == "ignored\n" and (tree / "new").exists(), "not all is back")
        check(self.fixture.git("status", "--porcelain", at=tree) == "?? new", "another state than before")
        self.restored = tree

    def a_worktree_is_removed_by_name(self):
        self.fixture.parallel("worktree", "remove", self.restored.name, at=self.repo)
        check(not self.restored.exists(), "it is there still")

    def a_commit_that_only_a_worktree_knows_is_kept(self):
        process, answer = self.start()
        tree = self.place(answer)
        self.fixture.git("checkout", "-q", "--detach", at=tree)
        self.change(tree, "two", 11, "detached")
        self.fixture.git("commit", "-qam", "detached", at=tree)
        lost = self.fixture.git("rev-parse", "HEAD", at=tree)
        self.fixture.git("checkout", "-q", answer["branch"], at=tree)
        said = self.finish(process)
        check(said["rescue"], f"{lost} is in no rescue: {said}")
        holders = self.fixture.git("for-each-ref", "--contains", lost, "refs/parallel-cc", at=self.repo)
        check(holders, f"nothing holds {lost}")

    def a_killed_session_is_lost_and_cleaned_up(self):
        process, answer = self.start()
        tree = self.place(answer)
        (tree / "new").write_text("of a killed session\n")
        self.fixture.end(process)
        status = self.fixture.parallel("status", at=self.repo)
        check(str(tree) in json.dumps(status["lost"]), status)
        self.fixture.parallel("cleanup", at=self.repo)
        check(not tree.exists(), "cleanup leaves it")

    def a_lost_database_is_built_again(self):
        process, answer = self.start()
        tree = self.place(answer)
        (tree / "new").write_text("before the loss\n")
        self.fixture.end(self.first)
        self.fixture.end(process)
        # Not the whole directory: worktrees of a submodule lie there.
        for lost in (self.fixture.folder / "data").glob("coordinator.db*"):
            lost.unlink()
        self.first, _ = self.start()
        self.fixture.parallel("cleanup", at=self.repo)
        known = self.fixture.parallel("worktree", "list", at=self.repo)["worktrees"]
        check(str(tree) in [one["path"] for one in known] and (tree / "new").exists(), known)
        check(self.rescue in json.dumps(self.fixture.parallel("rescue", "list", at=self.repo)), "its rescue is not listed")
        self.fixture.parallel("worktree", "remove", tree.name, at=self.repo)
        check(not tree.exists(), "the adopted worktree stays")

    def many_end_at_once(self):
        # Tables of references have one lock for all of them.
        tables = self.repo / self.fixture.git("rev-parse", "--git-common-dir", at=self.repo) / "reftable"
        sessions = [self.start() for _ in range(24 if tables.exists() else 6)]
        for process, answer in sessions:
            (self.place(answer) / "new").write_text(answer["worktreeName"])
            self.fixture.end(process)
        with concurrent.futures.ThreadPoolExecutor(len(sessions)) as pool:
            answers = list(pool.map(lambda one: self.fixture.parallel(
                "release", "--pid", one[0].pid, at=self.fixture.folder), sessions))
        check(all(one["worktreeRemoved"] and one["rescue"] for one in answers), answers)

    def no_daemon_of_a_removed_worktree_is_left(self):
        listed = self.fixture.git("worktree", "list", "--porcelain", at=self.repo).splitlines()
        places = [line.split(" ", 1)[1] for line in listed if line.startswith("worktree ")]
        # Of submodules git lists the git directory instead.
        watched = [place for place in {*places, str(self.repo)} if os.path.exists(place + "/.git") and self.fixture.run(
            ["git", "fsmonitor--daemon", "status"], place, statuses=()).returncode == 0]
        daemons = self.fixture.daemons()
        check(len(daemons) <= len(watched), f"{len(daemons)} daemons, but {len(watched)} worktrees that are watched")

    def git_works_as_before(self):
        self.healthy()
        self.fixture.git("gc", "-q", at=self.repo)
        self.fixture.git("fetch", "-q", ".", "main", at=self.repo)
        self.healthy()

    def doctor_finds_nothing_wrong_with_the_repository(self):
        said = self.fixture.parallel("doctor", at=self.repo, statuses=(0, 3))
        # The stand-in for claude and its alias are not there; what lies in the repository must be right.
        bad = [one for one in said["checks"] if one["status"] == "bad" and one["check"] not in ("programs", "claude", "hooks")]
        check(not bad, bad)

    def install_and_uninstall(self):
        settings = self.fixture.folder / "home/.claude/settings.json"
        settings.parent.mkdir(exist_ok=True)
        settings.write_text('{"model": "opus"}\n')
        self.fixture.run(["parallel-cc", "install", "--hooks", "--global"], self.repo)
        check("parallel-cc-heartbeat" in settings.read_text(), "no hook in the settings")
        self.fixture.run(["parallel-cc", "install", "--uninstall"], self.repo)
        check(json.loads(settings.read_text()) == {"model": "opus"}, settings.read_text())

    def release_the_first_session(self):
        answer = self.finish(self.first)
        check(answer["released"] and (self.repo / "one").exists(), answer)
        left = self.fixture.git("status", "--porcelain", at=self.repo)
        check(left == "", f"the main checkout is not as it was: {left}")


ACTS = [name for name, value in vars(Day).items()
        if callable(value) and not name.startswith("_")
        and name not in ("start", "place", "finish", "change", "bash", "write", "healthy", "session")]
