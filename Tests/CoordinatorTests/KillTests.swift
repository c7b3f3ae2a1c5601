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
        let prepare: @Sendable (World) throws -> (words: [String], contents: [String])
    }

    static let scenarios: [Scenario] = [
        Scenario(testDescription: "register in a new worktree") { world in
            try world.start(1)
            return (["register", world.root, "6000002"], ["hello\n"])
        },
        Scenario(testDescription: "register in the main checkout") { world in
            (["register", world.root, "6000002"], ["hello\n"])
        },
        Scenario(testDescription: "release of a clean worktree") { world in
            let session = try world.startInWorktree()
            return (["release", session.session.id], ["hello\n"])
        },
        Scenario(testDescription: "release with work") { world in
            let session = try world.startInWorktree()
            return (["release", session.session.id], try work(world, session.directory))
        },
        Scenario(testDescription: "cleanup of two lost worktrees") { world in
            let second = try world.startInWorktree()
            let third = try world.start(3)
            let contents = try work(world, second.directory) + work(world, third.directory)
            try world.sql("UPDATE sessions SET boot_id = 'earlier' WHERE pid != 6000001")
            return (["cleanup"], contents)
        },
        Scenario(testDescription: "removal by name after the directory was deleted") { world in
            let second = try world.startInWorktree()
            try Files.write(second.directory + "/staged", "staged before it was deleted\n")
            try world.git(["add", "staged"], at: second.directory)
            TemporaryDirectory.remove(second.directory)
            try world.sql("UPDATE sessions SET boot_id = 'earlier' WHERE pid != 6000001")
            return (["remove", try #require(second.session.worktreeName)], ["staged before it was deleted\n"])
        },
        Scenario(testDescription: "restore of a rescue") { world in
            let (_, rescue, contents) = try removed(world)
            return (["restore-rescue", rescue], contents)
        },
        Scenario(testDescription: "restore from the trash") { world in
            let (trash, _, contents) = try removed(world)
            return (["restore-trash", trash], contents + ["ignored\n"])
        },
        Scenario(testDescription: "release of a worktree with a submodule") { world in
            let session = try withSubmodule(world)
            try Files.write(session.directory + "/new", "new\n")
            return (["release", session.session.id], ["new\n", "library\n"])
        },
        Scenario(testDescription: "restore of a worktree with a submodule from the trash") { world in
            _ = try world.command().release(.id(try withSubmodule(world).session.id), reason: "test")
            return (["restore-trash", try #require(try world.command().trash().first).id], ["library\n"])
        },
        Scenario(testDescription: "emptying the trash") { world in
            (["empty"], try removed(world).contents)
        },
        Scenario(testDescription: "resuming in a removed worktree") { world in
            let second = try world.startInWorktree()
            _ = try world.command().sessionStarted(
                ClaudeNotice(
                    process: world.claude(2), claudeSessionID: "talk", directory: second.directory, name: nil))
            let contents = try work(world, second.directory)
            _ = try world.command().release(.id(second.session.id), reason: "test")
            return (["resume", world.root, "6000004", "talk"], contents)
        },
    ]

    /// A session in a worktree whose only submodule is checked out there.
    private static func withSubmodule(_ world: World) throws -> Registration {
        let library = world.fixture.directory.appending("library")
        try world.git(["init", "--quiet", library])
        try world.fixture.commit(["a": "library\n"], message: "library", at: library)
        try world.git(["submodule", "--quiet", "add", library, "lib"])
        try world.git(["commit", "--quiet", "--message", "submodule"])
        try world.git(["submodule", "--quiet", "deinit", "--force", "lib"])
        let session = try world.startInWorktree()
        try world.git(["submodule", "--quiet", "update", "--init"], at: session.directory)
        return session
    }

    /// Work of every kind in a worktree.
    private static func work(_ world: World, _ place: String) throws -> [String] {
        let name = place.split(separator: "/").last.map(String.init) ?? ""
        let token = { (kind: String) in "\(kind) in \(name)\n" }
        try world.fixture.commit(["committed": token("committed")], message: "one", at: place)
        try world.git(["switch", "--quiet", "--detach"], at: place)
        try world.fixture.commit(["detached": token("detached")], message: "two", at: place)
        try Files.write(place + "/staged", token("staged"))
        try world.git(["add", "staged"], at: place)
        try Files.write(place + "/staged", token("staged and changed"))
        try Files.write(place + "/README", token("changed"))
        try Files.write(place + "/deep/untracked", token("untracked"))
        return ["committed", "detached", "staged", "staged and changed", "changed", "untracked"].map(token)
    }

    private static func removed(_ world: World) throws -> (trash: String, rescue: String, contents: [String]) {
        try world.fixture.commit([".gitignore": "*.log\n"], message: "ignore")
        let session = try world.startInWorktree()
        let contents = try work(world, session.directory)
        try Files.write(session.directory + "/x.log", "ignored\n")
        _ = try world.command().release(.id(session.session.id), reason: "test")
        let trash = try #require(try world.command().trash().first)
        return (trash.id, try #require(trash.rescue), contents)
    }

    private func run(_ scenario: Scenario, killAt point: String) throws -> (World, Victim.Ending, [String]) {
        let world = try World()
        let (words, contents) = try scenario.prepare(world)
        let ending = try Victim(world).run(words, killAt: point)
        return (world, ending, contents)
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
            let (world, ending, contents) = try run(scenario, killAt: place)
            #expect(ending.status == .signaled(SIGKILL), "\(place)")
            try expectSound(world, contents, place)
            try expectRepaired(world, contents, place)
        }
    }

    @Test("killed while git deletes what it keeps of the worktree: what was saved before that holds")
    func killedInGit() throws {
        let world = try World()
        let session = try world.startInWorktree()
        try Files.write(session.directory + "/staged", "staged\n")
        try world.git(["add", "staged"], at: session.directory)
        try Files.write(session.directory + "/staged", "and changed\n")
        let own = try world.git(["rev-parse", "--absolute-git-dir"], at: session.directory)
        let ending = try Victim(world).run(["release", session.session.id], killAt: "remove.noted")
        #expect(ending.status == .signaled(SIGKILL))
        #expect(try world.command().trash().isEmpty)
        for name in ["index", "locked", "logs/HEAD"] { unlink("\(own)/\(name)") }
        _ = try world.command().cleanup()
        let rescues = try world.command().rescues()
        let entry = try #require(try world.command().trash().first)
        #expect(rescues.count == 1 && entry.rescue == rescues.first?.id && entry.savedUntil > 0)
        #expect(try !world.command().holdsUnsavedWork(entry))
        let restored = try world.command().restoreTrash(entry.id)
        #expect(try world.git(["show", ":staged"], at: restored.path) == "staged")
        #expect(Files.read(restored.path + "/staged") == "and changed\n")
    }

    @Test("nobody starts or ends later because somebody else's removal was cut off")
    func othersDoNotWait() throws {
        let world = try World()
        let other = try world.startInWorktree()
        let third = try world.start(3)
        let contents = try Self.work(world, other.directory)
        let ending = try Victim(world).run(["release", other.session.id], killAt: "remove.taken:1")
        #expect(ending.status == .signaled(SIGKILL))
        // Something of it must have gone, else it is as it was.
        let row = try #require(try world.command().worktrees().first { $0.path == other.directory })
        let trash = try #require(row.trashPath)
        Files.makeDirectories(trash.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 })
        #expect(rename(other.directory, trash) == 0)
        let command = try world.command(5_000_010)
        #expect(try command.hasIdleWork())
        let fourth = try world.start(4)
        _ = try world.command(5_000_011).release(.id(third.session.id), reason: "test")
        #expect(try world.command().rescues().isEmpty)
        #expect(try world.command().worktrees().first { $0.path == other.directory }?.state == .removing)
        #expect(!fourth.isMainCheckout && !Files.exists(third.directory))
        let result = try world.command(5_000_012).cleanup(onlyOld: true)
        #expect(result.worktrees.map(\.path) == [other.directory] && result.failures.isEmpty)
        #expect(try world.command().rescues().count == 1)
        try expectSound(world, contents, "cut off")
    }

    @Test(
        "who goes back to a place whose removal was cut off finds it whole",
        arguments: [RegisterRequest.Conversation.resume("talk"), .latest])
    func resumingWaits(_ conversation: RegisterRequest.Conversation) throws {
        let world = try World()
        let other = try world.startInWorktree()
        _ = try world.command().sessionStarted(
            ClaudeNotice(process: world.claude(2), claudeSessionID: "talk", directory: other.directory, name: nil))
        let contents = try Self.work(world, other.directory)
        let ending = try Victim(world).run(["release", other.session.id], killAt: "remove.moved:1")
        #expect(ending.status == .signaled(SIGKILL))
        world.kill(world.claude(2))
        let again = try world.start(5, conversation: conversation)
        #expect(again.directory == other.directory)
        #expect(Files.read(again.directory + "/deep/untracked")?.hasPrefix("untracked in ") == true)
        try expectSound(world, contents, "resumed")
    }

    private func expectSound(_ world: World, _ contents: [String], _ place: String) throws {
        let complaints = try world.fsck
        #expect(complaints == "", "\(place)")
        #expect(try Oracle(world).missing(contents) == [], "\(place)")
    }

    private func expectRepaired(_ world: World, _ contents: [String], _ place: String) throws {
        let result = try world.command(5_000_010).cleanup()
        #expect(result.failures.isEmpty, "\(place): \(result.failures)")
        try expectSound(world, contents, place + ", repaired")
        let rows = try world.command(5_000_010).worktrees()
        #expect(rows.allSatisfy { $0.state == .active || $0.state == .kept }, "\(place): \(rows)")
        let listed = try world.listedWorktrees
        #expect(Set(rows.map(\.path)) == Set(listed.dropFirst()), "\(place)")
        #expect(listed.allSatisfy { Files.exists($0) }, "\(place)")
        let modules = DirectoryNames.list(world.repository + "/parallel-cc.modules")
        let whole = try world.command(5_000_010).trash().filter { Files.exists($0.trashPath + "/lib/.git") }
        #expect(Set(whole.map(\.id)) == Set(modules), "\(place)")
        for row in rows where Files.exists(row.path + "/lib/.git") {
            #expect(try world.git(["log", "--format=%s"], at: row.path + "/lib") == "library", "\(place)")
        }
        // Another one can come and go.
        let next = try world.start(20, here: false)
        #expect(
            try world.git(["status", "--porcelain"], at: next.directory).isEmpty || next.isMainCheckout, "\(place)")
        let released = try world.command(5_000_011).release(.id(next.session.id), reason: "test")
        #expect(released.released && released.worktree?.removed != false, "\(place): \(released)")
        try world.git(["gc", "--quiet", "--prune=now"])
        try expectSound(world, contents, place + ", collected")
    }
}
