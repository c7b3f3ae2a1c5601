import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// An unchanged file may be the last that has its bytes: its blob is not in the repository, or not whole.
@Suite struct UnstoredFilesTests {
    private let fixture: CoordinatorFixture
    private let session: Registration
    private let blob: String

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["last": "bytes\n"], message: "last")
        session = try fixture.startInWorktree()
        blob = try fixture.git(["rev-parse", "main:last"])
        try #require(fixture.git(["status", "--porcelain"], at: session.directory) == "")
    }

    private var object: String { "\(fixture.repository)/objects/\(blob.prefix(2))/\(blob.dropFirst(2))" }

    private func release() throws -> RemovalOutcome {
        try #require(try fixture.command().release(.id(session.session.id), reason: "test").worktree)
    }

    @Test func `where it is missing a rescue has it, and the repository again, too`() throws {
        #expect(unlink(object) == 0)
        let rescue = try #require(try release().rescue)
        #expect(try fixture.git(["show", "refs/parallel-cc/rescue/\(rescue):last"]) == "bytes")
        #expect(try fixture.git(["show", "main:last"]) == "bytes")
    }

    @Test func `where it is empty the worktree is kept, and what helps helps`() throws {
        chmod(object, 0o644)
        try Files.write(object, "")
        let kept = try release()
        #expect(!kept.removed, "\(kept)")
        #expect(kept.kept?.contains(blob.dropFirst(2)) == true, "\(kept)")
        #expect(Files.read(session.directory + "/last") == "bytes\n")
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc/rescue"]) == "")
        try Remedy.follow(kept.kept, in: fixture)
        #expect(try fixture.command().removeWorktree(session.directory).rescue != nil)
        #expect(try fixture.git(["show", "main:last"]) == "bytes")
    }

    @Test func `what a remote has promised is not missing`() throws {
        try fixture.git(["config", "remote.far.promisor", "true"])
        #expect(unlink(object) == 0)
        let outcome = try release()
        #expect(outcome.removed, "\(outcome)")
        #expect(outcome.rescue == nil, "\(outcome)")
    }
}
