import CoordinatorFixtures
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// What other worktrees have changed.
@Suite struct FileWorkTests {
    private let fixture: CoordinatorFixture
    private let session: Session

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["src/a": "a\n", "src/b": "b\n", "docs/c": "c\n"], message: "More")
        session = try fixture.startInWorktree().session
    }

    private func work(on paths: [String], besides directory: String) throws -> FileWorkSurvey {
        try fixture.command().work(on: paths.map { Array($0.utf8) }, besides: directory)
    }

    @Test("committed since they parted and not yet committed, by file and below a directory, with who lives there")
    func changes() throws {
        let place = session.worktreePath
        try fixture.gitFixture.commit(["src/a": "theirs\n"], message: "Theirs", at: place)
        try Files.write(place + "/src/a", "and more\n")
        try Files.write(place + "/src/new ü\n", "untracked\n")
        try Files.write(place + "/docs/c", "elsewhere\n")
        // What the asker's own branch has changed since is not the others' doing.
        try fixture.gitFixture.commit(["src/b": "mine\n"], message: "Mine")
        let found = try #require(try work(on: ["src"], besides: fixture.root).work.first)
        #expect(found.worktree == place)
        #expect(found.session?.id == session.id)
        #expect(found.branch == session.branch)
        #expect(
            found.changes == [
                .init(path: Array("src/a".utf8), isCommitted: true, uncommitted: "modified"),
                .init(path: Array("src/new ü\n".utf8), isCommitted: false, uncommitted: "untracked"),
            ])
        #expect(try work(on: ["src/b"], besides: fixture.root).work.isEmpty)
        let main = try #require(try work(on: ["src/b"], besides: place).work.first)
        #expect(main.worktree == fixture.root)
        #expect(main.changes.map(\.isCommitted) == [true])
    }

    @Test("names that are not UTF-8 are found, and nothing beside them")
    func notText() throws {
        let place = session.worktreePath
        let odd = Array("src/caf".utf8) + [0xE9]
        let write = { (text: String) in
            let name = (Array(place.utf8) + [0x2F] + odd + [0]).map { CChar(bitPattern: $0) }
            let file = try #require(fopen(name, "w"))
            fputs(text, file)
            fclose(file)
        }
        try write("theirs\n")
        try Files.write(place + "/src/beside", "x\n")
        try fixture.git(["add", "."], at: place)
        try fixture.git(["commit", "--quiet", "-m", "odd"], at: place)
        try write("more\n")
        try Files.write(place + "/src/beside", "y\n")
        let found = try #require(try fixture.command().work(on: [odd], besides: fixture.root).work.first)
        #expect(found.changes == [.init(path: odd, isCommitted: true, uncommitted: "modified")])
    }

    @Test("names that could be patterns are names")
    func literal() throws {
        try Files.write(session.worktreePath + "/src/a", "changed\n")
        #expect(try work(on: ["src/*", ":/src"], besides: fixture.root).work.isEmpty)
    }

    @Test("a worktree that git cannot read is a problem by name, not an empty answer")
    func unreadable() throws {
        let administration = try fixture.git(["rev-parse", "--absolute-git-dir"], at: session.worktreePath)
        try Files.write(administration + "/index", "garbage")
        let survey = try work(on: ["src/a"], besides: fixture.root)
        #expect(survey.work.isEmpty)
        #expect(survey.problems.map(\.worktree) == [session.worktreePath])
    }
}
