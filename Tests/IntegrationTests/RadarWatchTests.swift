import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

@Suite("Conflict radar: watching")
struct RadarWatchTests {
    let fixture: CoordinatorFixture
    let first: String
    let second: String

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "a\n", "dir/b": "b\n", ".gitignore": "ignored/\n"], message: "files")
        try fixture.start(1)
        first = try fixture.start(2).session.worktreePath
        second = try fixture.start(3).session.worktreePath
    }

    /// Whether something tells that there is something to see, before long.
    private func isTold(_ radar: ConflictRadar) -> Bool {
        var waiting = pollfd(fd: radar.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 5_000) > 0
    }

    @Test("a change anywhere is told of and seen: edits, new folders, commits, the target")
    func changes() throws {
        let radar = try Radar(fixture.command()).open(RadarRequest(directory: fixture.root))
        defer { radar.close() }
        #expect(try radar.startWatching().conflicts.isEmpty)
        try #require(radar.obstacle == nil && radar.descriptor >= 0)

        try Files.write(first + "/dir/b", "one\n")
        #expect(isTold(radar))
        #expect(try radar.update().node(first)?.isDirty == true)
        try Files.write(second + "/dir/b", "two\n")
        #expect(isTold(radar))
        #expect(try radar.update().conflicts.count == 1)

        mkdir(first + "/fresh", 0o755)
        #expect(isTold(radar))
        _ = try radar.update()
        try Files.write(first + "/fresh/deep/x", "one\n")
        #expect(isTold(radar))
        _ = try radar.update()
        try Files.write(second + "/fresh/deep/x", "two\n")
        #expect(isTold(radar))
        let report = try radar.update()
        #expect(report.pair(one: first, other: second)?.files.map(\.text) == ["dir/b", "fresh/deep/x"])

        try fixture.gitFixture.commit(["dir/b": "three\n"], message: "main goes on")
        #expect(isTold(radar))
        #expect(try radar.update().conflicts.count == 5)
    }

    @Test(
        "attributes and settings that come later count, at once where they are watched",
        arguments: [
            (".gitattributes", "dir/b merge=union\n"), ("dir/.gitattributes", "b merge=union\n"),
            (".git/config", "[merge]\n\tdefault = union\n"), (".git/info/attributes", "dir/b merge=union\n"),
        ])
    func settings(_ file: String, _ text: String) throws {
        try Files.write(first + "/dir/b", "one\n")
        try Files.write(second + "/dir/b", "two\n")
        let radar = try Radar(fixture.command()).open(RadarRequest(directory: fixture.root))
        defer { radar.close() }
        #expect(try radar.startWatching().conflicts.count == 1)
        try #require(radar.obstacle == nil)
        let path = fixture.root + "/" + file
        try Files.write(path, (Files.read(path) ?? "") + text)
        if file.contains("info/") {
            fixture.advance(days: 1)
        } else {
            #expect(isTold(radar))
        }
        let report = try radar.update()
        #expect(report.conflicts.isEmpty)
        #expect(report.errors.isEmpty)
    }

    @Test("sessions come and go")
    func sessions() throws {
        let radar = try Radar(fixture.command()).open(RadarRequest(directory: fixture.root))
        defer { radar.close() }
        #expect(try radar.startWatching().nodes.count == 4)
        let third = try fixture.start(4).session.worktreePath
        #expect(try radar.update().node(third) != nil)
        try Files.write(third + "/a", "changed\n")
        #expect(isTold(radar))
        #expect(try radar.update().node(third)?.isDirty == true)
        fixture.kill(fixture.claude(4))
        #expect(try radar.update().node(third) == nil)
    }

    @Test("what git ignores wakes nobody")
    func ignored() throws {
        Files.makeDirectories(first + "/ignored/deep")
        let radar = try Radar(fixture.command()).open(RadarRequest(directory: fixture.root))
        defer { radar.close() }
        _ = try radar.startWatching()
        _ = try radar.update()
        try Files.write(first + "/ignored/deep/x", "x\n")
        var waiting = pollfd(fd: radar.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 0) == 0)
    }
}
