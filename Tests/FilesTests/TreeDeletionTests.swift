import Glibc
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
}
