"""How each tool is called, in which state of the world, and what must be in its answer."""
import subprocess


def claimed_by_other(world, path="README", mode="EXCLUSIVE"):
    return world.parallel("claims", "take", "--file", str(world.worktree / path), "--mode", mode,
                          "--session", world.other["sessionId"], "--json")


def claimed_by_us(world, path="README"):
    return world.parallel("claims", "take", "--file", str(world.repository / path), "--session",
                          world.own["sessionId"], "--json")


def diverged(world):
    """Both branches change the same line."""
    world.commit({"src/a.py": "def one():\n    return 2\n"}, "Ours")
    world.commit({"src/a.py": "def one():\n    return 3\n"}, "Theirs", at=world.worktree)


def get_parallel_status(world):
    return {}, lambda answer: answer["totalSessions"] == 2


def get_my_session(world):
    return {}, lambda answer: answer["sessionId"] == world.own["sessionId"] and answer["parallelSessions"] == 2


def claim_file(world):
    return {"filePath": "src/", "mode": "SHARED", "reason": "tests", "ttlHours": 1}, lambda answer: answer["success"]


def claim_file_held(world):
    claimed_by_other(world)
    return {"filePath": "README"}, lambda answer: not answer["success"] and answer["conflictingClaims"]


def claim_files(world):
    return {"filePaths": ["README", "src/a.py"]}, lambda answer: len(answer["claims"]) == 2


def claim_files_held(world):
    claimed_by_other(world)
    return {"filePaths": ["README", "src/a.py"]}, lambda answer: not answer["success"] and not answer["claims"]


def release_file(world):
    claim = claimed_by_us(world)
    return {"claimId": claim["claimId"], "fence": claim["fence"]}, lambda answer: answer["success"]


def release_file_unknown(world):
    return {"claimId": "nothing"}, lambda answer: not answer["success"]


def list_file_claims(world):
    claimed_by_other(world)
    ended = claimed_by_us(world, "src/a.py")
    world.parallel("claims", "release", ended["claimId"], "--force")
    return {"includeExpired": True}, lambda answer: answer["totalClaims"] == 2


def check_files(world):
    claimed_by_other(world)
    (world.worktree / "README").write_text("changed\n")
    return {"filePaths": ["README", "src/"]}, lambda answer: answer["files"][0]["changedIn"]


def send_message(world):
    return {"to": world.other["sessionId"], "text": "hello"}, lambda answer: answer["success"]


def merged(world):
    """The other session's branch has a commit, and main has it."""
    world.commit({"new": "1\n"}, "Theirs", at=world.worktree)
    world.git("merge", "-q", "--no-ff", "-m", "Merge it", world.branch)


def notify_when_merged(world):
    world.commit({"new": "1\n"}, "Theirs", at=world.worktree)
    return {"branch": world.branch, "targetBranch": "main"}, lambda answer: answer["subscribed"] and not answer["isMerged"]


def notify_when_merged_already(world):
    merged(world)
    return {"branch": world.branch}, lambda answer: not answer["subscribed"] and answer["isMerged"]


def check_merge_status(world):
    world.commit({"new": "1\n"}, "Theirs", at=world.worktree)
    return {"branch": world.branch}, lambda answer: not answer["isMerged"] and answer["mergeEvent"] is None


def check_merge_status_merged(world):
    merged(world)
    return {"branch": world.branch}, lambda answer: answer["mergeEvent"]["branchName"] == world.branch


def get_merge_events(world):
    merged(world)
    world.parallel("merge", "notify", world.branch, "--session", world.own["sessionId"], "--json")
    return {"limit": 1}, lambda answer: [one["branchName"] for one in answer["events"]] == [world.branch]


def check_conflicts(world):
    world.commit({"new": "1\n"}, "Theirs", at=world.worktree)
    return {"currentBranch": world.branch, "targetBranch": "main"}, lambda answer: answer["conflictingFiles"] == []


def check_conflicts_found(world):
    diverged(world)
    return {"currentBranch": world.branch, "targetBranch": "main"}, \
        lambda answer: answer["hasConflicts"] and answer["conflictingFiles"] == ["src/a.py"] and answer["guidance"]


def predict_conflicts(world):
    return {"includeClean": True}, lambda answer: not answer["hasConflicts"] and answer["pairs"] and len(answer["nodes"]) == 3


def predict_conflicts_uncommitted(world):
    (world.repository / "README").write_text("ours\n")
    (world.worktree / "README").write_text("theirs\n")
    return {"onlyMine": True}, lambda answer: [(pair["state"], pair["files"][0]["path"]) for pair in answer["pairs"]] == \
        [("conflict", "README")]


