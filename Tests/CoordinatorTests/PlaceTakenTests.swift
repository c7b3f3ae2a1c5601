import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Saved work whose place is taken by what must not be moved away. No command is named that moves it.
@Suite struct PlaceTakenTests {
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    /// Follows the hint of a restore that was refused.
    private func expectElsewhere(
        _ error: ParallelError?, message: String, restoring: (String) throws -> WorktreeRecord
    ) throws {
        let error = try #require(error)
        #expect(error.code == .pathExists && error.message.hasPrefix(message), "\(error)")
        let hint = try #require(error.hint)
        #expect(!hint.contains("mv "), "\(hint)")
        let place = String(try #require(hint.split(separator: " ").last))
        #expect(hint.contains(" restore ") && hint.contains(" --to "))
        #expect(try restoring(place).path == place)
    }

    @Test("a worktree, where a session lives or none", arguments: [true, false])
    func worktree(isLiving: Bool) throws {
        try fixture.gitFixture.commit([".gitignore": ".env\n"], message: "ignore")
        let session = try fixture.startInWorktree()
        for name in [".env", "new"] { try Files.write(session.directory + "/" + name, "\(name)\n") }
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let rescue = try #require(outcome?.rescue)
        let entry = try #require(try fixture.command().trash().first)
        let again = try fixture.command().restoreRescue(rescue, to: nil)
        let living = isLiving ? try fixture.start(3, at: again.path).session.id : nil
        let message = living.map { "session \($0) works there" } ?? "a worktree is there"
        let taken = #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(rescue, to: nil) }
        try expectElsewhere(taken, message: message) { try fixture.command().restoreRescue(rescue, to: $0) }
        let error = #expect(throws: ParallelError.self) { try fixture.command().restoreTrash(entry.id) }
        try expectElsewhere(error, message: message) { place in
            let restored = try fixture.command().restoreTrash(entry.id, to: place)
            #expect(Files.read(place + "/.env") == ".env\n")
            return restored
        }
        #expect(try fixture.listedWorktrees.contains(again.path))
    }

    @Test("the main checkout, of which a rescue was made: the command that is named brings it back elsewhere")
    func mainCheckout() throws {
        try Files.write(fixture.root + "/new", "new\n")
        let id = try fixture.command().keepRescue(of: fixture.root, reason: "test")
        let place = fixture.root + "-restored"
        let rescue = try fixture.command(directory: fixture.root).rescue(id)
        #expect(rescue.restoreCommand == "parallel-cc rescue restore \(id) --to \(place)")
        let error = #expect(throws: ParallelError.self) {
            try fixture.command(directory: fixture.root).restoreRescue(id, to: nil)
        }
        try expectElsewhere(error, message: "the checkout of a repository is there") {
            try fixture.command(directory: fixture.root).restoreRescue(id, to: $0)
        }
        #expect(Files.read(place + "/new") == "new\n")
        #expect(try fixture.command(directory: fixture.root).rescue(id).restoreCommand.hasSuffix("-restored-2"))
    }

    @Test("a directory that holds a repository, is one, or in which a process lives", arguments: [0, 1, 2])
    func directory(kind: Int) throws {
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/new", "new\n")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let rescue = try #require(outcome?.rescue)
        let place = session.directory
        try Files.write(place + "/own", "own\n")
        var child: Child?
        switch kind {
        case 0: try fixture.git(["init", "--quiet", place + "/deep/inner"])
        case 1: try fixture.git(["init", "--quiet", "--bare", place])
        default: child = try Child(["sleep", "1000"], directory: place)
        }
        let messages = ["a repository lies in it: deep/inner", "a repository is there", "a process lives in it: "]
        let error = #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(rescue, to: nil) }
        try expectElsewhere(error, message: messages[kind]) { try fixture.command().restoreRescue(rescue, to: $0) }
        child?.end()
    }

    @Test("what is in the way of a removal and a process lives in it: no command moves it")
    func processInTheWay() throws {
        let session = try fixture.startInWorktree()
        TemporaryDirectory.remove(session.directory)
        let other = fixture.gitFixture.directory.appending("other")
        try fixture.git(["init", "--quiet", other])
        try fixture.gitFixture.commit(["own": "own\n"], message: "one", at: other)
        try fixture.git(["worktree", "add", "--quiet", "-b", "mine", session.directory], at: other)
        let child = try Child(["sleep", "1000"], directory: session.directory)
        let kept = try fixture.command().release(.id(session.session.id), reason: "test").worktree?.kept ?? ""
        #expect(kept.contains("its .git leads to another repository"), "\(kept)")
        #expect(kept.contains("What helps: end what lives in \(session.directory) first: "), "\(kept)")
        child.end()
        let again = try fixture.command().removeWorktree(session.directory).kept
        try Remedy.follow(again, in: fixture)
        #expect(Files.read(session.directory + "-moved/own") == "own\n")
    }
}
