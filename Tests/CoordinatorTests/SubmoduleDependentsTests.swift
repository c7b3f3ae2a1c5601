import CoordinatorFixtures
import Exec
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// A worktree stays while another repository needs that of one of its submodules.
@Suite struct SubmoduleDependentsTests {
    /// The worktree stays, goes once what is named was done, and then the repository at `path` has all its objects.
    private func expectKept(_ submodules: Submodules, _ words: String, whole path: String) throws {
        let fixture = submodules.fixture
        var outcome = try #require(try submodules.release())
        #expect(outcome.kept?.contains(words) == true, "\(outcome.kept ?? "removed")")
        for _ in 0..<4 where !outcome.removed {
            try Remedy.follow(outcome.kept, in: fixture)
            outcome = try fixture.command().removeWorktree(submodules.place)
        }
        #expect(outcome.removed, "\(outcome.kept ?? "")")
        _ = try fixture.command().emptyTrash(olderThanDays: 0)
        try fixture.git(["fsck"], at: path)
        try fixture.git(["status", "--porcelain"], at: path)
    }

    @Test("the main checkout's submodule takes its objects from that of the worktree")
    func borrowed() throws {
        let submodules = try Submodules()
        try submodules.fixture.git(
            ["submodule", "--quiet", "update", "--init", "--reference", submodules.modules + "/lib", "lib"])
        #expect(Files.exists(submodules.fixture.repository + "/modules/lib/objects/info/alternates"))
        try expectKept(
            submodules, "another repository takes objects from that of a submodule",
            whole: submodules.fixture.root + "/lib")
    }

    @Test("the submodule of another worktree does, itself or by way of another repository", arguments: [true, false])
    func borrowedElsewhere(isDirect: Bool) throws {
        let submodules = try Submodules()
        let fixture = submodules.fixture
        let other = try fixture.start(3).directory
        var source = submodules.modules + "/lib"
        if !isDirect {
            source = fixture.gitFixture.directory.appending("between.git")
            try fixture.git(["clone", "--quiet", "--bare", "--shared", submodules.modules + "/lib", source])
        }
        try fixture.git(["submodule", "--quiet", "update", "--init", "--reference", source], at: other)
        try fixture.gitFixture.commit(["b": "of the living session\n"], message: "living", at: other + "/lib")
        // Of which only an unfinished operation knows.
        try Files.write(other + "/lib/lost", "lost\n")
        let lost = try fixture.git(["hash-object", "-w", "lost"], at: other + "/lib")
        unlink(other + "/lib/lost")
        try fixture.git(["repack", "--quiet", "-a", "-d", "-l", "--keep-unreachable"], at: other + "/lib")
        try expectKept(submodules, "another repository takes objects from that of a submodule", whole: other + "/lib")
        #expect(try fixture.git(["cat-file", "-p", lost], at: other + "/lib") == "lost")
    }

    @Test("a submodule that is kept for the trash does")
    func borrowedInTrash() throws {
        let submodules = try Submodules()
        let fixture = submodules.fixture
        let other = try fixture.start(3)
        try fixture.git(
            ["submodule", "--quiet", "update", "--init", "--reference", submodules.modules + "/lib"],
            at: other.directory)
        #expect(try fixture.command().release(.id(other.session.id), reason: "test").worktree?.removed == true)
        let trash = try #require(try fixture.command().trash().first)
        let kept = try #require(try submodules.release()?.kept)
        let words = "takes objects from that of a submodule: \(fixture.repository)/parallel-cc.modules"
        #expect(kept.contains(words), "\(kept)")
        try Remedy.follow(kept, in: fixture)
        #expect(try fixture.command().removeWorktree(submodules.place).removed)
        let gone = try #require(try fixture.command().trash().first { $0.path == submodules.place })
        TemporaryDirectory.remove(fixture.repository + "/parallel-cc.modules/" + gone.id)
        let restored = try fixture.command().restoreTrash(trash.id)
        try fixture.git(["fsck"], at: restored.path + "/lib")
    }

    @Test("the main checkout's is a link to it, or has its objects by a link", arguments: ["", "/objects"])
    func linked(part: String) throws {
        let submodules = try Submodules(inMain: true)
        let fixture = submodules.fixture
        try fixture.git(["branch", "unreachable"], at: submodules.lib)
        try fixture.git(["switch", "--quiet", "unreachable"], at: submodules.lib)
        try fixture.gitFixture.commit(["b": "alone\n"], message: "alone", at: submodules.lib)
        try fixture.git(["switch", "--quiet", "--detach", "HEAD~1"], at: submodules.lib)
        let link = fixture.repository + "/modules/lib" + part
        #expect(rename(link, fixture.gitFixture.directory.appending("former")) == 0)
        #expect(symlink(submodules.modules + "/lib" + part, link) == 0)
        try expectKept(submodules, "another repository leads into that of a submodule", whole: fixture.root + "/lib")
        #expect(try fixture.git(["log", "--all", "--format=%s"], at: fixture.root + "/lib").contains("alone"))
    }
}
