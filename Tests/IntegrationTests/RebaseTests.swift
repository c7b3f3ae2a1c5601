import CoordinatorFixtures
import Exec
import Files
import GitKit
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// Bringing a branch up to date, and taking it back.
@Suite struct RebaseTests {
    private let fixture: CoordinatorFixture
    private let session: Session
    private var place: String { session.worktreePath }

    init() throws {
        fixture = try CoordinatorFixture()
        session = try fixture.startInWorktree().session
    }

    private func rebase(
        onto target: String = "main", by id: String? = nil, onlyLooks: Bool = false
    ) throws -> RebaseOutcome {
        try Rebasing(fixture.command()).rebase(at: place, onto: target, by: id ?? session.id, onlyLooks: onlyLooks)
    }

    private func failure(_ body: () throws -> RebaseOutcome) throws -> ParallelError {
        try #require(#expect(throws: ParallelError.self) { try body() })
    }

    private func head() throws -> String { try fixture.git(["rev-parse", "HEAD"], at: place) }

    private func bytes(_ text: String) -> PathBytes { Array(text.utf8) }

    @Test("what fits is rebased, with the state before in a rescue; once more there is nothing to do")
    func succeeds() throws {
        try fixture.gitFixture.commit(["own": "1\n"], message: "Own", at: place)
        try fixture.gitFixture.commit(["theirs": "2\n"], message: "Theirs")
        let before = try head()
        let look = try rebase(onlyLooks: true)
        #expect(look.result == .wouldSucceed)
        #expect(try head() == before)
        #expect(try fixture.command().rescues().isEmpty)
        let outcome = try rebase()
        #expect(outcome.result == .rebased)
        #expect(outcome.target == "refs/heads/main")
        #expect(outcome.ownCommits == 1)
        #expect(try outcome.head == head())
        #expect(outcome.previousHead == before)
        #expect(try fixture.git(["log", "--format=%s"], at: place) == "Own\nTheirs\nFirst")
        let rescue = try #require(try fixture.command().rescues().first)
        #expect(rescue.id == outcome.rescue)
        #expect(rescue.head == before)
        #expect(rescue.sessionID == session.id)
        #expect(try rebase().result == .upToDate)
        #expect(try fixture.fsck == "")
    }

    @Test("a conflict is taken back, with the files' names", arguments: ["a b", "ü\n\"x\""])
    func conflict(_ name: String) throws {
        try fixture.gitFixture.commit([name: "mine\n"], message: "Mine", at: place)
        try fixture.gitFixture.commit([name: "theirs\n"], message: "Theirs")
        try Files.write(place + "/untracked", "stays\n")
        let before = try head()
        #expect(try rebase(onlyLooks: true).result == .wouldConflict([bytes(name)]))
        let outcome = try rebase()
        #expect(outcome.result == .conflict([bytes(name)]))
        #expect(outcome.rescue != nil)
        #expect(try head() == before)
        #expect(try fixture.git(["status", "--porcelain"], at: place) == "?? untracked")
        #expect(try fixture.git(["symbolic-ref", "--short", "HEAD"], at: place) == session.branch)
        let administration = try fixture.git(["rev-parse", "--absolute-git-dir"], at: place)
        #expect(access(administration + "/rebase-merge", F_OK) != 0)
    }

    @Test("however the user has set up rebases, a conflict is taken back, and nothing of his is stashed or squashed")
    func settings() throws {
        for setting in [
            "rebase.backend=apply", "rebase.autoStash=true", "rebase.autoSquash=true", "rebase.updateRefs=true",
        ] {
            let parts = setting.split(separator: "=").map(String.init)
            try fixture.git(["config", parts[0], parts[1]])
        }
        try fixture.gitFixture.commit(["f": "mine\n"], message: "fixup! First", at: place)
        try fixture.git(["branch", "beside"], at: place)
        try fixture.gitFixture.commit(["f": "theirs\n"], message: "Theirs")
        let before = try head()
        #expect(try rebase().result == .conflict([bytes("f")]))
        #expect(try head() == before)
        #expect(try fixture.git(["status", "--porcelain", "--branch"], at: place) == "## \(session.branch ?? "")")
        try fixture.git(["revert", "--no-edit", "HEAD"])
        #expect(try rebase().result == .rebased)
        #expect(try fixture.git(["log", "-1", "--format=%s"], at: place) == "fixup! First")
        #expect(try fixture.git(["rev-parse", "beside"]) == before)
    }

