import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct AtomicFileTests {
    let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    private func facts(_ name: String) throws -> FileFacts {
        try #require(try FileFacts(ofLinkAt: scratch.file(name)))
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func createsWithFolders() throws {
        let path = scratch.file("new\nfolder/deeper/file name")
        try AtomicFile.write(bytes("x"), to: path, replacing: nil, mode: 0o600)
        #expect(try AtomicFile.read(path) == bytes("x"))
        #expect(try facts("new\nfolder").mode == 0o700)
        #expect(try facts("new\nfolder/deeper/file name").mode == 0o600)
        #expect(try scratch.tree().count == 3, "no temporary file stays")
    }

    @Test func keepsModeAndOwner() throws {
        let path = try scratch.write("old", to: "f")
        try #require(chmod(path, 0o640) == 0)
        if geteuid() == 0 { try #require(chown(path, 12_345, 54_321) == 0) }
        let before = try facts("f")
        try AtomicFile.write(bytes("new"), to: path, replacing: bytes("old"))
        let after = try facts("f")
        #expect(try scratch.read("f") == "new")
        #expect((after.mode, after.user, after.group) == (0o640, before.user, before.group))
    }

    @Test func followsLinks() throws {
        try scratch.folder("dotfiles")
        try scratch.write("old", to: "dotfiles/settings")
        try #require(symlink("dotfiles/second", scratch.file("first")) == 0)
        try #require(symlink("settings", scratch.file("dotfiles/second")) == 0)
        try AtomicFile.write(bytes("new"), to: scratch.file("first"), replacing: bytes("old"))
        #expect(try scratch.read("dotfiles/settings") == "new")
        #expect(try facts("first").isSymbolicLink)
        #expect(try facts("dotfiles/second").isSymbolicLink)
    }

    @Test func createsBehindADanglingLink() throws {
        try #require(symlink("nowhere/yet", scratch.file("link")) == 0)
        #expect(try AtomicFile.read(scratch.file("link")) == nil)
        try AtomicFile.write(bytes("x"), to: scratch.file("link"), replacing: nil)
        #expect(try scratch.read("nowhere/yet") == "x")
    }

    @Test func refusesLinksInACircle() throws {
        try #require(symlink("b", scratch.file("a")) == 0)
        try #require(symlink("a", scratch.file("b")) == 0)
        let error = #expect(throws: ParallelError.self) { try AtomicFile.read(scratch.file("a")) }
        #expect(error?.code == .fileUnreadable)
    }

    @Test(arguments: [nil, "other", ""])
    func refusesAChangedFile(_ expected: String?) throws {
        let path = try scratch.write("theirs", to: "f")
        let error = #expect(throws: ParallelError.self) {
            try AtomicFile.write(bytes("ours"), to: path, replacing: expected.map(bytes))
        }
        #expect(error?.code == .fileChanged)
        #expect(throws: ParallelError.self) { try AtomicFile.delete(path, replacing: bytes(expected ?? "")) }
        #expect(try scratch.read("f") == "theirs")
        #expect(try scratch.tree().count == 1)
    }

    @Test func refusesAVanishedFile() throws {
        let error = #expect(throws: ParallelError.self) {
            try AtomicFile.write(bytes("ours"), to: scratch.file("f"), replacing: bytes("was here"))
        }
        #expect(error?.code == .fileChanged)
        #expect(try scratch.tree().isEmpty)
    }

    @Test func refusesFoldersAndPipes() throws {
        let folder = try scratch.folder("d")
        try #require(mkfifo(scratch.file("pipe"), 0o600) == 0)
        for path in [folder, scratch.file("pipe")] {
            #expect(throws: ParallelError.self) { try AtomicFile.read(path) }
            #expect(throws: ParallelError.self) { try AtomicFile.write([], to: path, replacing: nil) }
        }
        #expect(try FileFacts(ofLinkAt: folder)?.isFolder == true)
    }

    @Test func reportsAFolderThatIsAFile() throws {
        try scratch.write("", to: "f")
        let error = #expect(throws: ParallelError.self) {
            try AtomicFile.write([1], to: scratch.file("f/below"), replacing: nil)
        }
        #expect(error?.code == .fileUnwritable)
        #expect(error?.hint != nil)
    }

    @Test func deletes() throws {
        let path = try scratch.write("x", to: "f")
        try AtomicFile.delete(path, replacing: bytes("x"))
        #expect(!AtomicFile.exists(path))
    }

    @Test func refusesHugeFiles() throws {
        let path = try scratch.write("", to: "huge")
        try #require(truncate(path, off_t(AtomicFile.maximumSize + 1)) == 0)
        #expect(throws: ParallelError.self) { try AtomicFile.read(path) }
    }

    @Test func reportsMissingPermission() throws {
        let folder = try scratch.folder("closed")
        let path = try scratch.write("x", to: "closed/f")
        let user = try OrdinaryUser(owning: [scratch.path, folder, path])
        try #require(chmod(path, 0) == 0)
        let unread = #expect(throws: ParallelError.self) { try user.run { try AtomicFile.read(path) } }
        #expect(unread?.code == .fileUnreadable)
        #expect(unread?.cause == "Permission denied")
        try #require(chmod(path, 0o600) == 0 && chmod(folder, 0o500) == 0)
        defer { chmod(folder, 0o700) }
        let error = #expect(throws: ParallelError.self) {
            try user.run { try AtomicFile.write(bytes("y"), to: path, replacing: bytes("x")) }
        }
        #expect(error?.code == .fileUnwritable)
        #expect(error?.cause == "Permission denied")
        #expect(try user.run { try AtomicFile.read(path) } == bytes("x"))
    }
}
