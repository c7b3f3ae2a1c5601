import CoordinatorFixtures
import TestSupport
import Testing

@testable import Coordinator

/// The worktree of a session that ends on a branch without a commit.
@Suite struct OrphanBranchTests {
    /// The formats of references and objects that this machine's git has.
    static let formats = [[], ["--ref-format=reftable"], ["--object-format=sha256"]].filter { arguments in
        (try? GitFixture(initArguments: arguments, commit: false)) != nil
    }

    @Test("goes, and comes back with the commits that only its reflog had", arguments: formats)
    func orphan(initArguments: [String]) throws {
        let fixture = try CoordinatorFixture(initArguments: initArguments)
        let session = try fixture.startInWorktree()
        try fixture.git(["checkout", "--quiet", "--detach"], at: session.directory)
        try fixture.gitFixture.commit(["only": "in the reflog\n"], message: "one", at: session.directory)
        let commit = try fixture.git(["rev-parse", "HEAD"], at: session.directory)
        try fixture.git(["switch", "--quiet", "--orphan", "fresh"], at: session.directory)
        try Files.write(session.directory + "/new", "new\n")
        let outcome = try #require(
            try fixture.command().release(.id(session.session.id), reason: "test").worktree)
        #expect(outcome.removed, "\(outcome.kept ?? "")")
        let rescue = try #require(outcome.rescue)
        let parents = try fixture.git(["rev-list", "--parents", "-1", fixture.command().rescue(rescue).commit])
        #expect(parents.contains(commit))
        let entry = try #require(try fixture.command().trash().first)
        let restored = try fixture.command().restoreTrash(entry.id)
        #expect(restored.keptReason == "restored")
        #expect(try fixture.git(["symbolic-ref", "HEAD"], at: restored.path) == "refs/heads/fresh")
        #expect(Files.read(restored.path + "/new") == "new\n")
    }

    @Test("goes where nothing is in it", arguments: formats)
    func empty(initArguments: [String]) throws {
        let fixture = try CoordinatorFixture(initArguments: initArguments)
        let session = try fixture.startInWorktree()
        try fixture.git(["switch", "--quiet", "--orphan", "fresh"], at: session.directory)
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true, "\(outcome?.kept ?? "")")
    }
}
