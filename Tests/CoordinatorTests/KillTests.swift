import CoordinatorFixtures
import Exec
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// Every multi-step act, killed with -9 at every named point: nothing is lost, git is sound, the next command repairs.
@Suite struct KillTests {
    /// An act, how to get there, and what must not be lost.
    struct Scenario: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// - Returns: the victim's words, and the contents that must be found afterwards.
        let prepare: @Sendable (CoordinatorFixture) throws -> (words: [String], contents: [String])
    }

    static let scenarios: [Scenario] = [
        Scenario(testDescription: "register in a new worktree") { fixture in
            try fixture.start(1)
            return (["register", fixture.root, "6000002"], ["hello\n"])
        },
        Scenario(testDescription: "register in the main checkout") { fixture in
            (["register", fixture.root, "6000002"], ["hello\n"])
        },
        Scenario(testDescription: "release of a clean worktree") { fixture in
            let session = try fixture.startInWorktree()
            return (["release", session.session.id], ["hello\n"])
        },
        Scenario(testDescription: "release with work") { fixture in
            let session = try fixture.startInWorktree()
            return (["release", session.session.id], try work(fixture, session.directory))
        },
        Scenario(testDescription: "cleanup of two lost worktrees") { fixture in
            let second = try fixture.startInWorktree()
            let third = try fixture.start(3)
            let contents = try work(fixture, second.directory) + work(fixture, third.directory)
            try fixture.sql("UPDATE sessions SET boot_id = 'earlier' WHERE pid != 6000001")
            return (["cleanup"], contents)
        },
        Scenario(testDescription: "removal by name after the directory was deleted") { fixture in
            let second = try fixture.startInWorktree()
            try Files.write(second.directory + "/staged", "staged before it was deleted\n")
            try fixture.git(["add", "staged"], at: second.directory)
            TemporaryDirectory.remove(second.directory)
            try fixture.sql("UPDATE sessions SET boot_id = 'earlier' WHERE pid != 6000001")
            return (["remove", try #require(second.session.worktreeName)], ["staged before it was deleted\n"])
        },
        Scenario(testDescription: "restore of a rescue") { fixture in
            let (_, rescue, contents) = try removed(fixture)
            return (["restore-rescue", rescue], contents)
        },
        Scenario(testDescription: "restore from the trash") { fixture in
            let (trash, _, contents) = try removed(fixture)
            return (["restore-trash", trash], contents + ["ignored\n"])
        },
        Scenario(testDescription: "release of a worktree with a submodule") { fixture in
            let session = try withSubmodule(fixture)
            try Files.write(session.directory + "/new", "new\n")
            return (["release", session.session.id], ["new\n", "library\n"])
        },
        Scenario(testDescription: "restore of a worktree with a submodule from the trash") { fixture in
            _ = try fixture.command().release(.id(try withSubmodule(fixture).session.id), reason: "test")
            return (["restore-trash", try #require(try fixture.command().trash().first).id], ["library\n"])
        },
        Scenario(testDescription: "emptying the trash") { fixture in
            (["empty"], try removed(fixture).contents)
        },
        Scenario(testDescription: "resuming in a removed worktree") { fixture in
            let second = try fixture.startInWorktree()
            _ = try fixture.command().sessionStarted(
                ClaudeNotice(
                    process: fixture.claude(2), claudeSessionID: "talk", directory: second.directory, name: nil))
            let contents = try work(fixture, second.directory)
            _ = try fixture.command().release(.id(second.session.id), reason: "test")
            return (["resume", fixture.root, "6000004", "talk"], contents)
        },
    ]

    /// A session in a worktree whose only submodule is checked out there.
    private static func withSubmodule(_ fixture: CoordinatorFixture) throws -> Registration {
        let library = fixture.gitFixture.directory.appending("library")
        try fixture.git(["init", "--quiet", library])
        try fixture.gitFixture.commit(["a": "library\n"], message: "library", at: library)
        try fixture.git(["submodule", "--quiet", "add", library, "lib"])
        try fixture.git(["commit", "--quiet", "--message", "submodule"])
        try fixture.git(["submodule", "--quiet", "deinit", "--force", "lib"])
        let session = try fixture.startInWorktree()
        try fixture.git(["submodule", "--quiet", "update", "--init"], at: session.directory)
        return session
    }

    /// Work of every kind in a worktree.
    private static func work(_ fixture: CoordinatorFixture, _ place: String) throws -> [String] {
        let name = place.split(separator: "/").last.map(String.init) ?? ""
        let token = { (kind: String) in "\(kind) in \(name)\n" }
        try fixture.gitFixture.commit(["committed": token("committed")], message: "one", at: place)
        try fixture.git(["switch", "--quiet", "--detach"], at: place)
        try fixture.gitFixture.commit(["detached": token("detached")], message: "two", at: place)
        try Files.write(place + "/staged", token("staged"))
        try fixture.git(["add", "staged"], at: place)
        try Files.write(place + "/staged", token("staged and changed"))
        try Files.write(place + "/README", token("changed"))
        try Files.write(place + "/deep/untracked", token("untracked"))
        return ["committed", "detached", "staged", "staged and changed", "changed", "untracked"].map(token)
    }

    private static func removed(_ fixture: CoordinatorFixture) throws -> (
        trash: String, rescue: String, contents: [String]
    ) {
        try fixture.gitFixture.commit([".gitignore": "*.log\n"], message: "ignore")
        let session = try fixture.startInWorktree()
        let contents = try work(fixture, session.directory)
        try Files.write(session.directory + "/x.log", "ignored\n")
        _ = try fixture.command().release(.id(session.session.id), reason: "test")
        let trash = try #require(try fixture.command().trash().first)
        return (trash.id, try #require(trash.rescue), contents)
    }

    private func run(_ scenario: Scenario, killAt point: String) throws -> (CoordinatorFixture, Victim.Ending, [String])
    {
        let fixture = try CoordinatorFixture()
        let (words, contents) = try scenario.prepare(fixture)
        let ending = try Victim(fixture).run(words, killAt: point)
        return (fixture, ending, contents)
    }

    @Test("killed at every point", arguments: scenarios)
    func everywhere(scenario: Scenario) throws {
        let (_, whole, _) = try run(scenario, killAt: "")
        #expect(whole.status == .exited(0), "\(whole.lines)")
        try #require(whole.points.count > 1)
        var seen: [String: Int] = [:]
        for point in whole.points {
            seen[point, default: 0] += 1
            let place = "\(point):\(seen[point] ?? 1)"
            let (fixture, ending, contents) = try run(scenario, killAt: place)
            #expect(ending.status == .signaled(SIGKILL), "\(place)")
            try expectSound(fixture, contents, place)
            try expectRepaired(fixture, contents, place)
        }
    }

    @Test("killed while git deletes what it keeps of the worktree: what was saved before that holds")
    func killedInGit() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/staged", "staged\n")
        try fixture.git(["add", "staged"], at: session.directory)
        try Files.write(session.directory + "/staged", "and changed\n")
        let own = try fixture.git(["rev-parse", "--absolute-git-dir"], at: session.directory)
        let ending = try Victim(fixture).run(["release", session.session.id], killAt: "remove.noted")
        #expect(ending.status == .signaled(SIGKILL))
        #expect(try fixture.command().trash().isEmpty)
        for name in ["index", "locked", "logs/HEAD"] { unlink("\(own)/\(name)") }
        _ = try fixture.command().cleanup()
        let rescues = try fixture.command().rescues()
        let entry = try #require(try fixture.command().trash().first)
        #expect(rescues.count == 1)
        #expect(entry.rescue == rescues.first?.id)
        #expect(entry.savedUntil > 0)
        #expect(try !fixture.command().holdsUnsavedWork(entry))
        let restored = try fixture.command().restoreTrash(entry.id)
        #expect(try fixture.git(["show", ":staged"], at: restored.path) == "staged")
        #expect(Files.read(restored.path + "/staged") == "and changed\n")
    }

    @Test("nobody starts or ends later because somebody else's removal was cut off")
    func othersDoNotWait() throws {
        let fixture = try CoordinatorFixture()
        let other = try fixture.startInWorktree()
        let third = try fixture.start(3)
        let contents = try Self.work(fixture, other.directory)
        let ending = try Victim(fixture).run(["release", other.session.id], killAt: "remove.taken:1")
        #expect(ending.status == .signaled(SIGKILL))
        // Something of it must have gone, else it is as it was.
        let row = try #require(try fixture.command().worktrees().first { $0.path == other.directory })
        let trash = try #require(row.trashPath)
        Files.makeDirectories(trash.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 })
        #expect(rename(other.directory, trash) == 0)
        let command = try fixture.command(5_000_010)
        #expect(try command.hasIdleWork())
        let fourth = try fixture.start(4)
        _ = try fixture.command(5_000_011).release(.id(third.session.id), reason: "test")
        #expect(try fixture.command().rescues().isEmpty)
        #expect(try fixture.command().worktrees().first { $0.path == other.directory }?.state == .removing)
        #expect(!fourth.isMainCheckout)
        #expect(!Files.exists(third.directory))
        let result = try fixture.command(5_000_012).cleanup(onlyOld: true)
        #expect(result.worktrees.map(\.path) == [other.directory])
        #expect(result.failures.isEmpty)
        #expect(try fixture.command().rescues().count == 1)
        try expectSound(fixture, contents, "cut off")
    }

    @Test(
        "who goes back to a place whose removal was cut off finds it whole",
        arguments: [RegisterRequest.Conversation.resume("talk"), .latest])
    func resumingWaits(_ conversation: RegisterRequest.Conversation) throws {
        let fixture = try CoordinatorFixture()
        let other = try fixture.startInWorktree()
        _ = try fixture.command().sessionStarted(
            ClaudeNotice(process: fixture.claude(2), claudeSessionID: "talk", directory: other.directory, name: nil))
        let contents = try Self.work(fixture, other.directory)
        let ending = try Victim(fixture).run(["release", other.session.id], killAt: "remove.moved:1")
        #expect(ending.status == .signaled(SIGKILL))
        fixture.kill(fixture.claude(2))
        let again = try fixture.start(5, conversation: conversation)
        #expect(again.directory == other.directory)
        #expect(Files.read(again.directory + "/deep/untracked")?.hasPrefix("untracked in ") == true)
        try expectSound(fixture, contents, "resumed")
    }

    private func expectSound(_ fixture: CoordinatorFixture, _ contents: [String], _ place: String) throws {
        let complaints = try fixture.fsck
        #expect(complaints == "", "\(place)")
        #expect(try FindableContent(fixture).missing(contents) == [], "\(place)")
    }

    private func expectRepaired(_ fixture: CoordinatorFixture, _ contents: [String], _ place: String) throws {
        let result = try fixture.command(5_000_010).cleanup()
        #expect(result.failures.isEmpty, "\(place): \(result.failures)")
        try expectSound(fixture, contents, place + ", repaired")
        let rows = try fixture.command(5_000_010).worktrees()
        #expect(rows.allSatisfy { $0.state == .active || $0.state == .kept }, "\(place): \(rows)")
        let listed = try fixture.listedWorktrees
        #expect(Set(rows.map(\.path)) == Set(listed.dropFirst()), "\(place)")
        #expect(listed.allSatisfy { Files.exists($0) }, "\(place)")
        let modules = DirectoryNames.list(fixture.repository + "/parallel-cc.modules")
        let whole = try fixture.command(5_000_010).trash().filter { Files.exists($0.trashPath + "/lib/.git") }
        #expect(Set(whole.map(\.id)) == Set(modules), "\(place)")
        for row in rows where Files.exists(row.path + "/lib/.git") {
            #expect(try fixture.git(["log", "--format=%s"], at: row.path + "/lib") == "library", "\(place)")
        }
        // Another one can come and go.
        let next = try fixture.start(20, here: false)
        #expect(
            try fixture.git(["status", "--porcelain"], at: next.directory).isEmpty || next.isMainCheckout, "\(place)")
        let released = try fixture.command(5_000_011).release(.id(next.session.id), reason: "test")
        #expect(released.released, "\(place): \(released)")
        #expect(released.worktree?.removed != false, "\(place): \(released)")
        try fixture.git(["gc", "--quiet", "--prune=now"])
        try expectSound(fixture, contents, place + ", collected")
    }
}
