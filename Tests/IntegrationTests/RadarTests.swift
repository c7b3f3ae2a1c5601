import CoordinatorFixtures
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

@Suite("Conflict radar")
struct RadarTests {
    let fixture: CoordinatorFixture
    let first: String
    let second: String

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "1\n2\n3\n4\n5\n6\n7\n", "dir/b": "b\n"], message: "files")
        try fixture.start(1)
        first = try fixture.start(2).session.worktreePath
        second = try fixture.start(3).session.worktreePath
    }

    private func scan(
        target: String? = nil, all: Bool = false, at directory: String? = nil
    ) throws -> RadarReport {
        try Radar(fixture.command()).predict(
            RadarRequest(directory: directory ?? fixture.root, target: target, includesAll: all))
    }

    private func pair(_ report: RadarReport, _ one: String, _ other: String) throws -> RadarPair {
        try #require(report.pair(one: one, other: other))
    }

    @Test("a merge driver that writes into its directory writes over nobody's file", arguments: [true, false])
    func driver(fails: Bool) throws {
        try Files.write(fixture.root + "/.gitattributes", "a merge=regenerate\n")
        // As a generator does it: anew from the files around, then into the result.
        let end = fails ? "exit 1" : "cp generated %A"
        try fixture.git(["config", "merge.regenerate.driver", "cat dir/* > generated; git add generated; \(end)"])
        try Files.write(first + "/a", "1\n2\nthree\n4\n5\n6\n7\n")
        try Files.write(second + "/a", "1\n2\nTHREE\n4\n5\n6\n7\n")
        for place in [fixture.root, first, second] { try Files.write(place + "/generated", "not committed\n") }
        let index = Files.bytes(fixture.root + "/.git/index")
        let report = try scan()
        #expect(try pair(report, first, second).state == (fails ? .conflict : .clean))
        for place in [first, second] { try fixture.git(["commit", "--quiet", "-am", "side"], at: place) }
        let branches = try [first, second].map { try fixture.git(["symbolic-ref", "--short", "HEAD"], at: $0) }
        let survey = try Conflicts(fixture.command()).detect(between: branches[0], and: branches[1], at: fixture.root)
        #expect(survey.findings.isEmpty != fails)
        for place in [fixture.root, first, second] { #expect(Files.read(place + "/generated") == "not committed\n") }
        #expect(Files.bytes(fixture.root + "/.git/index") == index)
    }

    @Test("uncommitted work of two worktrees conflicts, and is clean against the target")
    func uncommitted() throws {
        try Files.write(first + "/a", "1\n2\nthree\n4\n5\n6\n7\n")
        try Files.write(second + "/a", "1\n2\nTHREE\n4\n5\n6\n7\n")
        try Files.write(second + "/new", "new\n")
        let report = try scan(at: second + "/dir")
        #expect(report.target == "main")
        #expect(report.nodes.map(\.id) == [fixture.root] + [first, second].sorted() + ["refs/heads/main"])
        #expect(report.nodes.map(\.isDirty) == [false, true, true, false])
        #expect(report.pairs.count == 6)
        let conflict = try pair(report, first, second)
        #expect(conflict.state == .conflict)
        #expect(conflict.files.map(\.text) == ["a"])
        #expect(conflict.files.map(\.kind) == ["content"])
        #expect(report.conflicts.count == 1)
        #expect(report.errors.isEmpty)
        try Files.write(second + "/a", "1\n2\n3\n4\n5\n6\nSEVEN\n")
        #expect(try scan().conflicts.isEmpty)
    }

    @Test("an unchanged second look merges nothing; a changed one does")
    func cached() throws {
        try Files.write(first + "/a", "1\n2\nthree\n4\n5\n6\n7\n")
        try Files.write(second + "/a", "1\n2\nTHREE\n4\n5\n6\n7\n")
        let before = try scan()
        // An answer that cannot be right shows where answers come from.
        try fixture.sql("UPDATE merge_previews SET is_clean = 1")
        #expect(before.conflicts.count == 1)
        #expect(try scan().conflicts.isEmpty)
        try Files.write(first + "/a", "1\n2\nthree!\n4\n5\n6\n7\n")
        #expect(try scan().conflicts.count == 1)
    }

    @Test("nothing is written into the repository, and nothing stays behind")
    func writesNothing() throws {
        try Files.write(first + "/moved", try #require(Files.read(first + "/a")) + "8\n")
        unlink(first + "/a")
        try Files.write(second + "/a", "1\n2\nTHREE\n4\n5\n6\n7\n")
        let before = try fixture.git(["count-objects", "-v"])
        let index = Files.bytes(fixture.root + "/.git/worktrees/\(name(first))/index")
        #expect(try scan().pairs.count == 6)
        #expect(try fixture.git(["count-objects", "-v"]) == before)
        #expect(Files.bytes(fixture.root + "/.git/worktrees/\(name(first))/index") == index)
        #expect(DirectoryNames.list(fixture.dataDirectory + "/radar").isEmpty)
    }

    private func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }

    @Test("a worktree that git cannot read is an error of its pairs, with the reason, and of no others")
    func unreadable() throws {
        try Files.write(fixture.repository + "/worktrees/\(name(first))/index", "no index")
        let report = try scan()
        #expect(report.errors.count == 3)
        #expect(report.errors.allSatisfy { [$0.a, $0.b].contains(first) && $0.error?.cause?.isEmpty == false })
        #expect(try pair(report, second, fixture.root).state == .clean)
        #expect(report.node(first)?.isDirty == nil)
    }

    @Test("only living sessions' worktrees and the main checkout, or all")
    func scope() throws {
        fixture.kill(fixture.claude(2))
        #expect(try scan().nodes.map(\.id) == [fixture.root, second, "refs/heads/main"])
        #expect(try scan(all: true).nodes.count == 4)
    }

    @Test("a detached worktree, one without commits, one that is gone")
    func oddWorktrees() throws {
        try fixture.git(["switch", "--quiet", "--detach"], at: first)
        try fixture.git(["switch", "--quiet", "--orphan", "empty"], at: second)
        let report = try scan()
        #expect(report.node(first)?.branch == nil)
        #expect(report.node(first)?.head != nil)
        #expect(report.node(second)?.error?.code == .noCommits)
        #expect(try pair(report, first, second).state == .error)
        #expect(try pair(report, first, fixture.root).state == .clean)
        TemporaryDirectory.remove(second)
        #expect(try scan().node(second)?.error != nil)
    }

    @Test("histories without a common commit are an error, as git says")
    func unrelated() throws {
        try fixture.git(["switch", "--quiet", "--orphan", "other"], at: first)
        try fixture.gitFixture.commit(["x": "x\n"], message: "other", at: first)
        let report = try scan()
        let found = try pair(report, first, second)
        #expect(found.state == .error)
        #expect(found.error?.cause?.contains("unrelated") == true)
    }

    @Test("the target: found, named, missing")
    func targets() throws {
        try fixture.git(["branch", "topic"])
        #expect(try scan(target: "topic").nodes.last?.id == "refs/heads/topic")
        #expect(throws: ParallelError.self) { try scan(target: "no such branch") }
        #expect(throws: ParallelError.self) { try scan(target: "--all") }
        for path in [fixture.root, first, second] { try fixture.git(["switch", "--quiet", "--detach"], at: path) }
        try fixture.git(["branch", "--move", "main", "trunk"])
        #expect(try scan().target == nil)
        try fixture.git(["config", "init.defaultBranch", "trunk"])
        #expect(try scan().target == "trunk")
    }

    @Test("what was seen last is there for those in a hurry")
    func sighting() throws {
        let coordinator = try fixture.command()
        #expect(try Radar(coordinator).lastSummary(in: fixture.repository) == nil)
        try Files.write(first + "/dir/b", "one\n")
        try Files.write(second + "/dir/b", "two\n")
        _ = try scan()
        let seen = try #require(try Radar(coordinator).lastSummary(in: fixture.repository, of: second))
        #expect(seen.pairs.count == 1)
        #expect(seen.pairs.first?.files.map(\.text) == ["dir/b"])
        #expect(try Radar(coordinator).lastSummary(in: fixture.repository, of: fixture.root)?.pairs.isEmpty == true)
        try Files.write(second + "/dir/b", "one\n")
        _ = try scan()
        #expect(try Radar(coordinator).lastSummary(in: fixture.repository)?.pairs.isEmpty == true)
    }

    @Test("repositories that libgit2 does not read, and clean filters, give git's answers too")
    func programs() throws {
        let sha256 = try CoordinatorFixture(initArguments: ["--object-format=sha256"])
        try sha256.gitFixture.commit(["a": "1\n2\n3\n"], message: "files")
        try sha256.start(1)
        let worktree = try sha256.start(2).session.worktreePath
        try Files.write(worktree + "/a", "1\n2\nthree\n")
        try Files.write(sha256.root + "/a", "1\n2\nTHREE\n")
        let report = try Radar(sha256.command()).predict(RadarRequest(directory: worktree))
        #expect(report.conflicts.map(\.files).first?.map(\.text) == ["a"])

        try fixture.git(["config", "filter.lower.clean", "tr A-Z a-z"])
        try Files.write(fixture.root + "/.git/info/attributes", "a filter=lower\n")
        try Files.write(first + "/a", "1\n2\nthree\n4\n5\n6\n7\n")
        try Files.write(second + "/a", "1\n2\nTHREE\n4\n5\n6\n7\n")
        #expect(try scan().conflicts.isEmpty)
    }
}
