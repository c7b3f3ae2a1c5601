import Glibc
import HookCore
import TestSupport
import Testing

@testable import Files

@Suite struct TreeDeletionTests {
    @Test func `closed directories are opened by their owner, the topmost one too`() throws {
        let directory = TemporaryDirectory()
        let tree = directory.appending("tree")
        try TestSupport.Files.write(tree + "/sub/file", "x")
        for path in [tree + "/sub", tree] { #expect(chmod(path, 0o500) == 0) }
        let owner = try OrdinaryUser(owning: [directory.path, tree, tree + "/sub", tree + "/sub/file"])
        try owner.run { try TreeDeletion.delete(tree) }
        #expect(!FileAccess.exists(tree))
    }

    @Test(arguments: ["/", "/.", "/..", "/sub/.."]) func `a path without a name at its end deletes nothing`(
        end: String
    ) throws {
        let directory = TemporaryDirectory()
        try TestSupport.Files.write(directory.appending("tree/sub/file"), "x")
        let error = #expect(throws: ParallelError.self) { try TreeDeletion.delete(directory.appending("tree") + end) }
        #expect(error?.code == .cannotWrite)
        #expect(TestSupport.Files.read(directory.appending("tree/sub/file")) == "x")
    }
}