def detect_advanced_conflicts(world):
    diverged(world)
    return {"currentBranch": "main", "targetBranch": world.branch}, \
        lambda answer: answer["conflicts"][0]["filePath"] == "src/a.py" and answer["summary"]["totalConflicts"] == 1


def detect_advanced_conflicts_none(world):
    return {"currentBranch": "main", "targetBranch": world.branch, "analyzeSemantics": False}, \
        lambda answer: not answer["hasConflicts"] and answer["summary"]["byType"] == {}


def both_added(world):
    """Both branches have added to the end of a list."""
    world.commit({"CHANGES.txt": "one\n"}, "List")
    world.git("merge", "-q", "main", at=world.worktree)
    world.commit({"CHANGES.txt": "one\nours\n"}, "Ours")
    world.commit({"CHANGES.txt": "one\ntheirs\n"}, "Theirs", at=world.worktree)
    return {"filePath": "CHANGES.txt", "currentBranch": "main", "targetBranch": world.branch, "minConfidence": 0}


def stopped(world):
    """A merge of the two has stopped."""
    arguments = both_added(world)
    world.git("merge", world.branch, fails=True)
    return arguments


def get_auto_fix_suggestions(world):
    return both_added(world), lambda answer: answer["suggestions"][0]["suggestionId"] is None and answer["message"]


def get_auto_fix_suggestions_stopped(world):
    return stopped(world), lambda answer: answer["suggestions"][0]["suggestionId"]


def get_auto_fix_suggestions_sure(world):
    return {**stopped(world), "minConfidence": 1}, lambda answer: answer["filteredByConfidence"] == answer["totalGenerated"]


def suggestion(world):
    return world.tool("get_auto_fix_suggestions", **stopped(world))["suggestions"][0]["suggestionId"]


def apply_auto_fix(world):
    return {"suggestionId": suggestion(world), "stage": True}, \
        lambda answer: answer["applied"] and answer["rollbackCommand"] and \
        (world.repository / "CHANGES.txt").read_text() == "one\nours\ntheirs\n"


def apply_auto_fix_rolled_back(world):
    """Both the file and the conflict come back."""
    found = suggestion(world)
    before = (world.repository / "CHANGES.txt").read_text(), world.git("ls-files", "-u")
    done = world.tool("apply_auto_fix", suggestionId=found, stage=True)
    assert world.git("ls-files", "-u") == ""
    subprocess.run(done["rollbackCommand"], shell=True, check=True, cwd=world.repository, env=world.environment,
                   capture_output=True)
    after = (world.repository / "CHANGES.txt").read_text(), world.git("ls-files", "-u")
    return {"suggestionId": suggestion(world), "dryRun": True}, lambda answer: before == after


def apply_auto_fix_dry(world):
    return {"suggestionId": suggestion(world), "dryRun": True}, \
        lambda answer: not answer["applied"] and "<<<<<<<" in (world.repository / "CHANGES.txt").read_text()


def conflict_history(world):
    world.tool("apply_auto_fix", suggestionId=suggestion(world), stage=True)
    world.git("commit", "-q", "-m", "Merged")
    return {"filePath": "CHANGES.txt", "limit": 1}, \
        lambda answer: answer["history"][0]["resolutionStrategy"] and answer["statistics"]["totalResolutions"] == 1


def rebase_assist(world):
    world.commit({"new": "1\n"}, "Theirs", at=world.worktree)
    return {"targetBranch": world.branch}, lambda answer: answer["success"] and answer["rescueId"]


def rebase_assist_conflict(world):
    diverged(world)
    return {"targetBranch": world.branch}, lambda answer: answer["conflictingFiles"] == ["src/a.py"]


def rebase_assist_check(world):
    diverged(world)
    return {"targetBranch": world.branch, "checkOnly": True}, lambda answer: answer["hasConflicts"]


def queue_merge(world):
    world.commit({"new": "1\n"}, "Theirs", at=world.worktree)
    return {"branch": world.branch, "method": "merge"}, \
        lambda answer: answer["state"] == "queued" and [one["branch"] for one in answer["queue"]] == [world.branch]


def list_rescues(world):
    (world.worktree / "README").write_text("precious\n")
    world.parallel("release", "--session", world.other["sessionId"], "--json")
    return {"limit": 5}, lambda answer: [one["worktreePath"] for one in answer["rescues"]] == [str(world.worktree)]
