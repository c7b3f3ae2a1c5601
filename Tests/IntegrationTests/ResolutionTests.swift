import CoordinatorFixtures
import HookCore
import Store
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// How conflicts end is seen by a later look, whoever ends them.
@Suite struct ResolutionTests {
    private let conflict: ConflictFixture
    private var fixture: CoordinatorFixture { conflict.fixture }

    init() throws {
        conflict = try ConflictFixture(
            ["f.py": "def a():\n    return 1\n"], ours: ["f.py": "def a():\n    return 1\n\n\ndef b():\n    pass\n"],
            theirs: ["f.py": "def a():\n    return 1\n\n\ndef c():\n    pass\n"])
    }

    private func record() throws -> ConflictRecord {
        let found = try Conflicts(fixture.command()).list(ConflictFilter())
        #expect(found.total == 1)
        return try #require(found.records.first)
    }

    private func applied() throws {
        try conflict.merge()
        let suggestion = try #require(try Suggestions(fixture.command()).make(at: fixture.root).suggestions.first)
        _ = try Suggestions(fixture.command()).apply(suggestion.id)
    }

    @Test("seen twice, recorded once; open until it ends")
    func once() throws {
        try conflict.merge()
        _ = try conflict.finding()
        _ = try conflict.finding()
        #expect(try record().resolvedAt == nil)
        #expect(try record().type == .structural)
        #expect(try fixture.command().events(repository: nil).count { $0.event == "conflict.detected" } == 1)
    }

    @Test("tried, then merged: one record; tried again after a branch has moved on")
    func tried() throws {
        let tried = try Conflicts(fixture.command()).detect(between: "main", and: "theirs", at: fixture.root).records
        try conflict.merge()
        #expect(try Conflicts(fixture.command()).detect(at: fixture.root).records.map(\.id) == tried.map(\.id))
        #expect(try record().worktree == fixture.root)
        #expect(try record().operation == "merge")
        try fixture.git(["merge", "--abort"])
        #expect(try record().strategy == .abandoned)
        let survey = {
            try Conflicts(fixture.command()).detect(between: "main", and: "theirs", at: fixture.root).records
        }
        let second = try #require(try survey().first)
        #expect(try survey() == [second])
        #expect(second.worktree == nil)
        try fixture.gitFixture.commit(["f.py": "x = 1\n"], message: "another conflict")
        let third = try #require(try survey().first)
        #expect(third.id != second.id)
        #expect(try Conflicts(fixture.command()).find(second.id).metadata == "another conflict took its place")
        try fixture.git(["checkout", "theirs", "--", "f.py"])
        try fixture.git(["commit", "--quiet", "-m", "the same"])
        #expect(try survey().isEmpty)
        #expect(try Conflicts(fixture.command()).find(third.id).metadata == "the branches go together now")
    }

    @Test("by hand", arguments: [false, true])
    func manual(isCommitted: Bool) throws {
        try conflict.merge()
        _ = try conflict.finding()
        try Files.write(fixture.root + "/f.py", "mine\n")
        try fixture.git(["add", "f.py"])
        if isCommitted { try fixture.git(["commit", "--quiet", "-m", "merged"]) }
        let record = try record()
        #expect(record.strategy == .manual)
        #expect(record.resolvedAt != nil)
        #expect(try record.resolvedID == fixture.git(["rev-parse", ":f.py"]))
    }

    @Test("given up", arguments: ["merge", "rebase", "cherry-pick"])
    func abandoned(operation: String) throws {
        try conflict.merge([operation, "theirs"])
        #expect(try conflict.finding().kind == "content")
        #expect(try record().operation == operation)
        try fixture.git([operation, "--abort"])
        #expect(try record().strategy == .abandoned)
        // The very same again: open again.
        try conflict.merge([operation, "theirs"])
        _ = try conflict.finding()
        #expect(try record().strategy == nil)
        #expect(try record().resolvedAt == nil)
    }

    @Test("a stash that does not fit")
    func stash() throws {
        try Files.write(fixture.root + "/f.py", "stashed\n")
        try fixture.git(["stash"])
        try fixture.gitFixture.commit(["f.py": "committed\n"], message: "more")
        try conflict.merge(["stash", "pop"])
        #expect(try conflict.finding().kind == "content")
        #expect(try record().operation == nil)
        try fixture.git(["checkout", "--ours", "f.py"])
        try fixture.git(["add", "f.py"])
        #expect(try record().strategy == .manual)
    }

    @Test("by a suggestion, as it was or changed afterwards", arguments: [false, true])
    func suggested(isEdited: Bool) throws {
        try applied()
        #expect(try record().resolvedAt == nil)
        if isEdited { try Files.write(fixture.root + "/f.py", "more\n") }
        try fixture.git(["add", "f.py"])
        let record = try record()
        #expect(record.strategy == (isEdited ? .hybrid : .autoFix))
        #expect(record.confidence != nil)
        let statistics = try Conflicts(fixture.command()).list(ConflictFilter()).statistics
        #expect(statistics.total == 1)
        #expect(statistics.autoFixRate == (isEdited ? 0 : 1))
        #expect(statistics.averageConfidence == record.confidence)
        #expect(statistics.byType == ["STRUCTURAL": 1])
    }

    @Test("the worktree is gone")
    func gone() throws {
        let place = try fixture.gitFixture.addWorktree("side")
        _ = try fixture.git(["merge", "theirs"], at: place, orEmpty: true)
        _ = try Conflicts(fixture.command()).detect(at: place)
        #expect(try record().worktree == place)
        TemporaryDirectory.remove(place)
        #expect(try record().strategy == .abandoned)
    }

    @Test("filters and pages")
    func filters() throws {
        try conflict.merge()
        _ = try conflict.finding()
        var filter = ConflictFilter()
        filter.repository = fixture.repository
        filter.path = Array("f.py".utf8)
        filter.type = .structural
        filter.isResolved = false
        #expect(try Conflicts(fixture.command()).list(filter).total == 1)
        filter.offset = 1
        let page = try Conflicts(fixture.command()).list(filter)
        #expect(page.total == 1)
        #expect(page.records.isEmpty)
        filter.type = .semantic
        #expect(try Conflicts(fixture.command()).list(filter).total == 0)
        #expect(throws: ParallelError.self) { try Conflicts(fixture.command()).find("nothing") }
    }

    @Test("rows of the older program are there", arguments: [LegacySchema.v050, .v100, .v110])
    func legacy(schema: LegacySchema) throws {
        let old = try CoordinatorFixture()
        let connection = try Connection(path: old.dataDirectory + "/coordinator.db", mode: .readWriteCreate)
        try connection.execute(schema.sql)
        connection.close()
        let found = try Conflicts(old.command()).list(ConflictFilter())
        #expect(found.records.map(\.id) == ["r1"] && found.records[0].type == .trivial)
        #expect(found.records[0].suggestionID == "a1" && found.records[0].sessionID == "s2")
        let suggestion = try Suggestions(old.command()).find("a1")
        #expect(suggestion.state == .outdated)
        #expect(suggestion.resolution == Array("text".utf8))
    }
}
