import CoordinatorFixtures
import Glibc
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What becomes of the files that `.worktreeinclude` has brought.
@Suite struct IncludedFilesTests {
    private func release(_ fixture: CoordinatorFixture, _ registration: Registration) throws -> RemovalOutcome {
        try #require(try fixture.command().release(.id(registration.session.id), reason: "test").worktree)
    }

    private func fixture(bringing pattern: String = ".env") throws -> CoordinatorFixture {
        let fixture = try CoordinatorFixture()
        let files = [".gitignore": pattern + "\n", ".worktreeinclude": pattern + "\n"]
        try fixture.gitFixture.commit(files, message: "ignore")
        try Files.write(fixture.root + "/.env", "key=1\n")
        return fixture
    }

    @Test("what somebody changed is rescued")
    func changedInclude() throws {
        let fixture = try fixture()
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/.env", "key=2, changed\n")
        let id = try #require(try release(fixture, session).rescue)
        let restored = try fixture.command().restoreRescue(id, to: nil)
        #expect(Files.read(restored.path + "/.env") == "key=2, changed\n")
        #expect(Files.read(fixture.root + "/.env") == "key=1\n")
    }

    /// Ways to change a file that leave its size and its modification time as they were.
    enum Unseen: String, CaseIterable {
        case inPlace, byAnother
    }

    @Test("what got other bytes of the same size and time is rescued", arguments: Unseen.allCases)
    func unseenInclude(_ way: Unseen) throws {
        let fixture = try fixture()
        let session = try fixture.startInWorktree()
        let path = session.directory + "/.env"
        var status = stat()
        try #require(stat(path, &status) == 0)
        let written = way == .inPlace ? path : path + ".new"
        try Files.write(written, "key=2\n")
        var times = [status.st_atim, status.st_mtim]
        try #require(utimensat(AT_FDCWD, written, &times, 0) == 0)
        if way == .byAnother { try #require(rename(written, path) == 0) }
        let id = try #require(try release(fixture, session).rescue)
        #expect(Files.read(try fixture.command().restoreRescue(id, to: nil).path + "/.env") == "key=2\n")
    }

    @Test("what has the main checkout's bytes is not rescued, whatever else was done to it")
    func touchedInclude() throws {
        let fixture = try fixture(bringing: "*.env")
        let names = ["mode.env", "hard-link.env", "touched.env", "again.env"]
        for name in names { try Files.write(fixture.root + "/" + name, "key=1\n") }
        let session = try fixture.startInWorktree()
        let paths = names.map { session.directory + "/" + $0 }
        try #require(chmod(paths[0], 0o600) == 0 && link(paths[1], fixture.root + "/backup.env") == 0)
        try #require(utimes(paths[2], nil) == 0 && unlink(paths[3]) == 0)
        try Files.write(paths[3], "key=1\n")
        #expect(try release(fixture, session).rescue == nil)
    }

    @Test(
        "what was brought and is ignored no longer is rescued, whoever has the same bytes",
        arguments: [(isCommitted: true, isSame: false), (false, true), (false, false)])
    func unignoredInclude(isCommitted: Bool, isSame: Bool) throws {
        let fixture = try fixture()
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/.gitignore", "")
        if isCommitted { try fixture.git(["commit", "--quiet", "--all", "-m", "show"], at: session.directory) }
        if !isSame { try Files.write(fixture.root + "/.env", "key=2\n") }
        let id = try #require(try release(fixture, session).rescue)
        try fixture.command().emptyTrash(olderThanDays: 0)
        let restored = try fixture.command().restoreRescue(id, to: nil)
        #expect(Files.read(restored.path + "/.env") == "key=1\n")
        #expect(try fixture.git(["status", "--porcelain"], at: restored.path).contains("?? .env"))
    }

    @Test("what was noted by an earlier version is compared with the main checkout's", arguments: [true, false])
    func earlierInclude(isSame: Bool) throws {
        let fixture = try fixture()
        let session = try fixture.startInWorktree()
        try fixture.sql("UPDATE included_files SET changed = 0, inode = 0")
        if !isSame { try Files.write(fixture.root + "/.env", "key=2\n") }
        #expect(try (release(fixture, session).rescue == nil) == isSame)
    }

    @Test("what is changed in a worktree that came back from the trash is rescued, though a session works there again")
    func restored() throws {
        let fixture = try fixture()
        let session = try fixture.startInWorktree()
        try talk(fixture, 2, session.directory)
        _ = try release(fixture, session)
        let trash = try #require(try fixture.command().trash().first)
        _ = try fixture.command().restoreTrash(trash.id, to: nil)
        let again = try fixture.start(4, conversation: .resume("talk"))
        #expect(again.directory == session.directory)
        try Files.write(session.directory + "/.env", "key=2\n")
        _ = try fixture.command().release(.id(again.session.id), reason: "test")
        let rescue = try #require(try fixture.command().removeWorktree(session.directory).rescue)
        #expect(Files.read(try fixture.command().restoreRescue(rescue, to: nil).path + "/.env") == "key=2\n")
    }

    @Test("what a rescue has brought back to a conversation, and is changed again, is rescued again")
    func resumed() throws {
        let fixture = try fixture()
        let session = try fixture.startInWorktree()
        try talk(fixture, 2, session.directory)
        try Files.write(session.directory + "/.env", "key=2\n")
        #expect(try release(fixture, session).rescue != nil)
        fixture.kill(fixture.claude(2))
        let again = try fixture.start(3, conversation: .resume("talk"))
        #expect(again.directory == session.directory)
        #expect(Files.read(again.directory + "/.env") == "key=2\n")
        try Files.write(session.directory + "/.env", "key=3\n")
        let rescue = try #require(try release(fixture, again).rescue)
        #expect(Files.read(try fixture.command().restoreRescue(rescue, to: nil).path + "/.env") == "key=3\n")
    }

    private func talk(_ fixture: CoordinatorFixture, _ number: Int32, _ directory: String) throws {
        let notice = ClaudeNotice(
            process: fixture.claude(number), claudeSessionID: "talk", directory: directory, name: nil)
        _ = try fixture.command().sessionStarted(notice)
    }

    @Test("directories are as closed as those they come from")
    func closedDirectories() throws {
        let fixture = try fixture(bringing: "secrets/")
        try Files.write(fixture.root + "/secrets/deep/key", "key\n", mode: 0o644)
        try Files.write(fixture.root + "/secrets/closed/key", "key\n", mode: 0o644)
        try #require(chmod(fixture.root + "/secrets", 0o750) == 0 && chmod(fixture.root + "/secrets/deep", 0o700) == 0)
        try #require(chmod(fixture.root + "/secrets/closed", 0o500) == 0)
        let session = try fixture.startInWorktree()
        let modes = ["secrets": 0o750, "secrets/deep": 0o700, "secrets/closed": 0o700] as [String: mode_t]
        for (name, mode) in modes {
            var status = stat()
            #expect(stat(session.directory + "/" + name, &status) == 0, "\(name)")
            #expect(status.st_mode & 0o777 == mode, "\(name)")
        }
        #expect(Files.read(session.directory + "/secrets/closed/key") == "key\n")
    }
}