    @Test("uncommitted changes are refused, and only looked past with a word about it")
    func dirty() throws {
        try fixture.gitFixture.commit(["theirs": "2\n"], message: "Theirs")
        try Files.write(place + "/README", "changed\n")
        let error = try failure { try rebase() }
        #expect(error.code == .dirtyWorktree)
        #expect(error.message.contains("README"))
        #expect(Files.bytes(place + "/README") == bytes("changed\n"))
        #expect(try fixture.command().rescues().isEmpty)
        let look = try rebase(onlyLooks: true)
        #expect(look.result == .wouldSucceed)
        #expect(look.leavesOutUncommitted)
    }

    @Test("nobody else's rebase is touched, nor the worktree of another session")
    func foreign() throws {
        try fixture.gitFixture.commit(["f": "mine\n"], message: "Mine", at: place)
        try fixture.gitFixture.commit(["f": "theirs\n"], message: "Theirs")
        let tenant = try failure { try rebase(by: "somebody") }
        #expect(tenant.code == .worktreeInUse)
        #expect(throws: FixtureError.self) { try fixture.git(["rebase", "main"], at: place) }
        let state = try fixture.git(["status", "--porcelain"], at: place)
        #expect(try failure { try rebase() }.code == .operationInProgress)
        #expect(try fixture.git(["status", "--porcelain"], at: place) == state)
        #expect(state == "AA f")
    }

    @Test("a hook of the user's that refuses is an error in its words, not a conflict")
    func hookRefuses() throws {
        try fixture.gitFixture.commit(["own": "1\n"], message: "Own", at: place)
        try fixture.gitFixture.commit(["theirs": "2\n"], message: "Theirs")
        try Files.writeProgram(
            fixture.repository + "/hooks/pre-rebase", "#!/bin/sh\necho not today >&2\nexit 1\n")
        let before = try head()
        let error = try failure { try rebase() }
        #expect(error.code == .gitFailed)
        #expect(error.cause?.contains("not today") == true)
        #expect(try head() == before)
    }

    @Test("a hook of the user's that fails afterwards leaves the branch where it belongs")
    func hookFails() throws {
        try fixture.gitFixture.commit(["own": "1\n"], message: "Own", at: place)
        try fixture.gitFixture.commit(["theirs": "2\n"], message: "Theirs")
        try Files.writeProgram(
            fixture.repository + "/hooks/post-checkout", "#!/bin/sh\nexit 1\n")
        #expect(try rebase().result == .rebased)
        #expect(try fixture.git(["status", "--porcelain", "--branch"], at: place) == "## \(session.branch ?? "")")
    }

    @Test(
        "what is no branch is refused, whatever it is",
        arguments: [
            ("", ParallelError.Code.invalidReference), ("--exec=touch x", .invalidReference),
            ("main~1", .invalidReference), ("a b", .invalidReference), ("a..b", .invalidReference),
            ("@{-1}", .invalidReference), ("nowhere", .unknownReference), ("a\"; touch x; \"", .invalidReference),
            ("$(touch${IFS}x)", .unknownReference),
        ])
    func branchNames(_ name: String, _ code: ParallelError.Code) throws {
        #expect(try failure { try rebase(onto: name) }.code == code)
        #expect(access(place + "/x", F_OK) != 0)
    }

