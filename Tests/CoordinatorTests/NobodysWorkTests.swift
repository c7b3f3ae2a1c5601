import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// No rescue is made of what nobody wrote.
@Suite struct NobodysWorkTests {
    /// A clone without the blobs of its newest commit, whose remote cannot be reached.
    private func cutOffClone() throws -> CoordinatorFixture {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["f1": "1\n", "f2": "2\n"], message: "one")
        try fixture.git(["config", "uploadpack.allowFilter", "true"])
        let clone = fixture.gitFixture.directory.appending("clone")
        try fixture.git(["clone", "--quiet", "--filter=blob:none", "file://" + fixture.root, clone])
        try fixture.gitFixture.commit(["f1": "new\n", "f3": "new\n"], message: "two")
        try fixture.git(["fetch", "--quiet"], at: clone)
        #expect(rename(fixture.root, fixture.root + "-away") == 0)
        return fixture
    }

    @Test("a worktree that cannot be filled, since a promised blob cannot be had, leaves none")
    func lostPromise() throws {
        let fixture = try cutOffClone()
        let clone = fixture.gitFixture.directory.appending("clone")
        try fixture.start(1, at: clone)
        let error = #expect(throws: ParallelError.self) {
            try fixture.start(2, at: clone, overrides: ["worktree.base": "default"])
        }
        #expect(error?.code == .checkoutInUse, "\(String(describing: error))")
        #expect(try fixture.command().rescues().isEmpty)
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try fixture.git(["for-each-ref", "refs/heads", "--format=%(refname)"], at: clone) == "refs/heads/main")
    }

    @Test(
        "what postCreate has written when the making is interrupted is in the trash only", arguments: [SIGINT, SIGHUP])
    func interrupted(signal: Int32) throws {
        let fixture = try CoordinatorFixture()
        try Files.write(
            fixture.dataDirectory + "/config.json",
            #"{"worktree": {"postCreate": ["echo made >made; echo changed >>README"]}}"#)
        try fixture.start(1)
        let ending = try Victim(fixture).run(
            ["register", fixture.root, "6000002"], killAt: "create.furnished", signal: signal)
        #expect(ending.status == .exited(1), "\(ending.lines)")
        #expect(ending.lines.last?.contains("interrupted") == true, "\(ending.lines)")
        #expect(try fixture.command().rescues().isEmpty)
        #expect(try fixture.command().worktrees().isEmpty)
        let entry = try #require(try fixture.command().trash().first)
        #expect(Files.read(entry.trashPath + "/made") == "made\n")
        #expect(entry.rescue == nil)
    }

    @Test("files that a killed git or copy has only begun", arguments: ["", "12\n3", "12\n34\n"])
    func begun(content: String) throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "12\n34\n", "b": "b\n"], message: "files")
        try fixture.start(1)
        let ending = try Victim(fixture).run("register", fixture.root, "6000002", killAt: "create.filled")
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try fixture.command().worktrees().first)
        try Files.write(row.path + "/a", content)
        unlink(row.path + "/b")
        fixture.kill(fixture.claude(2))
        #expect(try fixture.command(5_000_010).repair().map(\.removed) == [true])
        #expect(try fixture.command().rescues().isEmpty)
    }

    @Test("what somebody has written into one whose making was killed is saved", arguments: ["a", "new"])
    func written(name: String) throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "12\n34\n"], message: "files")
        try fixture.start(1)
        let ending = try Victim(fixture).run("register", fixture.root, "6000002", killAt: "create.filled")
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try fixture.command().worktrees().first)
        try Files.write(row.path + "/" + name, "work\n")
        fixture.kill(fixture.claude(2))
        #expect(try fixture.command(5_000_010).repair().map(\.removed) == [true])
        let rescue = try #require(try fixture.command().rescues().first)
        #expect(try fixture.git(["show", "\(rescue.commit):\(name)"]) == "work")
    }

    //  removal:  rescue ───────────────── look: a process ── put back          next: no second rescue
    //  process:        └─ comes in ─────────────────────────── goes
    @Test("a removal that is taken up again makes no second one, though git has renewed the index meanwhile")
    func secondLook() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "1\n", "b": "2\n"], message: "files")
        let session = try fixture.startInWorktree()
        let place = session.directory
        try Files.write(place + "/new", "new\n")
        nonisolated(unsafe) var child: Child?
        let outcome = try fixture.command(reach: { point in
            // Somebody comes in when it is saved already, and goes again.
            guard point == "remove.rescued" else { return }
            child = try? Child(["sleep", "1000"], directory: place)
        }).release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == false)
        let first = try #require(try fixture.command().rescues().first)
        child?.end()
        let index = try fixture.git(["rev-parse", "--path-format=absolute", "--git-path", "index"], at: place)
        let before = Files.bytes(index)
        // git compares whole seconds.
        let long = timeval(tv_sec: 1_000_000_000, tv_usec: 0)
        #expect(utimes(place + "/a", [long, long]) == 0)
        try fixture.git(["update-index", "--refresh"], at: place)
        #expect(Files.bytes(index) != before)
        #expect(try fixture.command().cleanup().worktrees.map(\.rescue) == [first.id])
        #expect(try fixture.command().rescues().count == 1)
    }

    @Test("but one that differs in what was told git of a file", arguments: ["--assume-unchanged", "--skip-worktree"])
    func flagged(flag: String) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/new", "new\n")
        let rescue = try #require(
            try fixture.command().release(.id(session.session.id), reason: "test").worktree?.rescue)
        let restored = try fixture.command().restoreRescue(rescue, to: nil)
        try fixture.git(["update-index", flag, "README"], at: restored.path)
        #expect(try fixture.command().removeWorktree(restored.id).rescue != rescue)
    }
}
