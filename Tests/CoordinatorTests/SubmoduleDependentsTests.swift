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
    private func expectKept(_ fixture: Submodules, _ words: String, whole path: String) throws {
        let world = fixture.world
        var outcome = try #require(try fixture.release())
        #expect(outcome.kept?.contains(words) == true, "\(outcome.kept ?? "removed")")
        for _ in 0..<4 where !outcome.removed {
            try Remedy.follow(outcome.kept, in: world)
            outcome = try world.command().removeWorktree(fixture.place)
        }
        #expect(outcome.removed, "\(outcome.kept ?? "")")
        _ = try world.command().emptyTrash(olderThanDays: 0)
        try world.git(["fsck"], at: path)
        try world.git(["status", "--porcelain"], at: path)
    }

    @Test("the main checkout's submodule takes its objects from that of the worktree")
    func borrowed() throws {
        let fixture = try Submodules()
        try fixture.world.git(
            ["submodule", "--quiet", "update", "--init", "--reference", fixture.modules + "/lib", "lib"])
        #expect(Files.exists(fixture.world.repository + "/modules/lib/objects/info/alternates"))
        try expectKept(
            fixture, "another repository takes objects from that of a submodule", whole: fixture.world.root + "/lib")
    }

    @Test("the submodule of another worktree does, itself or by way of another repository", arguments: [true, false])
    func borrowedElsewhere(isDirect: Bool) throws {
        let fixture = try Submodules()
        let world = fixture.world
        let other = try world.start(3).directory
        var source = fixture.modules + "/lib"
        if !isDirect {
            source = world.fixture.directory.appending("between.git")
            try world.git(["clone", "--quiet", "--bare", "--shared", fixture.modules + "/lib", source])
        }
        try world.git(["submodule", "--quiet", "update", "--init", "--reference", source], at: other)
        try world.fixture.commit(["b": "of the living session\n"], message: "living", at: other + "/lib")
        // Of which only an unfinished operation knows.
        try Files.write(other + "/lib/lost", "lost\n")
        let lost = try world.git(["hash-object", "-w", "lost"], at: other + "/lib")
        unlink(other + "/lib/lost")
        try world.git(["repack", "--quiet", "-a", "-d", "-l", "--keep-unreachable"], at: other + "/lib")
        try expectKept(fixture, "another repository takes objects from that of a submodule", whole: other + "/lib")
        #expect(try world.git(["cat-file", "-p", lost], at: other + "/lib") == "lost")
    }

    @Test("a submodule that is kept for the trash does")
    func borrowedInTrash() throws {
        let fixture = try Submodules()
        let world = fixture.world
        let other = try world.start(3)
        try world.git(
            ["submodule", "--quiet", "update", "--init", "--reference", fixture.modules + "/lib"], at: other.directory)
        #expect(try world.command().release(.id(other.session.id), reason: "test").worktree?.removed == true)
        let trash = try #require(try world.command().trash().first)
        let kept = try #require(try fixture.release()?.kept)
        let words = "takes objects from that of a submodule: \(world.repository)/parallel-cc.modules"
        #expect(kept.contains(words), "\(kept)")
        try Remedy.follow(kept, in: world)
        #expect(try world.command().removeWorktree(fixture.place).removed)
        let gone = try #require(try world.command().trash().first { $0.path == fixture.place })
        TemporaryDirectory.remove(world.repository + "/parallel-cc.modules/" + gone.id)
        let restored = try world.command().restoreTrash(trash.id)
        try world.git(["fsck"], at: restored.path + "/lib")
    }

    @Test("the main checkout's is a link to it, or has its objects by a link", arguments: ["", "/objects"])
    func linked(part: String) throws {
        let fixture = try Submodules(inMain: true)
        let world = fixture.world
        try world.git(["branch", "lonely"], at: fixture.lib)
        try world.git(["switch", "--quiet", "lonely"], at: fixture.lib)
        try world.fixture.commit(["b": "alone\n"], message: "alone", at: fixture.lib)
        try world.git(["switch", "--quiet", "--detach", "HEAD~1"], at: fixture.lib)
        let link = world.repository + "/modules/lib" + part
        #expect(rename(link, world.fixture.directory.appending("former")) == 0)
        #expect(symlink(fixture.modules + "/lib" + part, link) == 0)
        try expectKept(fixture, "another repository leads into that of a submodule", whole: world.root + "/lib")
        #expect(try world.git(["log", "--all", "--format=%s"], at: world.root + "/lib").contains("alone"))
    }
}
