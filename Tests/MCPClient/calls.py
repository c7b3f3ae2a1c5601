"""How each tool is called, in which state of the fixture, and what must be in its answer."""
import subprocess


def claimed_by_other(fixture, path="README", mode="EXCLUSIVE"):
    return fixture.parallel("claims", "take", "--file", str(fixture.worktree / path), "--mode", mode,
                          "--session", fixture.other["sessionId"], "--json")


def claimed_by_us(fixture, path="README"):
    return fixture.parallel("claims", "take", "--file", str(fixture.repository / path), "--session",
                          fixture.own["sessionId"], "--json")


def diverged(fixture):
    """Both branches change the same line."""
    fixture.commit({"src/a.py": "def one():\n    return 2\n"}, "Ours")
    fixture.commit({"src/a.py": "def one():\n    return 3\n"}, "Theirs", at=fixture.worktree)


def get_parallel_status(fixture):
    return {}, lambda answer: answer["totalSessions"] == 2


def get_my_session(fixture):
    return {}, lambda answer: answer["sessionId"] == fixture.own["sessionId"] and answer["parallelSessions"] == 2


def claim_file(fixture):
    return {"filePath": "src/", "mode": "SHARED", "reason": "tests", "ttlHours": 1}, lambda answer: answer["success"]


def claim_file_held(fixture):
    claimed_by_other(fixture)
    return {"filePath": "README"}, lambda answer: not answer["success"] and answer["conflictingClaims"]


def claim_files(fixture):
    return {"filePaths": ["README", "src/a.py"]}, lambda answer: len(answer["claims"]) == 2


def claim_files_held(fixture):
    claimed_by_other(fixture)
    return {"filePaths": ["README", "src/a.py"]}, lambda answer: not answer["success"] and not answer["claims"]


def release_file(fixture):
    claim = claimed_by_us(fixture)
    return {"claimId": claim["claimId"], "fence": claim["fence"]}, lambda answer: answer["success"]


def release_file_unknown(fixture):
    return {"claimId": "nothing"}, lambda answer: not answer["success"]


def list_file_claims(fixture):
    claimed_by_other(fixture)
    ended = claimed_by_us(fixture, "src/a.py")
    fixture.parallel("claims", "release", ended["claimId"], "--force")
    return {"includeExpired": True}, lambda answer: answer["totalClaims"] == 2


def check_files(fixture):
    claimed_by_other(fixture)
    (fixture.worktree / "README").write_text("changed\n")
    return {"filePaths": ["README", "src/"]}, lambda answer: answer["files"][0]["changedIn"]


def send_message(fixture):
    return {"to": fixture.other["sessionId"], "text": "hello"}, lambda answer: answer["success"]


def merged(fixture):
    """The other session's branch has a commit, and main has it."""
    fixture.commit({"new": "1\n"}, "Theirs", at=fixture.worktree)
    fixture.git("merge", "-q", "--no-ff", "-m", "Merge it", fixture.branch)


def notify_when_merged(fixture):
    fixture.commit({"new": "1\n"}, "Theirs", at=fixture.worktree)
    return {"branch": fixture.branch, "targetBranch": "main"}, lambda answer: answer["subscribed"] and not answer["isMerged"]


def notify_when_merged_already(fixture):
    merged(fixture)
    return {"branch": fixture.branch}, lambda answer: not answer["subscribed"] and answer["isMerged"]


def check_merge_status(fixture):
    fixture.commit({"new": "1\n"}, "Theirs", at=fixture.worktree)
    return {"branch": fixture.branch}, lambda answer: not answer["isMerged"] and answer["mergeEvent"] is None


def check_merge_status_merged(fixture):
    merged(fixture)
    return {"branch": fixture.branch}, lambda answer: answer["mergeEvent"]["branchName"] == fixture.branch


def get_merge_events(fixture):
    merged(fixture)
    fixture.parallel("merge", "notify", fixture.branch, "--session", fixture.own["sessionId"], "--json")
    return {"limit": 1}, lambda answer: [one["branchName"] for one in answer["events"]] == [fixture.branch]


def check_conflicts(fixture):
    fixture.commit({"new": "1\n"}, "Theirs", at=fixture.worktree)
    return {"currentBranch": fixture.branch, "targetBranch": "main"}, lambda answer: answer["conflictingFiles"] == []


def check_conflicts_found(fixture):
    diverged(fixture)
    return {"currentBranch": fixture.branch, "targetBranch": "main"}, \
        lambda answer: answer["hasConflicts"] and answer["conflictingFiles"] == ["src/a.py"] and answer["guidance"]


def predict_conflicts(fixture):
    return {"includeClean": True}, lambda answer: not answer["hasConflicts"] and answer["pairs"] and len(answer["nodes"]) == 3


