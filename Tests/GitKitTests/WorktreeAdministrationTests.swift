import TestSupport
import Testing

@testable import GitKit

/// Where git says that a worktree lies.
@Suite struct WorktreeAdministrationTests {
    @Test(
        "by an absolute path, or by one from git's own directory, also when the worktree is gone",
        arguments: [
            ("/elsewhere/tree/.git", "/elsewhere/tree"), ("../../../../near/tree/.git", "/near/tree"),
            ("../.././../inside/.git", "/repo/inside"),
            // A slash and a combining character after it are one Character, which is no slash.
            ("../../../../near/\u{301}tree/.git", "/near/\u{301}tree"),
        ])
    func place(written: String, expected: String) throws {
        let folder = TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        let common = folder.path + "/repo/.git"
        try Files.write(common + "/worktrees/tree/gitdir", written + "\n")
        let path = written.hasPrefix("/") ? expected : folder.path + expected
        let places = WorktreeAdministration.all(commonDirectory: common).map { Array($0.path.utf8) }
        #expect(places == [Array(path.utf8)])
        #expect(
            WorktreeAdministration.find(path: path, commonDirectory: common)?.directory == common + "/worktrees/tree")
    }

    @Test("one that git has only begun to write is no worktree, and nowhere")
    func halfMade() throws {
        let folder = TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        let common = folder.path + "/repo/.git"
        try Files.write(common + "/worktrees/tree/gitdir", "")
        #expect(WorktreeAdministration.all(commonDirectory: common).isEmpty)
    }
}