    @Test("of a branch and its remote one the one that is ahead; parted ones are asked about")
    func remote() throws {
        let first = try fixture.git(["rev-parse", "main"])
        try fixture.gitFixture.commit(["local": "1\n"], message: "Local")
        let local = try fixture.git(["rev-parse", "main"])
        try fixture.git(["update-ref", "refs/remotes/origin/main", first])
        #expect(try rebase(onlyLooks: true).target == "refs/heads/main")
        try fixture.git(["update-ref", "refs/remotes/origin/main", local])
        try fixture.git(["branch", "--force", "feature", first])
        try fixture.git(["update-ref", "refs/remotes/origin/feature", local])
        #expect(try rebase(onto: "feature", onlyLooks: true).target == "refs/remotes/origin/feature")
        let tree = try fixture.git(["rev-parse", "main^{tree}"])
        let other = try fixture.git(["commit-tree", "-m", "Other", "-p", first, tree])
        try fixture.git(["update-ref", "refs/remotes/origin/main", other])
        #expect(try failure { try rebase() }.code == .ambiguousReference)
        #expect(try rebase(onto: "origin/main", onlyLooks: true).targetCommit == other)
        #expect(try rebase(onto: "refs/heads/main", onlyLooks: true).targetCommit == local)
    }

    @Test("detached and unborn heads have nothing to rebase")
    func noBranch() throws {
        try fixture.git(["checkout", "--quiet", "--detach"], at: place)
        #expect(try failure { try rebase() }.code == .detachedHead)
        try fixture.git(["checkout", "--quiet", "--orphan", "fresh"], at: place)
        #expect(try failure { try rebase() }.code == .unbornBranch)
    }

