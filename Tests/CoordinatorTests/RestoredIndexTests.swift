import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// What git makes of a worktree's index after the worktree has come back.
@Suite struct RestoredIndexTests {
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    /// 2020, for a file and for the index that git wrote in the same second.
    private func age(_ path: String) throws {
        let moment = [timespec(tv_sec: 1_600_000_000, tv_nsec: 0), timespec(tv_sec: 1_600_000_000, tv_nsec: 0)]
        try #require(utimensat(AT_FDCWD, path, moment, 0) == 0)
    }

    private func write(_ text: String, into path: String) throws {
        let descriptor = open(path, O_WRONLY | O_TRUNC)
        try #require(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count && close(descriptor) == 0)
        try age(path)
    }

    @Test(
        "a change that only the time of the index gives away is seen when the worktree has come back",
        arguments: [(true, ""), (true, "core.splitIndex"), (false, "")])
    func racyChange(isFromTrash: Bool, setting: String) throws {
        try fixture.gitFixture.commit(["f": "code\n"], message: "f")
        // Then the times that the test sets are all that git compares.
        try fixture.git(["config", "core.trustctime", "false"])
        if !setting.isEmpty { try fixture.git(["config", setting, "true"]) }
        let session = try fixture.startInWorktree()
        let directory = session.directory
        let file = directory + "/f"
        try age(file)
        try fixture.git(["update-index", "--refresh"], at: directory)
        try write("MINE\n", into: file)
        try age(try fixture.git(["rev-parse", "--absolute-git-dir"], at: directory) + "/index")
        #expect(try fixture.git(["diff-files", "--name-only"], at: directory) == "f")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let rescue = try #require(outcome?.rescue)
        if isFromTrash {
            _ = try fixture.command().restoreTrash(directory)
        } else {
            _ = try fixture.command().restoreRescue(rescue, to: nil)
        }
        #expect(Files.read(file) == "MINE\n")
        #expect(try fixture.git(["diff-files", "--name-only"], at: directory) == "f")
        #expect(try fixture.git(["status", "--porcelain"], at: directory) == " M f")
        #expect(throws: (any Error).self) { try fixture.git(["checkout", "--quiet", "HEAD~1"], at: directory) }
    }
}
