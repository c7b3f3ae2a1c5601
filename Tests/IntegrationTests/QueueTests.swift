import CoordinatorFixtures
import Exec
import HookCore
import Store
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// Branches land one by one, tested, on a target that nobody works on; else what was put together waits.
@Suite struct QueueTests {
    private let fixture: CoordinatorFixture

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["shared": "one\ntwo\nthree\n"], message: "shared")
    }

    /// A branch with one commit, made without touching the main checkout.
    private func branch(_ name: String, _ files: [String: String], from start: String = "main") throws {
        try Self.branch(fixture, name, files, from: start)
    }

    static func branch(
        _ fixture: CoordinatorFixture, _ name: String, _ files: [String: String], from start: String = "main"
    ) throws {
        let tree = fixture.gitFixture.directory.appending("tree")
        let exists = (try? fixture.git(["rev-parse", "--verify", "--quiet", "refs/heads/" + name])) != nil
        let how = exists ? [tree, name] : ["-b", name, tree, start]
        try fixture.git(["worktree", "add", "--quiet"] + how)
        try fixture.gitFixture.commit(files, message: "work on \(name)", at: tree)
        try fixture.git(["worktree", "remove", tree])
    }

    private func queue(_ names: String..., method: MergeMethod? = nil, target: String? = nil) throws {
        for name in names {
            _ = try MergeQueue(fixture.command()).add(name, in: fixture.repository, target: target, method: method)
        }
    }

    @discardableResult
    private func run(_ verify: String? = nil) throws -> QueueResult {
        let overrides = verify.map { ["merge.verify": $0] } ?? [:]
        let result = try MergeQueue(fixture.command(overrides: overrides)).run(in: fixture.repository)
        #expect(try fixture.listedWorktrees.allSatisfy { !$0.contains("/landing/") })
        #expect(try fixture.fsck == "")
        return result
    }

    private func content(_ reference: String, _ path: String) throws -> String {
        try fixture.git(["show", "\(reference):\(path)"], orEmpty: true)
    }

    @Test(arguments: MergeMethod.allCases)
    func `several land as one batch, in the order of the queue, on a clean checkout`(
        _ method: MergeMethod
    ) throws {
        try branch("a", ["a": "1\n"])
        try branch("b", ["b": "1\n"])
        try branch("c", ["c": "1\n"])
        try queue("b", "a", "c", method: method)
        let tips = try ["a", "b", "c"].map { try fixture.git(["rev-parse", $0]) }
        let log = fixture.gitFixture.directory.appending("log")
        let result = try run("test -f a && test -f b && test -f c && echo run >> \(log)")
        #expect(result.landed.map(\.branch) == ["b", "a", "c"])
        #expect(result.isGood)
        #expect(Files.read(log) == "run\n")
        #expect(try fixture.git(["rev-parse", "main"]) == result.landed.last?.result)
        #expect(Files.read(fixture.root + "/c") == "1\n")
        #expect(try fixture.git(["status", "--porcelain"]) == "")
        let merges = try fixture.git(["rev-list", "--count", "--merges", "main"])
        #expect(merges == (method == .merge ? "3" : "0"))
        #expect(try ["a", "b", "c"].map { try fixture.git(["rev-parse", $0]) } == tips)
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
        #expect(try run().landed.isEmpty)
    }

    @Test func `a target that is checked out nowhere`() throws {
        try branch("a", ["a": "1\n"])
        try fixture.git(["switch", "--quiet", "-c", "elsewhere"])
        try Files.write(fixture.root + "/README", "dirty\n")
        try queue("a")
        #expect(try run().landed.count == 1)
        #expect(try content("main", "a") == "1")
        #expect(Files.read(fixture.root + "/README") == "dirty\n")
        #expect(!Files.exists(fixture.root + "/a"))
    }

    @Test(arguments: ["dirty", "untracked", "leased", "used by a session that does not hold it"])
    func `a target that is being worked on is not touched; what is ready waits, and later branches come on top`(
        _ why: String
    ) throws {
        try branch("a", ["a": "1\n"])
        try branch("b", ["b": "1\n"])
        switch why {
        case "dirty": try Files.write(fixture.root + "/README", "dirty\n")
        case "untracked": try Files.write(fixture.root + "/new", "mine\n")
        case "leased": try fixture.start(1)
        default:
            try fixture.start(1)
            try fixture.start(2, here: true)
            _ = try fixture.command().release(.pid(fixture.claude(1).pid), reason: "test")
        }
        let before = (try fixture.git(["rev-parse", "main"]), Files.snapshot(fixture.root))
        try queue("a")
        let result = try run()
        #expect(result.ready.map(\.branch) == ["a"])
        #expect(result.landed.isEmpty)
        #expect(result.isGood)
        try queue("b")
        #expect(try run().ready.map(\.branch) == ["b"])
        #expect(try fixture.git(["rev-parse", "main"]) == before.0)
        #expect(Files.snapshot(fixture.root) == before.1)
        let reference = "refs/parallel-cc/landing/main"
        #expect(try content(reference, "a") == "1")
        #expect(try content(reference, "b") == "1")
        let pending = try #require(try MergeQueue(fixture.command()).readyMerges().first)
        #expect(pending.command == "git -C \(fixture.root) merge --ff-only --no-overwrite-ignore \(reference)")
        #expect(
            try MergeQueue(fixture.command()).warnings(in: fixture.repository).contains { $0.contains(pending.command) }
        )
        // The user does as he is told; the next run sees it.
        try fixture.git(["stash", "--quiet", "--include-untracked"])
        try fixture.git(["merge", "--quiet", "--ff-only", reference])
        #expect(try MergeQueue(fixture.command()).readyMerges().isEmpty)
        #expect(try run().landed.map(\.branch) == ["a", "b"])
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc/landing", "refs/parallel-cc/landing-tip"]) == "")
    }

    @Test func `a command that a killed run has left is not worked around`() throws {
        try branch("a", ["a": "1\n"])
        try queue("a")
        let place = ScratchWorktree(landingIn: fixture.repository, with: try fixture.command())
        _ = try place.make(try fixture.git(["rev-parse", "main"])) { _ in }
        try Files.write(place.path + "/report", "half\n")
        let left = Command(
            "/bin/sh", arguments: ["-c", "echo ready; read line"], environment: [:], directory: place.path)
        var straggler: Coprocess? = try Coprocess(left)
        _ = try straggler?.readLine()
        let error = #expect(throws: ParallelError.self) {
            try MergeQueue(fixture.command()).run(in: fixture.repository)
        }
        #expect(error?.code == .landingBusy)
        #expect(error?.message.contains("sh (") == true)
        #expect(Files.read(place.path + "/report") == "half\n")
        straggler = nil
        let last = try run()
        #expect(last.landed.count == 1, "\(last)")
    }

    @Test(arguments: ["-s ours", "--squash", "--no-commit"])
    func `options of the user's for merges into the target make no other commit of it`(_ options: String) throws {
        try branch("a", ["a": "1\n"])
        try fixture.git(["config", "branch.main.mergeOptions", options])
        try queue("a")
        let landed = try run().landed
        let main = try fixture.git(["rev-parse", "main"])
        #expect(landed.map(\.branch) == ["a"])
        #expect(landed.first?.result == main)
        #expect(try content("main", "a") == "1")
        #expect(try fixture.git(["status", "--porcelain"]) == "")
    }

    @Test func `what was picked and reverted lands all the same when it is rebased`() throws {
        try branch("a", ["a": "1\n"])
        try fixture.gitFixture.commit(["main": "x\n"], message: "main goes on")
        try fixture.git(["cherry-pick", "a"])
        try fixture.git(["revert", "--no-edit", "HEAD"])
        try queue("a", method: .rebase)
        #expect(try run().landed.count == 1)
        #expect(try content("main", "a") == "1")
    }

    @Test func `what was picked, and stays, is left out when it is rebased`() throws {
        try branch("a", ["a": "1\n"])
        try fixture.gitFixture.commit(["main": "x\n"], message: "main goes on")
        try fixture.git(["cherry-pick", "a"])
        try branch("a", ["b": "1\n"])
        try queue("a", method: .rebase)
        #expect(try run().landed.count == 1)
        #expect(try content("main", "b") == "1")
        #expect(try fixture.git(["log", "--format=%s", "main", "--", "a"]) == "work on a")
    }

    @Test func `where git refuses to move the target its words are told`() throws {
        try fixture.gitFixture.commit([".gitignore": "a\n"], message: "ignore")
        try branch("a", ["a": "1\n"])
        try Files.write(fixture.root + "/a", "precious\n")
        try queue("a")
        let pending = try run().ready
        #expect(pending.first?.message?.contains("git does not move main") == true, "\(pending)")
        #expect(Files.read(fixture.root + "/a") == "precious\n")
    }

    @Test func `commits that the repository has lost stand in nobody's way`() throws {
        try branch("a", ["a": "1\n"])
        try Files.write(fixture.root + "/README", "dirty\n")
        try queue("a")
        #expect(try run().ready.count == 1)
        try fixture.git(["checkout", "--quiet", "README"])
        for reference in try fixture.git(["for-each-ref", "--format=%(refname)", "refs/parallel-cc"]).split(
            separator: "\n")
        {
            try fixture.git(["update-ref", "-d", String(reference)])
        }
        try fixture.git(["branch", "--quiet", "--delete", "--force", "a"])
        try fixture.git(["reflog", "expire", "--expire=now", "--all"])
        try fixture.git(["gc", "--quiet", "--prune=now"])
        try branch("b", ["b": "1\n"])
        try queue("b")
        let result = try run()
        #expect(result.landed.map(\.branch) == ["b"])
        #expect(result.failed.map(\.branch) == ["a"])
        #expect(result.errors.isEmpty)
    }

    @Test func `what waits lands by itself once nobody works on the target, anew if that went another way`() throws {
        try branch("a", ["a": "1\n"])
        try Files.write(fixture.root + "/README", "dirty\n")
        try queue("a", method: .rebase)
        #expect(try run().ready.count == 1)
        // The branch is gone, as if it had landed: what is ready must not be lost when it is made anew.
        try fixture.git(["branch", "--quiet", "--delete", "--force", "a"])
        try fixture.git(["reflog", "expire", "--expire=now", "--all"])
        try fixture.git(["commit", "--quiet", "--all", "-m", "main goes on"])
        try fixture.git(["gc", "--quiet", "--prune=now"])
        let result = try run()
        #expect(result.landed.map(\.branch) == ["a"])
        #expect(result.ready.isEmpty)
        #expect(try content("main", "a") == "1")
        #expect(try content("main", "README") == "dirty")
    }

    @Test func `a conflict goes back to its session with the files, the others land`() throws {
        let session = try fixture.startInWorktree().session
        let name = try #require(session.branch)
        try fixture.gitFixture.commit(
            ["shared": "mine\ntwo\nthree\n", "new\nline ü": "x\n"], message: "mine", at: session.worktreePath)
        try branch("first", ["shared": "yours\ntwo\nthree\n"])
        try branch("last", ["last": "1\n"])
        try queue("first", name, "last")
        let result = try run()
        #expect(result.ready.map(\.branch) == ["first", "last"])
        #expect(result.conflicts.map(\.branch) == [name])
        #expect(result.conflicts.first?.shownFiles == ["shared"])
        let message = try #require(try fixture.command().messages(to: session.id).first)
        #expect(message.kind == .landing)
        #expect(message.text.contains("it conflicts in shared"))
        #expect(message.text.contains("git rebase main, then parallel-cc merge queue add \(name)"))
        #expect(try fixture.git(["status", "--porcelain"], at: session.worktreePath) == "")
        // Mended, it lands.
        try fixture.git(
            ["rebase", "--quiet", "-X", "theirs", "refs/parallel-cc/landing/main"], at: session.worktreePath)
        try queue(name)
        #expect(try run().ready.map(\.branch) == [name])
    }

    @Test func `the branch that a batch fails with is found, and the others land`() throws {
        for name in ["a", "b", "c", "d", "e"] { try branch(name, [name: "1\n"]) }
        try branch("bad", ["bad": "1\n"])
        try branch("worse", ["bad": "2\n"])
        // Conflicts with the bad one only.
        try branch("good", ["bad.txt": "x\n", "bad": "3\n"])
        try queue("a", "b", "bad", "c", "worse", "d", "e")
        let log = fixture.gitFixture.directory.appending("log")
        let result = try run("echo run >> \(log); if grep -s '[12]' bad; then echo 'not so'; false; fi")
        #expect(result.landed.map(\.branch) == ["a", "b", "c", "d", "e"])
        #expect(result.failed.map(\.branch) == ["bad", "worse"])
        #expect(result.failed.first?.message?.hasSuffix("not so\n") == true)
        #expect(try content("main", "bad") == "")
        #expect(try content("main", "e") == "1")
        let runs = (Files.read(log) ?? "").split(separator: "\n").count
        #expect(runs <= 10, "\(runs)")
        try queue("good")
        #expect(try run("true").landed.map(\.branch) == ["good"])
    }

    @Test func `what stood in the way of a branch and failed itself is no conflict`() throws {
        try branch("bad", ["shared": "bad\ntwo\nthree\n"])
        try branch("good", ["shared": "good\ntwo\nthree\n"])
        try queue("bad", "good")
        let result = try run("! grep bad shared")
        #expect(result.failed.map(\.branch) == ["bad"])
        #expect(result.landed.map(\.branch) == ["good"])
        #expect(result.conflicts.isEmpty)
    }

    @Test func `a target that does not pass itself blames no branch`() throws {
        try branch("a", ["a": "1\n"])
        try queue("a")
        let result = try run("false")
        #expect(result.errors.map(\.error.code) == [.targetBroken])
        #expect(result.failed.isEmpty)
        #expect(try MergeQueue(fixture.command()).entries(in: fixture.repository).map(\.state) == [.queued])
        #expect(try run("test -f a").landed.count == 1)
    }

    @Test func `verify: clean every time, its time limit, only once trusted`() throws {
        try branch("a", ["a": "1\n"])
        try branch("b", ["made": "from the branch\n"])
        try queue("a", "b")
        // Leaves a file behind that a branch has, too, and changes one.
        let result = try run("test ! -f junk && echo x > junk && echo changed >> README && test ! -f made")
        #expect(result.landed.map(\.branch) == ["a"])
        #expect(result.failed.map(\.branch) == ["b"])
        try branch("c", ["c": "1\n"])
        try queue("c")
        let late = try MergeQueue(
            fixture.command(overrides: ["merge.verify": "exec sleep 1000", "merge.verifySeconds": "1"])
        ).run(in: fixture.repository)
        #expect(late.errors.map(\.error.code) == [.targetBroken])
        #expect(late.errors.first?.error.cause?.contains("timed out") == true)
        try Files.write(fixture.root + "/.parallel-cc.json", #"{"merge": {"verify": ["false"]}}"#)
        try fixture.git(["add", "--all"])
        try fixture.git(["commit", "--quiet", "-m", "settings"])
        #expect(try run().errors.map(\.error.code) == [.untrustedSettings])
        #expect(try fixture.git(["log", "--format=%s", "main", "--", "c"]) == "")
        let own = try MergeQueue(fixture.command(overrides: ["merge.verify": "true"])).run(in: fixture.repository)
        #expect(own.landed.map(\.branch) == ["c"])
        _ = try fixture.command().trustSettings(at: fixture.root)
        try branch("d", ["d": "1\n"])
        try queue("d")
        #expect(try run().errors.count == 1)
    }

    @Test func `odd branches: nothing to land, no common history, deleted, moved on, odd names`() throws {
        try fixture.git(["branch", "nothing", "main"])
        try fixture.git(["switch", "--quiet", "--orphan", "stranger"])
        try fixture.gitFixture.commit(["stranger": "x\n"], message: "stranger")
        try fixture.git(["switch", "--quiet", "main"])
        try branch("gone", ["gone": "1\n"])
        try branch("moving", ["moving": "1\n"])
        try branch("plain", ["plain": "1\n"])
        let odd = #"a";touch${IFS}x;""#
        try fixture.git(["update-ref", "refs/heads/" + odd, "plain"])
        #expect { try queue("nothing") } throws: { ($0 as? ParallelError)?.code == .nothingToLand }
        try queue("stranger", "gone", "moving", odd)
        try branch("moving", ["moving": "2\n"])
        try fixture.git(["branch", "--quiet", "--delete", "--force", "gone"])
        let result = try run()
        #expect(result.landed.map(\.branch) == ["gone", "moving", odd])
        #expect(result.failed.map(\.branch) == ["stranger"])
        #expect(result.failed.first?.message?.contains("unrelated histories") == true)
        #expect(try content("main", "moving") == "2")
        #expect(try content("main", "gone") == "1")
        #expect(try content("main", "plain") == "1")
        #expect(!Files.exists(fixture.root + "/x"))
    }

    @Test func `settings of the user's move no other reference`() throws {
        try fixture.git(["config", "rebase.updateRefs", "true"])
        try fixture.git(["config", "commit.template", "/nowhere"])
        try Files.writeProgram(
            fixture.repository + "/hooks/post-checkout", "#!/bin/sh\ntouch \(fixture.root)/hooked\n")
        try branch("lower", ["lower": "1\n"])
        try branch("upper", ["upper": "1\n"], from: "lower")
        try fixture.gitFixture.commit(["main": "1\n"], message: "main goes on")
        let tips = try fixture.git(["for-each-ref", "refs/heads/lower", "refs/heads/upper"])
        try queue("upper", method: .rebase)
        TemporaryDirectory.remove(fixture.root + "/hooked")
        #expect(try run().landed.count == 1)
        #expect(try fixture.git(["for-each-ref", "refs/heads/lower", "refs/heads/upper"]) == tips)
    }

    @Test func `queueing again, taking out, nonsense`() throws {
        try branch("a", ["a": "1\n"])
        let command = try fixture.command()
        let first = try MergeQueue(command).add("a", in: fixture.repository)
        let again = try MergeQueue(command).add("a", in: fixture.repository, method: .rebase)
        #expect(again.id == first.id)
        #expect(again.method == .rebase)
        #expect(try MergeQueue(command).remove("a", in: fixture.repository).state == .removed)
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
        #expect(try run().landed.isEmpty)
        for (branch, target, code) in [
            ("missing", nil, ParallelError.Code.unknownBranch), ("main", nil, .unknownBranch),
            ("a", "missing", .unknownTarget), ("a", "-x", .unknownTarget),
        ] as [(String, String?, ParallelError.Code)] {
            #expect {
                try MergeQueue(command).add(branch, in: fixture.repository, target: target)
            } throws: { ($0 as? ParallelError)?.code == code }
        }
        #expect { try MergeQueue(command).remove("a", in: fixture.repository) } throws: {
            ($0 as? ParallelError)?.code == .unknownLanding
        }
    }
}
