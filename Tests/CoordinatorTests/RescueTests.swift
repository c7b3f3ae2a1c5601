import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Saved work: listed, looked at, brought back, let go.
@Suite struct RescueTests {
    private let world: World
    private let session: Registration
    private let id: String

    init() throws {
        world = try World()
        session = try world.startInWorktree()
        try Files.write(session.directory + "/README", "changed\n")
        try Files.write(session.directory + "/new", "new\n")
        let outcome = try world.command().release(.id(session.session.id), reason: "the reason").worktree
        id = try #require(outcome?.rescue)
    }

    @Test("listed with where it was, when, why and how much")
    func list() throws {
        let rescue = try #require(try world.command().rescues().first)
        #expect(rescue.id == id && rescue.repository == world.repository && rescue.worktree == session.directory)
        #expect(rescue.reason == "the reason" && rescue.createdAt.hasSuffix("Z"))
        #expect(rescue.trackedFiles == 1 && rescue.untrackedFiles == 1 && rescue.deletedFiles == 0)
        #expect(try world.git(["rev-parse", "\(rescue.commit)^1"]) == world.git(["rev-parse", "main"]))
        #expect(try world.git(["ls-tree", "-r", "--name-only", rescue.commit]) == "README\nnew")
        #expect(
            try world.git(["log", "-1", "--format=%an <%ae>", rescue.commit]) == "parallel-cc <parallel-cc@localhost>")
        #expect(try world.command().rescues(in: "/nowhere/.git").isEmpty)
    }

    @Test("its difference, as git diff shows it")
    func diff() throws {
        let rescue = try world.command().rescue(id)
        let text = String(decoding: try world.command().diff(rescue, arguments: ["--stat=80"]), as: UTF8.self)
        #expect(text.contains("README") && text.contains("new") && text.contains("2 files changed"))
    }

    @Test("restored elsewhere while its old place is in use")
    func elsewhere() throws {
        try Files.write(session.directory + "/mine", "the user's\n")
        let taken = #expect(throws: ParallelError.self) { try world.command().restoreRescue(id, to: nil) }
        #expect(taken?.code == .pathExists && taken?.hint?.contains("--to") == true)
        let place = world.fixture.directory.appending("a place/of my own")
        let restored = try world.command().restoreRescue(id, to: place)
        #expect(restored.path == place && Files.read(place + "/README") == "changed\n")
        // Twice: the branch is taken by the first.
        let second = try world.command().restoreRescue(id, to: world.fixture.directory.appending("second"))
        #expect(second.branch == nil && Files.read(second.path + "/new") == "new\n")
        #expect(try world.command().rescues().count == 1 && world.command().worktrees().count == 2)
    }

    @Test("restored into no git directory, however it is spelled")
    func intoGitDirectory() throws {
        let link = world.fixture.directory.appending("link")
        symlink(world.repository, link)
        for place in [world.repository + "/here", link + "/here", world.root + "/.GIT/here"] {
            let refused = #expect(throws: ParallelError.self) { try world.command().restoreRescue(id, to: place) }
            #expect(refused?.code == .insideGitDirectory && !Files.exists(place))
        }
        #expect(try world.command().worktrees().isEmpty)
    }

    @Test("a rescue is marked as restored until its work is nowhere else again")
    func marked() throws {
        #expect(try world.command().rescue(id).restoredAt == nil)
        let restored = try world.command().restoreRescue(id, to: nil)
        #expect(try world.command().rescue(id).restoredAt != nil)
        #expect(try world.command().removeWorktree(restored.id).removed)
        #expect(try world.command().rescues().map(\.restoredAt) == [nil])
    }

    @Test("two worktrees whose directories have one name are two worktrees")
    func sameName() throws {
        let one = try world.command().restoreRescue(id, to: world.fixture.directory.appending("one/x"))
        let two = try world.command().restoreRescue(id, to: world.fixture.directory.appending("two/x"))
        #expect(one.id == "x" && two.id == "x-2")
        #expect(try world.command().worktree("x").path == one.path && world.command().worktree("x-2").path == two.path)
        #expect(try world.command().removeWorktree("x-2").removed)
        #expect(Files.exists(one.path) && !Files.exists(two.path))
    }

    @Test("a failed restore leaves nothing and loses nothing")
    func failedRestore() throws {
        try Files.write(world.repository + "/worktrees", "in the way")
        #expect(throws: ParallelError.self) { try world.command().restoreRescue(id, to: nil) }
        unlink(world.repository + "/worktrees")
        #expect(try world.command().worktrees().isEmpty && !Files.exists(session.directory))
        #expect(try world.command().restoreRescue(id, to: nil).path == session.directory)
    }

    @Test("dropped by id only; unknown ids are said")
    func drop() throws {
        let unknown = #expect(throws: ParallelError.self) { try world.command().dropRescue("nothing") }
        #expect(unknown?.code == .unknownRescue)
        #expect(try world.command().dropRescue(id).id == id)
        #expect(try world.command().rescues().isEmpty)
        let event = try #require(try world.command().events(repository: world.repository).last)
        #expect(event.event == "rescue.dropped" && event.detail?.contains(id) == true)
    }

    @Test("a rescue of a newer parallel-cc is not restored half")
    func newerFormat() throws {
        let message = try world.git(["log", "-1", "--format=%B", "refs/parallel-cc/rescue/\(id)"])
            .replacing("\"format\" : 1", with: "\"format\" : 99")
        let commit = try world.fixture.git(
            ["commit-tree", "refs/parallel-cc/rescue/\(id)^{tree}", "-p", "main"], input: message)
        try world.git(["update-ref", "refs/parallel-cc/rescue/\(id)", commit])
        #expect(throws: ParallelError.self) { try world.command().restoreRescue(id, to: nil) }
        #expect(try world.command().worktrees().isEmpty)
    }
}
