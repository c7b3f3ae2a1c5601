import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct AtomicFileTests {
    let scratch: TemporaryDirectory

    init() throws { scratch = TemporaryDirectory.oddlyNamed() }

    private func facts(_ name: String) throws -> FileFacts {
        try #require(try FileFacts(ofLinkAt: scratch.appending(name)))
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `creates with folders`() throws {
        let path = scratch.appending("new\nfolder/deeper/file name")
        try AtomicFile.write(bytes("x"), to: path, replacing: nil, mode: 0o600)
        #expect(try AtomicFile.read(path) == bytes("x"))
        #expect(try facts("new\nfolder").mode == 0o700)
        #expect(try facts("new\nfolder/deeper/file name").mode == 0o600)
        #expect(try scratch.tree().count == 3, "no temporary file stays")
    }

    @Test func `keeps mode and owner`() throws {
        let path = try scratch.write("old", to: "f")
        try #require(chmod(path, 0o640) == 0)
        if geteuid() == 0 { try #require(chown(path, 12_345, 54_321) == 0) }
        let before = try facts("f")
        try AtomicFile.write(bytes("new"), to: path, replacing: bytes("old"))
        let after = try facts("f")
        #expect(try scratch.read("f") == "new")
        #expect((after.mode, after.user, after.group) == (0o640, before.user, before.group))
    }

    @Test func `follows links`() throws {
        try scratch.folder("dotfiles")
        try scratch.write("old", to: "dotfiles/settings")
        try #require(symlink("dotfiles/second", scratch.appending("first")) == 0)
        try #require(symlink("settings", scratch.appending("dotfiles/second")) == 0)
        try AtomicFile.write(bytes("new"), to: scratch.appending("first"), replacing: bytes("old"))
        #expect(try scratch.read("dotfiles/settings") == "new")
        #expect(try facts("first").isSymbolicLink)
        #expect(try facts("dotfiles/second").isSymbolicLink)
    }

    @Test func `creates behind a dangling link`() throws {
        try #require(symlink("nowhere/yet", scratch.appending("link")) == 0)
        #expect(try AtomicFile.read(scratch.appending("link")) == nil)
        try AtomicFile.write(bytes("x"), to: scratch.appending("link"), replacing: nil)
        #expect(try scratch.read("nowhere/yet") == "x")
    }

    @Test func `refuses links in a circle`() throws {
        try #require(symlink("b", scratch.appending("a")) == 0)
        try #require(symlink("a", scratch.appending("b")) == 0)
        let error = #expect(throws: ParallelError.self) { try AtomicFile.read(scratch.appending("a")) }
        #expect(error?.code == .fileUnreadable)
    }

    @Test(arguments: [nil, "other", ""])
    func `refuses a changed file`(_ expected: String?) throws {
        let path = try scratch.write("theirs", to: "f")
        let error = #expect(throws: ParallelError.self) {
            try AtomicFile.write(bytes("ours"), to: path, replacing: expected.map(bytes))
        }
        #expect(error?.code == .fileChanged)
        #expect(throws: ParallelError.self) { try AtomicFile.delete(path, replacing: bytes(expected ?? "")) }
        #expect(try scratch.read("f") == "theirs")
        #expect(try scratch.tree().count == 1)
    }

    @Test func `refuses a vanished file`() throws {
        let error = #expect(throws: ParallelError.self) {
            try AtomicFile.write(bytes("ours"), to: scratch.appending("f"), replacing: bytes("was here"))
        }
        #expect(error?.code == .fileChanged)
        #expect(try scratch.tree().isEmpty)
    }

    @Test func `refuses folders and pipes`() throws {
        let folder = try scratch.folder("d")
        try #require(mkfifo(scratch.appending("pipe"), 0o600) == 0)
        for path in [folder, scratch.appending("pipe")] {
            #expect(throws: ParallelError.self) { try AtomicFile.read(path) }
            #expect(throws: ParallelError.self) { try AtomicFile.write([], to: path, replacing: nil) }
        }
        #expect(try FileFacts(ofLinkAt: folder)?.isFolder == true)
    }

    @Test func `reports a folder that is a file`() throws {
        try scratch.write("", to: "f")
        let error = #expect(throws: ParallelError.self) {
            try AtomicFile.write([1], to: scratch.appending("f/below"), replacing: nil)
        }
        #expect(error?.code == .fileUnwritable)
        #expect(error?.hint != nil)
    }

    @Test func `deletes`() throws {
        let path = try scratch.write("x", to: "f")
        try AtomicFile.delete(path, replacing: bytes("x"))
        #expect(!AtomicFile.exists(path))
    }

    @Test func `refuses huge files`() throws {
        let path = try scratch.write("", to: "huge")
        try #require(truncate(path, off_t(AtomicFile.maximumSize + 1)) == 0)
        #expect(throws: ParallelError.self) { try AtomicFile.read(path) }
    }

    @Test func `reports missing permission`() throws {
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
