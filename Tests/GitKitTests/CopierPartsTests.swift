import Files
import Glibc
import TestSupport
import Testing

@testable import GitKit

@Suite("Worktree copier: its parts")
struct CopierPartsTests {
    private let folder = TemporaryDirectory()

    private func descriptor(_ name: String, _ flags: Int32) -> Int32 {
        Glibc.open(folder.appending(name), flags | O_CLOEXEC, 0o644)
    }

    private func open(_ name: String = "", isCreating: Bool) throws -> DirectoryStack {
        guard let stack = DirectoryStack(root: folder.appending(name), isCreating: isCreating) else {
            throw FixtureError("cannot open \(name)")
        }
        return stack
    }

    private func enter(_ stack: inout DirectoryStack, _ path: String) -> Int32? {
        Array(path.utf8).withUnsafeBytes { stack.enter($0) }
    }

    private func holds(_ directory: Int32?, _ name: String) -> Bool {
        guard let directory else { return false }
        return faccessat(directory, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0
    }

    @Test("a stack of directories finds its way between any two of them")
    func stack() throws {
        for place in ["a", "a/b", "a/b/c", "ab", "b"] {
            try Files.write(folder.appending("\(place)/in \(place.count)"), "")
        }
        var stack = try open(isCreating: false)
        for place in ["a", "a/b/c", "ab", "b", "a/b", "a/b/c", "a", "a/b"] {
            #expect(holds(enter(&stack, place + "/"), "in \(place.count)"), "\(place)")
        }
        #expect(holds(enter(&stack, ""), "ab"))
        #expect(enter(&stack, "a/missing/") == nil)
        #expect(holds(enter(&stack, "a/"), "in 1"))
    }

    @Test("a stack follows no link and makes directories only when asked")
    func stackLinks() throws {
        try Files.write(folder.appending("real/x"), "")
        symlink("real", folder.appending("link"))
        var reading = try open(isCreating: false)
        #expect(enter(&reading, "link/") == nil)
        #expect(enter(&reading, "new/") == nil)
        #expect(enter(&reading, "real/x/") == nil)
        var making = try open(isCreating: true)
        #expect(enter(&making, "link/") == nil)
        #expect(enter(&making, "new/er/") != nil)
        #expect(Files.exists(folder.appending("new/er")))
        #expect(throws: FixtureError.self) { _ = try open("nowhere", isCreating: true) }
    }

    @Test(
        "content is copied byte for byte, also to a place that takes no ranges", arguments: [0, 1, 65_536, 1_000_003])
    func content(_ size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Files.write(folder.appending("from"), bytes: bytes)
        var copier = ContentCopier()
        let target = descriptor("to", O_WRONLY | O_CREAT | O_EXCL)
        #expect(copier.copy(descriptor("from", O_RDONLY), to: target, size: size) != .failed)
        #expect(Files.bytes(folder.appending("to")) == bytes)
        // A FIFO has no ranges. It holds 64 KiB before anybody reads.
        guard size > 0, size <= 65_536 else { return }
        mkfifo(folder.appending("fifo"), 0o600)
        let reader = descriptor("fifo", O_RDONLY | O_NONBLOCK)
        #expect(copier.copy(descriptor("from", O_RDONLY), to: descriptor("fifo", O_WRONLY), size: size) == .copied)
        var read = [UInt8](repeating: 0, count: size + 1)
        #expect(Glibc.read(reader, &read, read.count) == size)
        #expect(Array(read.dropLast()) == bytes)
    }

    @Test("a file that is shorter than expected, or cannot be written, is no copy")
    func shortContent() throws {
        try Files.write(folder.appending("from"), "short")
        var copier = ContentCopier()
        #expect(
            copier.copy(descriptor("from", O_RDONLY), to: descriptor("to", O_WRONLY | O_CREAT), size: 10) == .failed)
        #expect(copier.copy(descriptor("from", O_RDONLY), to: Glibc.open("/dev/full", O_WRONLY), size: 5) == .failed)
    }

    @Test("git's answer about attributes is matched to the paths, odd ones included")
    func attributes() {
        let names = ["a", "eol\ncrlf", "filter", "z"]
        let paths = names.compactMap { UnsafePointer(strdup($0)) }
        defer { for path in paths { free(UnsafeMutablePointer(mutating: path)) } }
        func find(_ answer: String) -> [Bool] { ConvertedPaths.parse(Array(answer.utf8), paths: paths) }
        #expect(find("") == [false, false, false, false])
        #expect(find("eol\ncrlf\0eol\0crlf\0filter\0text\0auto\0filter\0filter\0lfs\0") == [false, true, true, false])
        #expect(find("a\0filter\0unset\0a\0eol\0lf\0z\0ident\0set\0z\0diff\0unset\0") == [false, false, false, true])
        #expect(find("z\0working-tree-encoding\0UTF-16\0") == [false, false, false, true])
        #expect(find("unknown\0filter\0x\0") == [false, false, false, false])
        #expect(find("a\0filter\0") == [false, false, false, false])
    }
}
