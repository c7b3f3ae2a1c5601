import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// A conversation that goes on leads back to where it took place.
@Suite struct ResumeTests {
    private let fixture: CoordinatorFixture
    private let session: Registration

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["deep/file": "x\n"], message: "deep")
        try fixture.start(1)
        session = try fixture.start(2, at: fixture.root + "/deep")
        try talk(2, "talk", session.directory)
    }

    private func talk(_ number: Int32, _ id: String, _ directory: String) throws {
        _ = try fixture.command().sessionStarted(
            ClaudeNotice(
                process: fixture.claude(number), claudeSessionID: id, directory: directory, name: nil))
    }

    @Test("to the worktree that still is there")
    func stillThere() throws {
        fixture.kill(fixture.claude(2))
        let again = try fixture.start(3, conversation: .resume("talk"))
        #expect(again.directory == session.directory)
        #expect(again.session.worktreeName == session.session.worktreeName)
        #expect(try fixture.command().release(.id(again.session.id), reason: "test").worktree?.removed == true)
    }

    @Test("to a removed worktree, made again at its path with branch and rescue; the directory too")
    func removed() throws {
        let root = session.session.worktreePath
        try fixture.gitFixture.commit(["mine": "committed\n"], message: "mine", at: root)
        try Files.write(root + "/deep/file", "changed\n")
        try Files.write(root + "/new", "new\n")
        let before = Files.snapshot(root)
        #expect(try fixture.command().release(.id(session.session.id), reason: "test").worktree?.rescue != nil)
        fixture.kill(fixture.claude(2))
        let again = try fixture.start(3, conversation: .resume("talk"))
        #expect(again.directory == session.directory)
        #expect(again.session.branch == session.session.branch)
        #expect(Files.snapshot(root) == before)
        #expect(again.notice?.contains("made again") == true)
        // And once more, from that one.
        try talk(3, "talk", again.directory)
        _ = try fixture.command().release(.id(again.session.id), reason: "test")
        #expect(try fixture.start(4, conversation: .resume("talk")).directory == session.directory)
        #expect(Files.snapshot(root) == before)
    }

    @Test("a clean one whose branch went too gets a new branch of the same name")
    func branchGone() throws {
        #expect(try fixture.command().release(.id(session.session.id), reason: "test").worktree?.branchDeleted == true)
        fixture.kill(fixture.claude(2))
        let again = try fixture.start(3, conversation: .resume("talk"))
        #expect(again.session.worktreePath == session.session.worktreePath)
        let made = try fixture.command().events(repository: fixture.repository).filter {
            $0.event == "session.registered"
        }
        let causes = ["the checkout is in use", "the worktree of the resumed conversation had been removed"]
        #expect(Set(made.compactMap(\.cause)) == Set(causes))
        #expect(try fixture.git(["branch", "--show-current"], at: again.directory) == session.session.branch)
    }

    @Test("what is not as it was is said: the branch moved on, the commit is gone, the rescue was dropped")
    func notAsItWas() throws {
        let root = session.session.worktreePath
        let branch = try #require(session.session.branch)
        try fixture.gitFixture.commit(["mine": "committed\n"], message: "mine", at: root)
        try Files.write(root + "/new", "new\n")
        let released = try fixture.command().release(.id(session.session.id), reason: "test")
        #expect(released.worktree?.rescue != nil)
        fixture.kill(fixture.claude(2))
        try fixture.git(["branch", "--force", branch, "main"])
        let moved = try fixture.start(3, conversation: .resume("talk"))
        #expect(moved.notice?.contains("; its branch \(branch) has moved on: on a detached HEAD") == true)
        #expect(Files.read(root + "/new") == "new\n")
        #expect(Files.read(root + "/mine") == "committed\n")
        try talk(3, "talk", moved.directory)
        let again = try fixture.command().release(.id(moved.session.id), reason: "test")
        let rescue = try #require(again.worktree?.rescue)
        _ = try fixture.command().dropRescue(rescue)
        let dropped = try fixture.start(4, conversation: .resume("talk"))
        #expect(dropped.notice?.contains("rescue \(rescue), which held its work, is gone") == true)
        try talk(4, "talk", dropped.directory)
        _ = try fixture.command().release(.id(dropped.session.id), reason: "test")
        try fixture.sql("UPDATE conversations SET head = '\(String(repeating: "1", count: 40))', rescue = NULL")
        try fixture.git(["branch", "-q", "-m", branch, "renamed"], orEmpty: true)
        let gone = try fixture.start(5, conversation: .resume("talk"))
        #expect(gone.notice?.contains("its commit 1111111111 is gone: begun anew at ") == true)
    }

    @Test("without hooks: Claude's own files tell which conversation took place, after a release and after a kill")
    func withoutHooks() throws {
        let third = try fixture.start(3, at: fixture.root + "/deep")
        fixture.store("of another time", of: fixture.root + "/deep")
        fixture.store("silent", of: third.directory)
        _ = try fixture.command().release(.id(third.session.id), reason: "test")
        #expect(try fixture.start(4, conversation: .resume("silent")).directory == third.directory)
        let fifth = try fixture.start(5)
        fixture.store("killed", of: fifth.directory)
        fixture.kill(fixture.claude(5))
        #expect(try fixture.start(6, conversation: .resume("killed")).directory == fifth.directory)
    }

    @Test("without hooks: Claude's registry tells which conversation a living session is in")
    func livingWithoutHooks() throws {
        let third = try fixture.start(3)
        fixture.setNatives([
            NativeSession(process: fixture.claude(3), directory: third.directory, claudeSessionID: "spoken")
        ])
        let other = try fixture.start(4, conversation: .resume("spoken"))
        #expect(other.notice?.contains("in use") == true)
    }

    @Test("one that a live session holds: a new worktree at its commit, and it is said")
    func inUse() throws {
        try fixture.gitFixture.commit(["mine": "committed\n"], message: "mine", at: session.session.worktreePath)
        let other = try fixture.start(3, conversation: .resume("talk"))
        #expect(other.session.worktreePath != session.session.worktreePath)
        #expect(other.notice?.contains("in use") == true)
        #expect(Files.read(other.session.worktreePath + "/mine") == "committed\n")
    }

    @Test("one that was deleted by hand is made again at its branch")
    func deletedByHand() throws {
        let root = session.session.worktreePath
        try fixture.gitFixture.commit(["mine": "committed\n"], message: "mine", at: root)
        fixture.kill(fixture.claude(2))
        TemporaryDirectory.remove(root)
        let again = try fixture.start(3, conversation: .resume("talk"))
        #expect(again.session.worktreePath == root)
        #expect(Files.read(root + "/mine") == "committed\n")
        #expect(try fixture.git(["status", "--porcelain"], at: root) == "")
    }

    @Test("its path is taken by something else: a new worktree, same state")
    func pathTaken() throws {
        let root = session.session.worktreePath
        try Files.write(root + "/new", "new\n")
        _ = try fixture.command().release(.id(session.session.id), reason: "test")
        fixture.kill(fixture.claude(2))
        try Files.write(root + "/foreign", "not ours\n")
        let again = try fixture.start(3, conversation: .resume("talk"))
        #expect(again.session.worktreePath != root)
        #expect(Files.read(again.session.worktreePath + "/new") == "new\n")
        #expect(Files.read(root + "/foreign") == "not ours\n")
    }

    //  resume:  decide to go back ───────────── git worktree add: refused ── another place
    //  user:              └─ write there
    @Test("what cannot be made again gives way to a place like any new session's")
    func cannotGoBack() throws {
        let root = session.session.worktreePath
        _ = try fixture.command().release(.id(session.session.id), reason: "test")
        fixture.kill(fixture.claude(1))
        fixture.kill(fixture.claude(2))
        let blocked = try fixture.command(reach: { point in
            guard point == "register.decided", !Files.exists(root) else { return }
            try? Files.write(root + "/foreign", "not ours\n")
        })
        let again = try blocked.register(
            RegisterRequest(directory: fixture.root, process: fixture.claude(3), conversation: .resume("talk")))
        #expect(again.isMainCheckout)
        #expect(again.notice?.contains("could not go back") == true)
        #expect(Files.read(root + "/foreign") == "not ours\n")
    }

    @Test("an unknown conversation is a new one; --continue takes the latest that ended in this checkout")
    func latest() throws {
        fixture.kill(fixture.claude(1))
        let unknown = try fixture.start(3, conversation: .resume("never heard of"))
        #expect(unknown.isMainCheckout)
        try talk(3, "later", fixture.root)
        fixture.kill(fixture.claude(2))
        fixture.kill(fixture.claude(3))
        // The latest: in the main checkout itself.
        let latest = try fixture.start(4, conversation: .latest)
        #expect(latest.isMainCheckout)
        let other = try fixture.start(5, at: session.directory, conversation: .latest)
        #expect(other.session.worktreePath == session.session.worktreePath)
    }

    @Test("what a conversation was never told, it is told where it goes on")
    func messages() throws {
        try fixture.command().send("unheard", to: session.session.id)
        fixture.kill(fixture.claude(2))
        let again = try fixture.start(3, conversation: .resume("talk")).session
        try talk(3, "talk", again.worktreePath)
        #expect(try fixture.command().messages(to: again.id, isWaiting: true).map(\.text) == ["unheard"])
    }
}
