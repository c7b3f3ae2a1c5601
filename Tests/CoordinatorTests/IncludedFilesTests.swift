import Glibc
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What becomes of the files that `.worktreeinclude` has brought.
@Suite struct IncludedFilesTests {
    private func release(_ world: World, _ registration: Registration) throws -> RemovalOutcome {
        try #require(try world.command().release(.id(registration.session.id), reason: "test").worktree)
    }

    private func world(bringing pattern: String = ".env") throws -> World {
        let world = try World()
        let files = [".gitignore": pattern + "\n", ".worktreeinclude": pattern + "\n"]
        try world.fixture.commit(files, message: "ignore")
        try Files.write(world.root + "/.env", "key=1\n")
        return world
    }

    @Test("what somebody changed is rescued")
    func changedInclude() throws {
        let world = try world()
        let session = try world.startInWorktree()
        try Files.write(session.directory + "/.env", "key=2, changed\n")
        let id = try #require(try release(world, session).rescue)
        let restored = try world.command().restoreRescue(id, to: nil)
        #expect(
            Files.read(restored.path + "/.env") == "key=2, changed\n" && Files.read(world.root + "/.env") == "key=1\n")
    }

    /// Ways to change a file that leave its size and its modification time as they were.
    enum Unseen: String, CaseIterable {
        case inPlace, byAnother
    }

    @Test("what got other bytes of the same size and time is rescued", arguments: Unseen.allCases)
    func unseenInclude(_ way: Unseen) throws {
        let world = try world()
        let session = try world.startInWorktree()
        let path = session.directory + "/.env"
        var status = stat()
        try #require(stat(path, &status) == 0)
        let written = way == .inPlace ? path : path + ".new"
        try Files.write(written, "key=2\n")
        var times = [status.st_atim, status.st_mtim]
        try #require(utimensat(AT_FDCWD, written, &times, 0) == 0)
        if way == .byAnother { try #require(rename(written, path) == 0) }
        let id = try #require(try release(world, session).rescue)
        #expect(Files.read(try world.command().restoreRescue(id, to: nil).path + "/.env") == "key=2\n")
    }

    @Test("what has the main checkout's bytes is not rescued, whatever else was done to it")
    func touchedInclude() throws {
        let world = try world(bringing: "*.env")
        let names = ["mode.env", "hard-link.env", "touched.env", "again.env"]
        for name in names { try Files.write(world.root + "/" + name, "key=1\n") }
        let session = try world.startInWorktree()
        let paths = names.map { session.directory + "/" + $0 }
        try #require(chmod(paths[0], 0o600) == 0 && link(paths[1], world.root + "/backup.env") == 0)
        try #require(utimes(paths[2], nil) == 0 && unlink(paths[3]) == 0)
        try Files.write(paths[3], "key=1\n")
        #expect(try release(world, session).rescue == nil)
    }

    @Test("what was noted by an earlier version is compared with the main checkout's", arguments: [true, false])
    func earlierInclude(isSame: Bool) throws {
        let world = try world()
        let session = try world.startInWorktree()
        try world.sql("UPDATE included_files SET changed = 0, inode = 0")
        if !isSame { try Files.write(world.root + "/.env", "key=2\n") }
        #expect(try (release(world, session).rescue == nil) == isSame)
    }

    @Test("what is changed in a worktree that came back from the trash is rescued, though a session works there again")
    func restored() throws {
        let world = try world()
        let session = try world.startInWorktree()
        try talk(world, 2, session.directory)
        _ = try release(world, session)
        let trash = try #require(try world.command().trash().first)
        _ = try world.command().restoreTrash(trash.id, to: nil)
        let again = try world.start(4, conversation: .resume("talk"))
        #expect(again.directory == session.directory)
        try Files.write(session.directory + "/.env", "key=2\n")
        _ = try world.command().release(.id(again.session.id), reason: "test")
        let rescue = try #require(try world.command().removeWorktree(session.directory).rescue)
        #expect(Files.read(try world.command().restoreRescue(rescue, to: nil).path + "/.env") == "key=2\n")
    }

    @Test("what a rescue has brought back to a conversation, and is changed again, is rescued again")
    func resumed() throws {
        let world = try world()
        let session = try world.startInWorktree()
        try talk(world, 2, session.directory)
        try Files.write(session.directory + "/.env", "key=2\n")
        #expect(try release(world, session).rescue != nil)
        world.kill(world.claude(2))
        let again = try world.start(3, conversation: .resume("talk"))
        #expect(again.directory == session.directory && Files.read(again.directory + "/.env") == "key=2\n")
        try Files.write(session.directory + "/.env", "key=3\n")
        let rescue = try #require(try release(world, again).rescue)
        #expect(Files.read(try world.command().restoreRescue(rescue, to: nil).path + "/.env") == "key=3\n")
    }

    private func talk(_ world: World, _ number: Int32, _ directory: String) throws {
        let notice = ClaudeNotice(
            process: world.claude(number), claudeSessionID: "talk", directory: directory, name: nil)
        _ = try world.command().sessionStarted(notice)
    }

    @Test("directories are as closed as those they come from")
    func closedDirectories() throws {
        let world = try world(bringing: "secrets/")
        try Files.write(world.root + "/secrets/deep/key", "key\n", mode: 0o644)
        try Files.write(world.root + "/secrets/closed/key", "key\n", mode: 0o644)
        try #require(chmod(world.root + "/secrets", 0o750) == 0 && chmod(world.root + "/secrets/deep", 0o700) == 0)
        try #require(chmod(world.root + "/secrets/closed", 0o500) == 0)
        let session = try world.startInWorktree()
        let modes = ["secrets": 0o750, "secrets/deep": 0o700, "secrets/closed": 0o700] as [String: mode_t]
        for (name, mode) in modes {
            var status = stat()
            #expect(stat(session.directory + "/" + name, &status) == 0 && status.st_mode & 0o777 == mode, "\(name)")
        }
        #expect(Files.read(session.directory + "/secrets/closed/key") == "key\n")
    }
}
