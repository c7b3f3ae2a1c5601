import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// What the radar sees is among the conflicts, and ends there.
@Suite struct RadarRecordTests {
    let fixture: CoordinatorFixture
    let first: String
    let second: String
    let file = "a.py"

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit([file: Self.text("1"), "b.txt": "b\n"], message: "files")
        try fixture.start(1)
        first = try fixture.start(2).session.worktreePath
        second = try fixture.start(3).session.worktreePath
    }

    private static func text(_ value: String) -> String { "def one():\n    return \(value)\n" }

    private func scan(all: Bool = false) throws {
        _ = try Radar(fixture.command()).predict(RadarRequest(directory: fixture.root, includesAll: all))
    }

    private func records() throws -> [ConflictRecord] {
        try Conflicts(fixture.command()).list(ConflictFilter()).records
    }

    private func conflict() throws {
        try Files.write(first + "/" + file, Self.text("2"))
        try Files.write(second + "/" + file, Self.text("3"))
    }

    @Test("uncommitted work: recorded once, with its type, though nobody looked while it was there")
    func uncommitted() throws {
        try conflict()
        try scan()
        try scan()
        try Files.write(first + "/" + file, Self.text("3"))
        try scan()
        let record = try #require(try records().first)
        #expect(try records().count == 1)
        #expect(record.type == .semantic)
        #expect(record.kind == "content")
        #expect(record.symbols.map(\.name) == ["one"])
        #expect(record.markers.map(\.oursContent).joined().contains("return 2"))
        #expect(record.strategy == .manual)
        #expect(record.metadata == "the two go together now")
        let sessions = try fixture.command().livingSessions(in: fixture.repository)
        let owner = { (path: String) in sessions.first { $0.worktreePath == path } }
        #expect([record.source.label, record.target.label] == [first, second].map { owner($0)?.branch })
        #expect([record.source.sessionID, record.target.sessionID] == [first, second].map { owner($0)?.id })
        #expect(record.source.commit == nil)
        #expect(record.base != nil)
        let statistics = try Conflicts(fixture.command()).list(ConflictFilter()).statistics
        #expect(statistics.byType == ["SEMANTIC": 1])
        #expect(statistics.byStrategy == ["MANUAL": 1])
        let events = try fixture.command().events(repository: nil).map(\.event).filter { $0.hasPrefix("conflict") }
        #expect(events.sorted() == ["conflict.detected", "conflict.resolved"])
    }

    @Test("whoever goes on writing has the same conflict; back to where it was, too")
    func goesOn() throws {
        try conflict()
        try scan()
        let id = try #require(try records().first?.id)
        for value in ["4", "5", "2"] {
            try Files.write(first + "/" + file, Self.text(value))
            try scan()
            let found = try records()
            #expect(found.map(\.id) == [id] && found[0].resolvedAt == nil && found[0].type == .semantic)
            #expect(found[0].markers.first?.oursContent.contains(value) == true)
        }
    }

    @Test("what is committed on both sides ends when one is merged into the other, without a look of the radar")
    func committed() throws {
        try conflict()
        for path in [first, second] {
            try fixture.git(["commit", "--quiet", "--all", "-m", path], at: path)
        }
        try scan()
        #expect(try records().map(\.type) == [.semantic] && records()[0].source.commit != nil)
        _ = try fixture.git(["merge", records()[0].source.label], at: second, orEmpty: true)
        // Looked at in the stopped merge, it is one record still.
        _ = try Conflicts(fixture.command()).detect(at: second)
        try scan()
        #expect(try records().count == 1 && records()[0].worktree == second)
        try Files.write(second + "/" + file, Self.text("6"))
        try fixture.git(["commit", "--quiet", "--all", "-m", "merged"], at: second)
        let ended = try #require(try records().first)
        #expect(try records().count == 1)
        #expect(ended.strategy == .manual)
        #expect(ended.resolvedID != nil)
        try scan()
        #expect(try records() == [ended])
    }

    @Test("against the target and against its checkout is one conflict")
    func target() throws {
        try Files.write(first + "/" + file, Self.text("2"))
        try fixture.gitFixture.commit([file: Self.text("4")], message: "main moves on")
        try scan()
        #expect(try records().map(\.source.label) == ["main"])
        try fixture.git(["switch", "--quiet", "--detach", "HEAD~"])
        try scan()
        #expect(try records().count == 1 && records()[0].resolvedAt == nil)
    }

    @Test("a pair that is not looked at, or cannot be, keeps its conflicts; a worktree that is gone has none")
    func unseen() throws {
        try conflict()
        try scan()
        fixture.kill(fixture.claude(2))
        try scan()
        #expect(try records().map(\.resolvedAt) == [nil])
        let index = fixture.repository + "/worktrees/" + (second.split(separator: "/").last.map(String.init) ?? "")
        try Files.write(index + "/index", "no index")
        try scan(all: true)
        #expect(try records().map(\.resolvedAt) == [nil])
        // What others try between the branches is another matter: nothing is committed there.
        let branches = try records().map { [$0.source.label, $0.target.label] }[0]
        #expect(
            try Conflicts(fixture.command()).detect(between: branches[0], and: branches[1], at: fixture.root).findings
                .isEmpty
        )
        #expect(try records().map(\.resolvedAt) == [nil])
        TemporaryDirectory.remove(first)
        #expect(try records().map(\.strategy) == [.abandoned] && records()[0].metadata == "the worktree is gone")
    }

    @Test("what is no text, and text that is not kept, is said to be so")
    func withoutText() throws {
        let large = String(repeating: "x\n", count: 200_000)
        try Files.write(first + "/b.txt", large + "1\n")
        try Files.write(second + "/b.txt", large + "2\n")
        try Files.write(first + "/" + file, "")
        unlink(second + "/" + file)
        try scan()
        for path in [first, second] { try Files.write(path + "/b.txt", "b\n") }
        let found = try records().sorted { $0.path.lexicographicallyPrecedes($1.path) }
        #expect(found.map(\.kind) == ["modify/delete", "content"])
        #expect(found.map(\.type) == [.unknown, .concurrentEdit])
        #expect(found[1].notes.first?.hasPrefix("not looked into") == true)
    }
}