def predict_conflicts_uncommitted(fixture):
    (fixture.repository / "README").write_text("ours\n")
    (fixture.worktree / "README").write_text("theirs\n")
    return {"onlyMine": True}, lambda answer: [(pair["state"], pair["files"][0]["path"]) for pair in answer["pairs"]] == \
        [("conflict", "README")]


def detect_advanced_conflicts(fixture):
    diverged(fixture)
    return {"currentBranch": "main", "targetBranch": fixture.branch}, \
        lambda answer: answer["conflicts"][0]["filePath"] == "src/a.py" and answer["summary"]["totalConflicts"] == 1


def detect_advanced_conflicts_none(fixture):
    return {"currentBranch": "main", "targetBranch": fixture.branch, "analyzeSemantics": False}, \
        lambda answer: not answer["hasConflicts"] and answer["summary"]["byType"] == {}


def both_added(fixture):
    """Both branches have added to the end of a list."""
    fixture.commit({"CHANGES.txt": "one\n"}, "List")
    fixture.git("merge", "-q", "main", at=fixture.worktree)
    fixture.commit({"CHANGES.txt": "one\nours\n"}, "Ours")
    fixture.commit({"CHANGES.txt": "one\ntheirs\n"}, "Theirs", at=fixture.worktree)
    return {"filePath": "CHANGES.txt", "currentBranch": "main", "targetBranch": fixture.branch, "minConfidence": 0}


def stopped(fixture):
    """A merge of the two has stopped."""
    arguments = both_added(fixture)
    fixture.git("merge", fixture.branch, fails=True)
    return arguments


def get_auto_fix_suggestions(fixture):
    return both_added(fixture), lambda answer: answer["suggestions"][0]["suggestionId"] is None and answer["message"]


def get_auto_fix_suggestions_stopped(fixture):
    return stopped(fixture), lambda answer: answer["suggestions"][0]["suggestionId"]


def get_auto_fix_suggestions_sure(fixture):
    return {**stopped(fixture), "minConfidence": 1}, lambda answer: answer["filteredByConfidence"] == answer["totalGenerated"]


def suggestion(fixture):
    return fixture.tool("get_auto_fix_suggestions", **stopped(fixture))["suggestions"][0]["suggestionId"]


def apply_auto_fix(fixture):
    return {"suggestionId": suggestion(fixture), "stage": True}, \
        lambda answer: answer["applied"] and answer["rollbackCommand"] and \
        (fixture.repository / "CHANGES.txt").read_text() == "one\nours\ntheirs\n"


def apply_auto_fix_rolled_back(fixture):
    """Both the file and the conflict come back."""
    found = suggestion(fixture)
    before = (fixture.repository / "CHANGES.txt").read_text(), fixture.git("ls-files", "-u")
    done = fixture.tool("apply_auto_fix", suggestionId=found, stage=True)
    assert fixture.git("ls-files", "-u") == ""
    subprocess.run(done["rollbackCommand"], shell=True, check=True, cwd=fixture.repository, env=fixture.environment,
                   capture_output=True)
    after = (fixture.repository / "CHANGES.txt").read_text(), fixture.git("ls-files", "-u")
    return {"suggestionId": suggestion(fixture), "dryRun": True}, lambda answer: before == after


def apply_auto_fix_dry(fixture):
    return {"suggestionId": suggestion(fixture), "dryRun": True}, \
        lambda answer: not answer["applied"] and "<<<<<<<" in (fixture.repository / "CHANGES.txt").read_text()


def conflict_history(fixture):
    fixture.tool("apply_auto_fix", suggestionId=suggestion(fixture), stage=True)
    fixture.git("commit", "-q", "-m", "Merged")
    return {"filePath": "CHANGES.txt", "limit": 1}, \
        lambda answer: answer["history"][0]["resolutionStrategy"] and answer["statistics"]["totalResolutions"] == 1


def rebase_assist(fixture):
    fixture.commit({"new": "1\n"}, "Theirs", at=fixture.worktree)
    return {"targetBranch": fixture.branch}, lambda answer: answer["success"] and answer["rescueId"]


def rebase_assist_conflict(fixture):
    diverged(fixture)
    return {"targetBranch": fixture.branch}, lambda answer: answer["conflictingFiles"] == ["src/a.py"]


def rebase_assist_check(fixture):
    diverged(fixture)
    return {"targetBranch": fixture.branch, "checkOnly": True}, lambda answer: answer["hasConflicts"]


def queue_merge(fixture):
    fixture.commit({"new": "1\n"}, "Theirs", at=fixture.worktree)
    return {"branch": fixture.branch, "method": "merge"}, \
        lambda answer: answer["state"] == "queued" and [one["branch"] for one in answer["queue"]] == [fixture.branch]


def list_rescues(fixture):
    (fixture.worktree / "README").write_text("precious\n")
    fixture.parallel("release", "--session", fixture.other["sessionId"], "--json")
    return {"limit": 5}, lambda answer: [one["worktreePath"] for one in answer["rescues"]] == [str(fixture.worktree)]
