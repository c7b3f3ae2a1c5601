import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Something else lies where a worktree was: it is nobody's of ours, hides nothing and stops nothing.
@Suite struct OldPathTests {
    enum Thing: String, CaseIterable, Sendable {
        case linkToDirectory = "a link to a directory"
        case danglingLink = "a link to nothing"
        case file = "a file"
        case pipe = "a pipe"

        func put(_ path: String, _ outside: String) {
            switch self {
            case .linkToDirectory: symlink(outside, path)
            case .danglingLink: symlink(outside + "/nothing", path)
            case .file: try? Files.write(path, "mine\n")
            case .pipe: mkfifo(path, 0o600)
            }
        }
    }

    private let fixture: CoordinatorFixture
    private let session: Registration
    private let outside: String
    private var place: String { session.directory }

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit([".gitignore": "*.log\n"], message: "ignore")
        session = try fixture.startInWorktree()
        outside = fixture.gitFixture.directory.appending("outside")
        try Files.write(outside + "/own", "own\n")
    }

    private func expectInTrash() throws -> TrashRecord {
        let entry = try #require(try fixture.command().trash().first)
        #expect(entry.path == place)
        #expect(Files.read(entry.trashPath + "/x.log") == "ignored\n")
        #expect(try fixture.command().trash().count == 1)
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(Files.exists(place))
        #expect(Files.read(outside + "/own") == "own\n")
        return entry
    }

    @Test(
        "put there while the worktree goes", arguments: Thing.allCases,
        ["remove.moved", "remove.verified", "remove.forgotten"])
    func meanwhile(thing: Thing, point: String) throws {
        try Files.write(place + "/work", "work\n")
        try Files.write(place + "/x.log", "ignored\n")
        let (first, place, outside) = (Once(), place, outside)
        let outcome = try fixture.command(reach: { reached in
            if reached == point, first.isFirst { thing.put(place, outside) }
        }).release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true, "\(outcome?.kept ?? "")")
        #expect(outcome?.rescue != nil, "\(outcome?.kept ?? "")")
        let entry = try expectInTrash()
        #expect(try fixture.command().cleanup().failures.isEmpty)
        #expect(try expectInTrash() == entry)
        // It must be out of the way, or the worktree comes back elsewhere.
        let error = #expect(throws: ParallelError.self) { try fixture.command().restoreTrash(entry.id) }
        #expect(error?.code == .pathExists)
        #expect(error?.hint?.contains("trash restore \(entry.id) --to \(place)-restored") == true)
        let other = fixture.gitFixture.directory.appending("elsewhere")
        #expect(try fixture.command().restoreTrash(entry.id, to: other).path == other)
        #expect(Files.read(other + "/work") == "work\n")
        #expect(Files.read(other + "/x.log") == "ignored\n")
        #expect(try fixture.git(["status", "--porcelain"], at: other) == "?? work")
        let back = try #require(try fixture.command().removeWorktree("elsewhere").rescue)
        let hint = try #require(
            #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(back, to: place) }?.hint)
        let command = String(hint.prefix { $0 != ";" })
        #expect(
            try Spawner.run(
                Command("/bin/sh", arguments: ["-c", command], environment: fixture.gitFixture.environment)
            )
            .status
            .isSuccess)
        #expect(try fixture.command().restoreRescue(back, to: place).path == place)
    }

    @Test("put there by whoever has deleted the worktree", arguments: [Thing.linkToDirectory, .file, .pipe])
    func deleted(thing: Thing) throws {
        try Files.write(place + "/staged", "staged\n")
        try fixture.git(["add", "staged"], at: place)
        TemporaryDirectory.remove(place)
        thing.put(place, outside)
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true, "\(outcome?.kept ?? "")")
        #expect(outcome?.rescue != nil, "\(outcome?.kept ?? "")")
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(Files.exists(place))
        #expect(Files.read(outside + "/own") == "own\n")
    }

    @Test("a link in its place that leads nowhere: a disk may not be mounted; gone only by name")
    func unmounted() throws {
        TemporaryDirectory.remove(place)
        Thing.danglingLink.put(place, outside)
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("is a disk not mounted?") == true)
        #expect(try fixture.command().removeWorktree(place).removed)
    }

    @Test("a link to where it was moved to by hand")
    func moved() throws {
        try Files.write(place + "/work", "work\n")
        let target = fixture.gitFixture.directory.appending("moved")
        #expect(rename(place, target) == 0)
        symlink(target, place)
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("it was moved, and a link lies in its place") == true)
        #expect(Files.read(target + "/work") == "work\n")
        try Remedy.follow(outcome?.kept, in: fixture)
        #expect(try fixture.command().removeWorktree(place).rescue != nil)
    }

    @Test("a link at the path of a worktree that git lists is not adopted")
    func notAdopted() throws {
        TemporaryDirectory.remove(place)
        symlink(outside, place)
        try fixture.sql("DELETE FROM worktrees")
        _ = try fixture.command().cleanup()
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(Files.read(outside + "/own") == "own\n")
    }
}
