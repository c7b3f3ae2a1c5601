import HookCore
import Store
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// How conflicts end is seen by a later look, whoever ends them.
@Suite struct ResolutionTests {
    private let quarrel: Quarrel
    private var world: World { quarrel.world }

    init() throws {
        quarrel = try Quarrel(
            ["f.py": "def a():\n    return 1\n"], ours: ["f.py": "def a():\n    return 1\n\n\ndef b():\n    pass\n"],
            theirs: ["f.py": "def a():\n    return 1\n\n\ndef c():\n    pass\n"])
    }

    private func record() throws -> ConflictRecord {
        let found = try world.command().conflicts(ConflictFilter())
        #expect(found.total == 1)
        return try #require(found.records.first)
    }

    private func applied() throws {
        try quarrel.merge()
        let suggestion = try #require(try world.command().makeSuggestions(at: world.root).suggestions.first)
        _ = try world.command().applySuggestion(suggestion.id)
    }

    @Test("seen twice, recorded once; open until it ends")
    func once() throws {
        try quarrel.merge()
        _ = try quarrel.finding()
        _ = try quarrel.finding()
        #expect(try record().resolvedAt == nil && record().type == .structural)
        #expect(try world.command().events(repository: nil).count { $0.event == "conflict.detected" } == 1)
    }

    @Test("tried, then merged: one record; tried again after a branch has moved on")
    func tried() throws {
        let tried = try world.command().detectConflicts(between: "main", and: "theirs", at: world.root).records
        try quarrel.merge()
        #expect(try world.command().detectConflicts(at: world.root).records.map(\.id) == tried.map(\.id))
        #expect(try record().worktree == world.root && record().operation == "merge")
        try world.git(["merge", "--abort"])
        #expect(try record().strategy == .abandoned)
        let look = { try world.command().detectConflicts(between: "main", and: "theirs", at: world.root).records }
        let second = try #require(try look().first)
        #expect(try look() == [second] && second.worktree == nil)
        try world.fixture.commit(["f.py": "x = 1\n"], message: "another conflict")
        let third = try #require(try look().first)
        #expect(third.id != second.id)
        #expect(try world.command().conflict(second.id).metadata == "another conflict took its place")
        try world.git(["checkout", "theirs", "--", "f.py"])
        try world.git(["commit", "--quiet", "-m", "the same"])
        #expect(try look().isEmpty)
        #expect(try world.command().conflict(third.id).metadata == "the branches go together now")
    }

    @Test("by hand", arguments: [false, true])
    func manual(isCommitted: Bool) throws {
        try quarrel.merge()
        _ = try quarrel.finding()
        try Files.write(world.root + "/f.py", "mine\n")
        try world.git(["add", "f.py"])
        if isCommitted { try world.git(["commit", "--quiet", "-m", "merged"]) }
        let record = try record()
        #expect(record.strategy == .manual && record.resolvedAt != nil)
        #expect(try record.resolvedID == world.git(["rev-parse", ":f.py"]))
    }

    @Test("given up", arguments: ["merge", "rebase", "cherry-pick"])
    func abandoned(operation: String) throws {
        try quarrel.merge([operation, "theirs"])
        #expect(try quarrel.finding().kind == "content")
        #expect(try record().operation == operation)
        try world.git([operation, "--abort"])
        #expect(try record().strategy == .abandoned)
        // The very same again: open again.
        try quarrel.merge([operation, "theirs"])
        _ = try quarrel.finding()
        #expect(try record().strategy == nil && record().resolvedAt == nil)
    }

    @Test("a stash that does not fit")
    func stash() throws {
        try Files.write(world.root + "/f.py", "stashed\n")
        try world.git(["stash"])
        try world.fixture.commit(["f.py": "committed\n"], message: "more")
        try quarrel.merge(["stash", "pop"])
        #expect(try quarrel.finding().kind == "content")
        #expect(try record().operation == nil)
        try world.git(["checkout", "--ours", "f.py"])
        try world.git(["add", "f.py"])
        #expect(try record().strategy == .manual)
    }

    @Test("by a suggestion, as it was or changed afterwards", arguments: [false, true])
    func suggested(isEdited: Bool) throws {
        try applied()
        #expect(try record().resolvedAt == nil)
        if isEdited { try Files.write(world.root + "/f.py", "more\n") }
        try world.git(["add", "f.py"])
        let record = try record()
        #expect(record.strategy == (isEdited ? .hybrid : .autoFix) && record.confidence != nil)
        let statistics = try world.command().conflicts(ConflictFilter()).statistics
        #expect(statistics.total == 1 && statistics.autoFixRate == (isEdited ? 0 : 1))
        #expect(statistics.averageConfidence == record.confidence && statistics.byType == ["STRUCTURAL": 1])
    }

    @Test("the worktree is gone")
    func gone() throws {
        let place = try world.fixture.addWorktree("side")
        _ = try world.git(["merge", "theirs"], at: place, orEmpty: true)
        _ = try world.command().detectConflicts(at: place)
        #expect(try record().worktree == place)
        TemporaryDirectory.remove(place)
        #expect(try record().strategy == .abandoned)
    }

    @Test("filters and pages")
    func filters() throws {
        try quarrel.merge()
        _ = try quarrel.finding()
        var filter = ConflictFilter()
        filter.repository = world.repository
        filter.path = Array("f.py".utf8)
        filter.type = .structural
        filter.isResolved = false
        #expect(try world.command().conflicts(filter).total == 1)
        filter.offset = 1
        let page = try world.command().conflicts(filter)
        #expect(page.total == 1 && page.records.isEmpty)
        filter.type = .semantic
        #expect(try world.command().conflicts(filter).total == 0)
        #expect(throws: ParallelError.self) { try world.command().conflict("nothing") }
    }

    @Test("rows of the older program are there", arguments: [LegacySchema.v050, .v100, .v110])
    func legacy(schema: LegacySchema) throws {
        let old = try World()
        let connection = try Connection(path: old.dataDirectory + "/coordinator.db", mode: .readWriteCreate)
        try connection.execute(schema.sql)
        connection.close()
        let found = try old.command().conflicts(ConflictFilter())
        #expect(found.records.map(\.id) == ["r1"] && found.records[0].type == .trivial)
        #expect(found.records[0].suggestionID == "a1" && found.records[0].sessionID == "s2")
        let suggestion = try old.command().suggestion("a1")
        #expect(suggestion.state == .outdated && suggestion.resolution == Array("text".utf8))
    }
}
