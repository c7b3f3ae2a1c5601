import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// No rescue is made of what nobody wrote.
@Suite struct NobodysWorkTests {
    /// A clone without the blobs of its newest commit, whose remote cannot be reached.
    private func cutOffClone() throws -> World {
        let world = try World()
        try world.fixture.commit(["f1": "1\n", "f2": "2\n"], message: "one")
        try world.git(["config", "uploadpack.allowFilter", "true"])
        let clone = world.fixture.directory.appending("clone")
        try world.git(["clone", "--quiet", "--filter=blob:none", "file://" + world.root, clone])
        try world.fixture.commit(["f1": "new\n", "f3": "new\n"], message: "two")
        try world.git(["fetch", "--quiet"], at: clone)
        #expect(rename(world.root, world.root + "-away") == 0)
        return world
    }

    @Test("a worktree that cannot be filled, since a promised blob cannot be had, leaves none")
    func lostPromise() throws {
        let world = try cutOffClone()
        let clone = world.fixture.directory.appending("clone")
        try world.start(1, at: clone)
        let error = #expect(throws: ParallelError.self) {
            try world.start(2, at: clone, overrides: ["worktree.base": "default"])
        }
        #expect(error?.code == .checkoutInUse, "\(String(describing: error))")
        #expect(try world.command().rescues().isEmpty && world.command().worktrees().isEmpty)
        #expect(try world.git(["for-each-ref", "refs/heads", "--format=%(refname)"], at: clone) == "refs/heads/main")
    }

    @Test(
        "what postCreate has written when the making is interrupted is in the trash only", arguments: [SIGINT, SIGHUP])
    func interrupted(signal: Int32) throws {
        let world = try World()
        try Files.write(
            world.dataDirectory + "/config.json",
            #"{"worktree": {"postCreate": ["echo made >made; echo changed >>README"]}}"#)
        try world.start(1)
        let ending = try Victim(world).run(
            ["register", world.root, "6000002"], killAt: "create.furnished", signal: signal)
        #expect(ending.status == .exited(1) && ending.lines.last?.contains("interrupted") == true, "\(ending.lines)")
        #expect(try world.command().rescues().isEmpty && world.command().worktrees().isEmpty)
        let entry = try #require(try world.command().trash().first)
        #expect(Files.read(entry.trashPath + "/made") == "made\n" && entry.rescue == nil)
    }

    @Test("files that a killed git or copy has only begun", arguments: ["", "12\n3", "12\n34\n"])
    func begun(content: String) throws {
        let world = try World()
        try world.fixture.commit(["a": "12\n34\n", "b": "b\n"], message: "files")
        try world.start(1)
        let ending = try Victim(world).run("register", world.root, "6000002", killAt: "create.filled")
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try world.command().worktrees().first)
        try Files.write(row.path + "/a", content)
        unlink(row.path + "/b")
        world.kill(world.claude(2))
        #expect(try world.command(5_000_010).repair().map(\.removed) == [true])
        #expect(try world.command().rescues().isEmpty)
    }

    @Test("what somebody has written into one whose making was killed is saved", arguments: ["a", "new"])
    func written(name: String) throws {
        let world = try World()
        try world.fixture.commit(["a": "12\n34\n"], message: "files")
        try world.start(1)
        let ending = try Victim(world).run("register", world.root, "6000002", killAt: "create.filled")
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try world.command().worktrees().first)
        try Files.write(row.path + "/" + name, "work\n")
        world.kill(world.claude(2))
        #expect(try world.command(5_000_010).repair().map(\.removed) == [true])
        let rescue = try #require(try world.command().rescues().first)
        #expect(try world.git(["show", "\(rescue.commit):\(name)"]) == "work")
    }

    @Test("a removal that is taken up again makes no second one, though git has renewed the index meanwhile")
    func secondLook() throws {
        let world = try World()
        try world.fixture.commit(["a": "1\n", "b": "2\n"], message: "files")
        let session = try world.startInWorktree()
        let place = session.directory
        try Files.write(place + "/new", "new\n")
        nonisolated(unsafe) var child: Child?
        let outcome = try world.command(reach: { point in
            // Somebody comes in when it is saved already, and goes again.
            guard point == "remove.rescued" else { return }
            child = try? Child(["sleep", "1000"], directory: place)
        }).release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == false)
        let first = try #require(try world.command().rescues().first)
        child?.end()
        let index = try world.git(["rev-parse", "--path-format=absolute", "--git-path", "index"], at: place)
        let before = Files.bytes(index)
        // git compares whole seconds.
        let long = timeval(tv_sec: 1_000_000_000, tv_usec: 0)
        #expect(utimes(place + "/a", [long, long]) == 0)
        try world.git(["update-index", "--refresh"], at: place)
        #expect(Files.bytes(index) != before)
        #expect(try world.command().cleanup().worktrees.map(\.rescue) == [first.id])
        #expect(try world.command().rescues().count == 1)
    }

    @Test("but one that differs in what was told git of a file", arguments: ["--assume-unchanged", "--skip-worktree"])
    func flagged(flag: String) throws {
        let world = try World()
        let session = try world.startInWorktree()
        try Files.write(session.directory + "/new", "new\n")
        let rescue = try #require(try world.command().release(.id(session.session.id), reason: "test").worktree?.rescue)
        let restored = try world.command().restoreRescue(rescue, to: nil)
        try world.git(["update-index", flag, "README"], at: restored.path)
        #expect(try world.command().removeWorktree(restored.id).rescue != rescue)
    }
}