    @Test("a branch with merges is refused: a rebase would lose what was changed in them")
    func merges() throws {
        try fixture.git(["checkout", "--quiet", "-b", "side"], at: place)
        try fixture.gitFixture.commit(["side": "1\n"], message: "Side", at: place)
        try fixture.git(["checkout", "--quiet", try #require(session.branch)], at: place)
        try fixture.gitFixture.commit(["own": "1\n"], message: "Own", at: place)
        try fixture.git(["merge", "--quiet", "--no-ff", "-m", "Join", "side"], at: place)
        try fixture.gitFixture.commit(["theirs": "2\n"], message: "Theirs")
        let head = try fixture.git(["rev-parse", "HEAD"], at: place)
        #expect(try failure { try rebase() }.code == .holdsMerges)
        #expect(try fixture.git(["rev-parse", "HEAD"], at: place) == head)
    }

    @Test("an ignored file that the target has is not overwritten")
    func ignored() throws {
        try fixture.gitFixture.commit([".gitignore": "secret\ndeep\n"], message: "Ignore")
        #expect(try rebase().result == .rebased)
        try Files.write(place + "/secret", "mine\n")
        try Files.write(place + "/deep", "a file\n")
        try fixture.gitFixture.commit(["own": "1\n"], message: "Own", at: place)
        for path in ["secret", "deep/file"] {
            try Files.write(fixture.root + "/" + path, "theirs\n")
            try fixture.git(["add", "-f", path])
            try fixture.git(["commit", "-q", "-m", path])
            #expect(try failure { try rebase() }.code == .dirtyWorktree)
            try fixture.git(["reset", "--quiet", "--hard", "HEAD~1"])
        }
        #expect(Files.read(place + "/secret") == "mine\n")
        #expect(Files.read(place + "/deep") == "a file\n")
    }

    @Test("an ignored file that only commits in between have had is not overwritten")
    func ignoredMeanwhile() throws {
        try fixture.gitFixture.commit(["own": "1\n", "secret": "theirs\n"], message: "By mistake", at: place)
        try fixture.git(["rm", "--quiet", "secret"], at: place)
        try fixture.gitFixture.commit([".gitignore": "secret\n"], message: "Taken back", at: place)
        try fixture.gitFixture.commit(["theirs": "2\n"], message: "Theirs")
        try Files.write(place + "/secret", "mine\n")
        #expect(try rebase().result == .rebased)
        #expect(Files.read(place + "/secret") == "mine\n")
        #expect(Files.read(place + "/theirs") == "2\n")
    }

    //  rebase:  rescue ── rebase elsewhere ───────────────── bring here: only where nothing is overwritten
    //  user:                         └─ write or commit
    @Test("what is written or committed while a rebase runs stays", arguments: ["other file", "same file", "commit"])
    func lateWork(_ what: String) throws {
        try fixture.gitFixture.commit(["own": "1\n"], message: "Own", at: place)
        try fixture.gitFixture.commit(["README": "theirs\n"], message: "Theirs")
        let before = try head()
        let (gitFixture, place, file) = (fixture.gitFixture, self.place, what == "same file" ? "README" : "own")
        let command = try fixture.command(reach: { point in
            guard point == "rebase.made" else { return }
            try? Files.write(place + "/" + file, "late\n")
            if what == "commit" { try? gitFixture.commit(["own": "late\n"], message: "Late", at: place) }
        })
        let outcome = try? Rebasing(command).rebase(at: place, onto: "main", by: session.id, onlyLooks: false)
        #expect((outcome?.result == .rebased) == (what == "other file"))
        #expect(Files.read(place + "/" + file) == "late\n")
        if what == "commit" {
            #expect(try fixture.git(["log", "-1", "--format=%s"], at: place) == "Late")
        } else if what == "same file" {
            #expect(try head() == before)
        }
        #expect(try fixture.git(["symbolic-ref", "--short", "HEAD"], at: place) == session.branch)
        #expect(try fixture.listedWorktrees.count == 2)
    }

    @Test("killed at every point: the branch has its commits, nothing uncommitted is lost, the next one goes through")
    func killed() throws {
        let first = try RebaseTests()
        try first.diverge()
        let points = try Victim(first.fixture).run("rebase", first.place, "main", first.session.id).points
        try #require(Set(points).isSuperset(of: ["rebase.scratch", "rebase.made", "rebase.switched", "rebase.moved"]))
        for point in Set(points).subtracting(["end"]).sorted() {
            let test = try RebaseTests()
            try test.diverge()
            let before = try test.head()
            let ending = try Victim(test.fixture).run(["rebase", test.place, "main", test.session.id], killAt: point)
            #expect(ending.status == .signaled(SIGKILL), "\(point)")
            let branch = try #require(test.session.branch)
            let log = try test.fixture.git(["log", "--format=%s", branch])
            #expect(log.hasPrefix("Own\n"), "\(point)")
            #expect(Files.read(test.place + "/untracked") == "stays\n", "\(point)")
            let rescue = try test.fixture.command().rescues().first
            #expect(rescue == nil || rescue?.head == before, "\(point)")
            if point == "rebase.switched" || point == "rebase.moved" {
                try test.fixture.git(["switch", "--quiet", branch], at: test.place)
            }
            let again = try test.rebase().result
            #expect(again == (point == "rebase.moved" ? .upToDate : .rebased), "\(point)")
            let status = try test.fixture.git(["status", "--porcelain"], at: test.place)
            #expect(status == "?? untracked", "\(point)")
            let (complaints, listed) = (try test.fixture.fsck, try test.fixture.listedWorktrees)
            #expect(complaints == "", "\(point)")
            #expect(listed.count == 2, "\(point)")
        }
    }

    private func diverge() throws {
        try fixture.gitFixture.commit(["own": "1\n"], message: "Own", at: place)
        try fixture.gitFixture.commit(["theirs": "2\n"], message: "Theirs")
        try Files.write(place + "/untracked", "stays\n")
    }

    @Test("a rescue is found where there was never a session")
    func withoutSession() throws {
        let fixture = try CoordinatorFixture()
        try fixture.git(["switch", "--quiet", "-c", "topic"])
        try fixture.gitFixture.commit(["own": "1\n"], message: "Own")
        try fixture.git(["branch", "--force", "other", "HEAD~"])
        let tree = try fixture.gitFixture.addWorktree("beside")
        try fixture.git(["reset", "--quiet", "--hard", "other"], at: tree)
        try fixture.gitFixture.commit(["theirs": "2\n"], message: "Theirs", at: tree)
        let outcome = try Rebasing(fixture.command()).rebase(
            at: fixture.root, onto: "beside", by: nil, onlyLooks: false)
        #expect(try fixture.command().rescue(try #require(outcome.rescue)).id == outcome.rescue)
    }
}
