import CoordinatorFixtures
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Removed worktrees, whole, for a while.
@Suite struct TrashTests {
    private let fixture: CoordinatorFixture

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit([".gitignore": "*.log\n"], message: "ignore")
        try fixture.start(1)
    }

    /// A removed worktree with an ignored file of this size.
    private func trashed(_ number: Int32, bytes: Int = 10) throws -> (registration: Registration, entry: TrashRecord) {
        let session = try fixture.start(number)
        try Files.write(session.directory + "/x.log", String(repeating: "x", count: bytes))
        _ = try fixture.command().release(.id(session.session.id), reason: "test")
        return (session, try #require(try fixture.command().trash().last))
    }

    @Test("listed oldest first; restored whole, ignored files and all")
    func restore() throws {
        let first = try trashed(2)
        let second = try trashed(3)
        #expect(try fixture.command().trash().map(\.id) == [first.entry.id, second.entry.id])
        let restored = try fixture.command().restoreTrash(first.entry.path)
        #expect(restored.path == first.registration.directory)
        #expect(restored.state == .kept)
        #expect(Files.read(restored.path + "/x.log") == "xxxxxxxxxx")
        #expect(try fixture.git(["status", "--porcelain"], at: restored.path) == "")
        #expect(try fixture.git(["branch", "--show-current"], at: restored.path) == first.registration.session.branch)
        #expect(try fixture.command().trash().map(\.id) == [second.entry.id])
        // It can be worked in like any other.
        let session = try fixture.start(4, at: restored.path)
        #expect(session.directory == restored.path)
    }

    @Test("an unknown entry, a path that is taken")
    func refusals() throws {
        let unknown = #expect(throws: ParallelError.self) { try fixture.command().restoreTrash("nothing") }
        #expect(unknown?.code == .unknownTrash)
        let (session, entry) = try trashed(2)
        try Files.write(session.directory + "/mine", "the user's\n")
        let taken = #expect(throws: ParallelError.self) { try fixture.command().restoreTrash(entry.id) }
        #expect(taken?.code == .pathExists)
        #expect(try fixture.command().trash().map(\.id) == [entry.id])
        #expect(try fixture.command().worktrees().isEmpty)
        TemporaryDirectory.remove(session.directory)
        mkdir(session.directory, 0o755)
        #expect(try fixture.command().restoreTrash(entry.id).path == session.directory)
    }

    @Test("a branch that went on, or is checked out elsewhere: detached at the old commit")
    func branchTaken() throws {
        let session = try fixture.start(2)
        try fixture.gitFixture.commit(["x": "1\n"], message: "one", at: session.directory)
        _ = try fixture.command().release(.id(session.session.id), reason: "test")
        let branch = try #require(session.session.branch)
        try fixture.git(["switch", "--quiet", branch])
        let entry = try #require(try fixture.command().trash().first)
        let restored = try fixture.command().restoreTrash(entry.id)
        #expect(restored.branch == nil)
        #expect(Files.read(restored.path + "/x") == "1\n")
        #expect(try fixture.git(["rev-parse", "HEAD"], at: restored.path) == fixture.git(["rev-parse", branch]))
    }

    @Test("emptied by age; rescues stay")
    func empty() throws {
        let first = try trashed(2, bytes: 1_000)
        fixture.advance(days: 3)
        let second = try trashed(3, bytes: 1_000)
        #expect(try fixture.command().emptyTrash(olderThanDays: 7).isEmpty)
        #expect(try fixture.command().emptyTrash(olderThanDays: 2) == [first.entry.id])
        #expect(!Files.exists(first.entry.trashPath))
        #expect(Files.exists(second.entry.trashPath))
        #expect(try fixture.command().emptyTrash(olderThanDays: 0) == [second.entry.id])
        #expect(!Files.exists(fixture.worktreeRoot))
    }

    @Test("what comes to the trash after the question was asked stays")
    func shown() throws {
        let first = try trashed(2, bytes: 1_000)
        let shown = try fixture.command().trash().map(\.id)
        let second = try trashed(3, bytes: 1_000)
        #expect(try fixture.command().emptyTrash(olderThanDays: 0, shown: shown) == [first.entry.id])
        #expect(Files.exists(second.entry.trashPath))
    }

    @Test("emptied by size, oldest first, but nothing that is younger than a day")
    func size() throws {
        let first = try trashed(2, bytes: 1_000)
        fixture.advance(days: 2)
        let second = try trashed(3, bytes: 1_000)
        let small = ["worktree.trashMaxBytes": "1500"]
        #expect(try fixture.command(overrides: small).hasIdleWork())
        _ = try fixture.command(overrides: small).cleanup(onlyOld: true)
        #expect(try fixture.command().trash().map(\.id) == [second.entry.id])
        #expect(!Files.exists(first.entry.trashPath))
        let none = ["worktree.trashMaxBytes": "0"]
        _ = try fixture.command(overrides: none).cleanup(onlyOld: true)
        #expect(try fixture.command().trash().count == 1)
        #expect(try !fixture.command(overrides: none).hasIdleWork())
        fixture.advance(days: 1)
        _ = try fixture.command(overrides: none).cleanup(onlyOld: true)
        #expect(try fixture.command().trash().isEmpty)
    }

    @Test("the repository's own settings count for how long, too")
    func repositorySettings() throws {
        try Files.write(fixture.root + "/.parallel-cc.json", #"{"worktree": {"trashDays": 400}}"#)
        _ = try trashed(2)
        fixture.advance(days: 100)
        _ = try fixture.command().cleanup()
        #expect(try fixture.command().trash().count == 1)
        fixture.advance(days: 301)
        _ = try fixture.command().cleanup()
        #expect(try fixture.command().trash().isEmpty)
    }

    @Test("the repository's own settings shorten nothing that deletes until they are trusted")
    func shorterRepositorySettings() throws {
        try Files.write(
            fixture.root + "/.parallel-cc.json",
            #"{"worktree": {"trashDays": 0, "trashMaxBytes": 0, "lostDays": 0}}"#)
        _ = try trashed(2)
        fixture.advance(days: 3)
        _ = try fixture.command().cleanup()
        #expect(try fixture.command().trash().count == 1)
        let command = try fixture.command()
        let settings = try command.settings(for: command.repository(at: fixture.root))
        #expect(settings.lostDays == 7)
        #expect(settings.trashDays == 7)
        #expect(settings.warnings.contains { $0.contains("worktree.trashDays") && $0.contains("config trust") })
        _ = try command.trustSettings(at: fixture.root)
        _ = try fixture.command().cleanup()
        #expect(try fixture.command().trash().isEmpty)
    }

    @Test("a clock that is set forward, in this boot or another, empties nothing; time that passes does")
    func clockSetForward() throws {
        _ = try trashed(2)
        fixture.setClock(forward: 4_000)
        _ = try fixture.command(overrides: ["worktree.trashMaxBytes": "0"]).cleanup()
        fixture.setClock(forward: 4_000)
        var later = fixture.context()
        later.host = HostIdentity(bootID: "later", machineID: "machine", pidNamespace: 1)
        _ = try Coordinator(later).cleanup()
        #expect(try fixture.command().trash().count == 1)
        fixture.advance(days: 7)
        #expect(try Coordinator(later).hasIdleWork())
        _ = try Coordinator(later).cleanup()
        #expect(try fixture.command().trash().isEmpty)
    }

    @Test("over boots the wall clock counts by many looks, and never twice for the same hour")
    func elapsedOverBoots() {
        let hour: Int64 = 3_600_000
        var time = ElapsedTime(wall: 0, uptime: 50 * hour, bootID: "0")
        for boot in 1...4 { time = time.next(wall: Int64(boot) * 24 * hour, uptime: 1, bootID: "\(boot)") }
        #expect(time.elapsed == 24 * hour)
        // Back to where a battery ran out, and forward again.
        for boot in 5...40 {
            time = time.next(wall: boot % 2 == 0 ? 96 * hour : 0, uptime: 1, bootID: "\(boot)")
        }
        #expect(time.elapsed == 24 * hour)
        // In one boot each hour counts, whatever the wall clock shows.
        time = time.next(wall: 0, uptime: 1 + 30 * hour, bootID: "40")
        #expect(time.elapsed == 54 * hour)
        time = time.next(wall: 97 * hour, uptime: 1, bootID: "41")
        #expect(time.elapsed == 55 * hour)
    }

    @Test("cleanup empties what is past its time")
    func byCleanup() throws {
        _ = try trashed(2)
        fixture.advance(days: 8)
        #expect(try fixture.command().hasIdleWork())
        _ = try fixture.command().cleanup(onlyOld: true)
        #expect(try fixture.command().trash().isEmpty)
        #expect(try !fixture.command().hasIdleWork())
    }

    @Test("no link is followed, directories without permission are opened up")
    func careful() throws {
        let session = try fixture.start(2)
        let outside = fixture.gitFixture.directory.appending("outside")
        try Files.write(outside + "/precious", "x")
        symlink(outside, session.directory + "/x.log")
        try Files.write(session.directory + "/y.log/locked/file", "x")
        chmod(session.directory + "/y.log/locked", 0o500)
        _ = try fixture.command().release(.id(session.session.id), reason: "test")
        #expect(try fixture.command().emptyTrash(olderThanDays: 0).count == 1)
        #expect(Files.read(outside + "/precious") == "x")
    }

    @Test("an entry that cannot be deleted does not keep the others")
    func stubborn() throws {
        let first = try trashed(2)
        let second = try trashed(3)
        // Something that cannot be deleted has the name it gets first.
        try Files.write(first.entry.trashPath + ".deleting/file", "x")
        let error = #expect(throws: ParallelError.self) {
            try fixture.command().emptyTrash(olderThanDays: 0)
        }
        #expect(error?.subject == first.entry.trashPath)
        #expect(Files.exists(first.entry.trashPath))
        #expect(!Files.exists(second.entry.trashPath))
    }

    @Test("what was written to after its removal stays until the user empties the trash; it does not keep others")
    func lateWork() throws {
        let (_, entry) = try trashed(2)
        let other = try trashed(3)
        try Files.write(entry.trashPath + "/late", "by a process that had its directory open\n")
        fixture.advance(days: 8)
        #expect(try fixture.command().cleanup(onlyOld: true).failures.map(\.path) == [entry.trashPath])
        #expect(Files.exists(entry.trashPath + "/late"))
        #expect(!Files.exists(other.entry.trashPath))
        let left = try #require(try fixture.command().trash().first)
        #expect(left.staysBecause?.contains("after it was removed") == true)
        #expect(try fixture.command().holdsUnsavedWork(left))
        // It is not tried again and again.
        #expect(try !fixture.command().hasIdleWork())
        #expect(try fixture.command().cleanup().failures.isEmpty)
        #expect(try fixture.command().emptyTrash(olderThanDays: 0) == [entry.id])
    }

    @Test("what had a rescue that was dropped stays until the user empties the trash")
    func droppedRescue() throws {
        let session = try fixture.start(2)
        try Files.write(session.directory + "/work", "x\n")
        let rescue = try #require(
            try fixture.command().release(.id(session.session.id), reason: "test").worktree?.rescue)
        _ = try fixture.command().dropRescue(rescue)
        fixture.advance(days: 8)
        _ = try fixture.command().cleanup()
        let left = try #require(try fixture.command().trash().first)
        #expect(left.rescue == nil)
        #expect(left.staysBecause != nil)
        #expect(Files.read(left.trashPath + "/work") == "x\n")
    }

    @Test("restored and removed again, what was written late is saved")
    func lateWorkRestored() throws {
        let (session, entry) = try trashed(2)
        try Files.write(entry.trashPath + "/late", "late\n")
        _ = try fixture.command().restoreTrash(entry.id)
        let rescue = try #require(try fixture.command().removeWorktree(session.directory).rescue)
        _ = try fixture.command().restoreRescue(rescue, to: nil)
        #expect(Files.read(session.directory + "/late") == "late\n")
    }

    @Test("what lies outside a trash folder is never deleted")
    func outsideTrash() throws {
        let (_, entry) = try trashed(2)
        let precious = fixture.gitFixture.directory.appending("precious")
        try Files.write(precious + "/file", "x")
        try fixture.sql("UPDATE trash SET trash_path = '\(precious)' WHERE id = '\(entry.id)'")
        _ = try fixture.command().emptyTrash(olderThanDays: 0)
        #expect(Files.read(precious + "/file") == "x")
    }

    //  empty:    rename the entry ───────────────────────────────── delete ── forget
    //  restore:                   └─ find the entry ── move: it is gone
    @Test("brought back while somebody deletes it: an error, and nothing half")
    func restoreWhileEmptying() throws {
        let (session, entry) = try trashed(2)
        let fixture = fixture
        nonisolated(unsafe) var message: String?
        let emptying = try fixture.command(reach: { point in
            guard point == "trash.renamed" else { return }
            // As one who has found it just before.
            mkdir(entry.trashPath, 0o755)
            let restoring = try? fixture.command(5_000_001) { if $0 == "restore.begun" { rmdir(entry.trashPath) } }
            do { _ = try restoring?.restoreTrash(entry.id) } catch { message = (error as? ParallelError)?.message }
        })
        #expect(try emptying.emptyTrash(olderThanDays: 0) == [entry.id])
        #expect(message == "it is being deleted")
        #expect(!Files.exists(session.directory))
        #expect(!Files.exists(entry.trashPath))
    }

    //  restore:  make the worktree ──────────── move the entry: it is gone ── undo
    //  empty:                └─ delete the entry
    @Test("deleted while somebody brings it back: he says so, and leaves nothing behind")
    func emptyWhileRestoring() throws {
        let (session, entry) = try trashed(2)
        let fixture = fixture
        let restoring = try fixture.command(reach: { point in
            if point == "restore.state" { _ = try? fixture.command(5_000_001).emptyTrash(olderThanDays: 0) }
        })
        let error = #expect(throws: ParallelError.self) { try restoring.restoreTrash(entry.id) }
        #expect(error?.code == .unknownTrash)
        #expect(error?.subject == entry.trashPath)
        #expect(!Files.exists(session.directory))
        #expect(try fixture.command().worktrees().map(\.state) == [])
    }

    /// What may become of a rescue, or of all there is.
    enum Loss: String, CaseIterable { case reference, object, repository, privateFile }

    @Test("what has lost its rescue stays until the user empties the trash", arguments: Loss.allCases)
    func lostRescue(_ loss: Loss) throws {
        let session = try fixture.start(2)
        try Files.write(session.directory + "/work", "precious\n")
        try Files.write(session.directory + "/secret", "secret\n", mode: 0o600)
        let id = try #require(try fixture.command().release(.id(session.session.id), reason: "test").worktree?.rescue)
        #expect(try !fixture.command().holdsUnsavedWork(try #require(try fixture.command().trash().first)))
        switch loss {
        case .reference: try fixture.git(["update-ref", "-d", "refs/parallel-cc/rescue/\(id)"])
        case .object:
            let blob = try fixture.git(["rev-parse", "refs/parallel-cc/rescue/\(id):work"])
            #expect(unlink("\(fixture.repository)/objects/\(blob.prefix(2))/\(blob.dropFirst(2))") == 0)
        case .repository: #expect(rename(fixture.root, fixture.root + "-moved") == 0)
        case .privateFile: #expect(unlink("\(fixture.repository)/parallel-cc/private/\(id)/0") == 0)
        }
        fixture.advance(days: 8)
        _ = try fixture.command().cleanup()
        let left = try #require(try fixture.command().trash().first)
        #expect(left.staysBecause != nil)
        #expect(Files.read(left.trashPath + "/work") == "precious\n")
        #expect(try fixture.command().holdsUnsavedWork(left))
        #expect(try fixture.command().emptyTrash(olderThanDays: 0) == [left.id])
    }

    @Test("what is deleted in part is named, is never an entry again, and goes when the user empties the trash")
    func cutOff() throws {
        let (_, entry) = try trashed(2)
        let doomed = entry.trashPath + ".deleting"
        #expect(rename(entry.trashPath, doomed) == 0)
        #expect(unlink(doomed + "/README") == 0)
        fixture.advance(days: 8)
        _ = try fixture.command().cleanup()
        #expect(try fixture.command().trash().isEmpty)
        #expect(try fixture.command().unfinishedDeletions() == [doomed])
        #expect(try fixture.command().emptyTrash(olderThanDays: 0) == [entry.id])
        #expect(!Files.exists(doomed))
        #expect(try fixture.command().unfinishedDeletions().isEmpty)
    }
}
