import CoordinatorFixtures
import GitProgram
import HookCore
import Store
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// What users do to branches, targets and the queue while something lands or waits: nothing of theirs is lost or comes
/// back.
@Suite struct QueueOvertakenTests {
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    private func branch(_ name: String, _ files: [String: String], from start: String = "main") throws {
        try QueueTests.branch(fixture, name, files, from: start)
    }

    private func queue(_ name: String, method: MergeMethod? = nil) throws {
        _ = try MergeQueue(fixture.command()).add(name, in: fixture.repository, method: method)
    }

    private func run(
        _ overrides: [String: String] = [:], reach: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> QueueResult {
        try MergeQueue(fixture.command(overrides: overrides, reach: reach)).run(in: fixture.repository)
    }

    private func has(_ file: String, _ reference: String = "main") throws -> Bool {
        try !fixture.git(["ls-tree", "--name-only", reference, file]).isEmpty
    }

    private var states: [String] {
        get throws {
            try MergeQueue(fixture.command()).entries(in: fixture.repository).map {
                "\($0.branch) \($0.state.rawValue)"
            }
        }
    }

    @Test func `an ignored file that the branch brings is not overwritten`() throws {
        try fixture.gitFixture.commit([".gitignore": "secret\n"], message: "ignore")
        try branch("a", ["a": "1\n"])
        let tree = fixture.gitFixture.directory.appending("forced")
        try fixture.git(["worktree", "add", "--quiet", tree, "a"])
        try Files.write(tree + "/secret", "theirs\n")
        try fixture.git(["add", "--force", "secret"], at: tree)
        try fixture.git(["commit", "--quiet", "-m", "secret"], at: tree)
        try Files.write(fixture.root + "/secret", "mine\n")
        try queue("a")
        #expect(try run().ready.map(\.branch) == ["a"])
        #expect(Files.read(fixture.root + "/secret") == "mine\n")
    }

    @Test func `a branch with merge commits is merged, not rebased`() throws {
        try branch("side", ["side": "1\n"])
        try branch("a", ["a": "1\n"])
        let tree = fixture.gitFixture.directory.appending("merging")
        try fixture.git(["worktree", "add", "--quiet", tree, "a"])
        try fixture.git(["merge", "--quiet", "--no-ff", "--no-commit", "side"], at: tree)
        try Files.write(tree + "/only-in-merge", "1\n")
        try fixture.git(["add", "--all"], at: tree)
        try fixture.git(["commit", "--quiet", "-m", "merge"], at: tree)
        try queue("a", method: .rebase)
        let entry = try #require(try run().landed.first)
        #expect(entry.message?.contains("merged, not rebased") == true)
        #expect(try has("only-in-merge"))
        #expect(try has("side"))
    }

    //  run:   put a, b together ───────────────────────── mark: changed ── put b together ── land
    //  user:          └─ take a out, commit to b, queue b
    @Test func `what is taken out during a run does not land; what is queued anew lands as it is then`() throws {
        for name in ["a", "b"] { try branch(name, [name: "1\n"]) }
        try queue("a")
        try queue("b")
        let once = Once()
        let fixture = fixture
        let result = try run { point in
            guard point == "landing.built", once.isFirst else { return }
            _ = try? MergeQueue(fixture.command(5_000_009)).remove("a", in: fixture.repository)
            _ = try? QueueTests.branch(fixture, "b", ["more": "1\n"])
            _ = try? MergeQueue(fixture.command(5_000_009)).add("b", in: fixture.repository)
        }
        #expect(result.landed.map(\.branch) == ["b"])
        #expect(try !has("a"))
        #expect(try has("b"))
        #expect(try has("more"))
        #expect(try states == ["a removed", "b landed"])
    }

    //  run:   put a together ──────────── verify: fails ── write down: a is out
    //  user:          └─ take a out
    @Test func `what is taken out while it fails stays out`() throws {
        try branch("a", ["a": "1\n"])
        try queue("a")
        let once = Once()
        let fixture = fixture
        let result = try run(["merge.verify": "test ! -f a"]) { point in
            guard point == "landing.built", once.isFirst else { return }
            _ = try? MergeQueue(fixture.command(5_000_009)).remove("a", in: fixture.repository)
        }
        #expect(result.failed.isEmpty)
        #expect(try states == ["a removed"])
    }

    //  run:   put a together ── mark ──────────────── move: refused ── put together anew ── land
    //  user:                      └─ reset main
    @Test(arguments: [false, true]) func `commits that the user took out of the target do not come back`(
        _ waits: Bool
    ) throws {
        try fixture.gitFixture.commit(["dropped": "1\n"], message: "dropped")
        try branch("a", ["a": "1\n"], from: "main~1")
        try queue("a")
        let fixture = fixture
        if waits {
            try Files.write(fixture.root + "/README", "dirty\n")
            #expect(try run().ready.count == 1)
            try fixture.git(["reset", "--quiet", "--hard", "HEAD~1"])
            #expect(try MergeQueue(fixture.command()).readyMerges().isEmpty)
            #expect(try run().landed.map(\.branch) == ["a"])
        } else {
            let once = Once()
            let result = try run { point in
                guard point == "landing.marked", once.isFirst else { return }
                _ = try? fixture.git(["reset", "--quiet", "--hard", "HEAD~1"])
            }
            #expect(result.landed.map(\.branch) == ["a"])
        }
        #expect(try has("a"))
        #expect(try !has("dropped"))
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
    }

    @Test func `a target that HEAD leads to by a symbolic reference is being worked on`() throws {
        try branch("a", ["a": "1\n"])
        try fixture.git(["symbolic-ref", "refs/heads/alias", "refs/heads/main"])
        try fixture.git(["symbolic-ref", "HEAD", "refs/heads/alias"])
        let isUsed = try WorktreeAdministration.usesBranch(
            "main", commonDirectory: fixture.repository, git: fixture.command().git(fixture.repository))
        #expect(isUsed)
        try Files.write(fixture.root + "/README", "dirty\n")
        try queue("a")
        #expect(try run().ready.map(\.branch) == ["a"])
        #expect(try !has("a"))
    }

    @Test func `commands that verify do not get the git directory of whoever runs them`() {
        let clean = Git.unredirected(["GIT_DIR": "/x", "GIT_INDEX_FILE": "/y", "PATH": "/bin"])
        #expect(clean == ["PATH": "/bin"])
    }

    @Test func `queued again while it waits: the run goes on, and each lands once`() throws {
        try branch("a", ["a": "1\n"])
        try Files.write(fixture.root + "/README", "dirty\n")
        try queue("a")
        #expect(try run().ready.count == 1)
        try queue("a")
        #expect(try states == ["a landed-pending"])
        try branch("a", ["again": "1\n"])
        try queue("a")
        // The target goes another way: what waits must be made anew, too.
        try fixture.git(["commit", "--quiet", "--all", "-m", "main goes on"])
        let result = try run()
        #expect(result.isGood)
        #expect(result.landed.map(\.branch) == ["a"])
        #expect(try has("a"))
        #expect(try has("again"))
        #expect(try states == ["a removed", "a landed"])
    }

    @Test func `taken out of what waits, the others are made anew`() throws {
        for name in ["a", "b"] {
            try branch(name, [name: "1\n"])
            try queue(name)
        }
        try Files.write(fixture.root + "/README", "dirty\n")
        #expect(try run().ready.count == 2)
        #expect(try MergeQueue(fixture.command()).remove("a", in: fixture.repository).state == .removed)
        #expect(try states == ["a removed", "b queued"])
        try fixture.git(["checkout", "--quiet", "README"])
        #expect(try run().landed.map(\.branch) == ["b"])
        #expect(try has("b"))
        #expect(try !has("a"))
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
    }

    //  run:   put a together ── mark ──────────────── move: refused ── put together anew ── land
    //  user:                      └─ move main
    @Test func `somebody who moves the target meanwhile is not overtaken`() throws {
        try branch("a", ["a": "1\n"])
        try branch("other", ["other": "1\n"])
        try fixture.git(["switch", "--quiet", "--detach"])
        try queue("a")
        let once = Once()
        let fixture = fixture
        let result = try MergeQueue(
            fixture.command { point in
                guard point == "landing.marked", once.isFirst else { return }
                _ = try? fixture.git(["branch", "--force", "main", "other"])
            }
        ).run(in: fixture.repository)
        #expect(result.landed.map(\.branch) == ["a"])
        #expect(try has("a"))
        #expect(try has("other"))
    }

    //  first:   hold the queue ── put together ─────────────── land ── let go
    //  second:                            └─ hold: busy
    @Test func `one runner at a time; one that is gone holds nobody off`() throws {
        try branch("a", ["a": "1\n"])
        try queue("a")
        let fixture = fixture
        let seen = Seen()
        _ = try MergeQueue(
            fixture.command { point in
                guard point == "landing.built" else { return }
                do {
                    _ = try MergeQueue(fixture.command(5_000_009)).run(in: fixture.repository)
                } catch { seen.code = (error as? ParallelError)?.code }
            }
        ).run(in: fixture.repository)
        #expect(seen.code == .landingBusy)
        try fixture.sql(
            "INSERT INTO landing_runners VALUES ('\(fixture.repository)', 5000010, 1, 'boot', 1)")
        #expect { try MergeQueue(fixture.command()).run(in: fixture.repository) } throws: {
            ($0 as? ParallelError)?.code == .landingBusy
        }
        fixture.kill(command: 5_000_010)
        #expect(try run().isGood)
    }
}
