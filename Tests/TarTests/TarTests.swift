import Exec
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Tar

@Suite struct TarTests {
    private let directory = TemporaryDirectory()

    /// Writes an archive of `stream` into a file and returns a descriptor at its beginning.
    private func archive(_ bytes: [UInt8]) throws -> Int32 {
        let path = directory.appending("archive.tar")
        unlink(path)
        try FileWriter.create(Array(path.utf8), bytes: bytes, mode: 0o600)
        return open(path, O_RDONLY)
    }

    private func bytes(of stream: TarStream, pieces: Int = 1000) throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: pieces)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
            if count == 0 { return all }
            all += buffer[..<count]
        }
    }

    private func block(_ member: TarMember, content: [UInt8] = []) -> [UInt8] {
        var member = member
        member.size = UInt64(content.count)
        return TarHeader.blocks(of: member) + content
            + [UInt8](repeating: 0, count: TarHeader.padding(after: member.size))
    }

    private let end = [UInt8](repeating: 0, count: 1024)

    /// Unpacks into a new folder.
    private func unpack(_ bytes: [UInt8]) throws -> String {
        let folder = directory.appending("out-\(bytes.count)-\(bytes.hashValue)")
        mkdir(folder, 0o700)
        let descriptor = try archive(bytes)
        defer { close(descriptor) }
        var reader = TarReader(descriptor)
        try TarUnpacker(into: folder).unpack(&reader)
        return folder
    }

    private func refusal(_ bytes: [UInt8]) -> ParallelError.Code? {
        #expect(throws: ParallelError.self) { _ = try unpack(bytes) }?.code
    }

    private func makeTree() throws -> String {
        let tree = directory.appending("tree")
        let long = String(repeating: "d", count: 90) + "/" + String(repeating: "é", count: 60)
        for (path, content) in [
            ("empty", ""), ("512", String(repeating: "x", count: 512)), ("deep/er/file", "content\n"), (long, "long"),
            ("large", String(repeating: "0123456789", count: 60_000)),
        ] {
            try FileWriter.replace(tree + "/" + path, with: Array(content.utf8), mode: 0o640)
        }
        mkdir(tree + "/hollow", 0o755)
        symlink("../512", tree + "/deep/link")
        chmod(tree + "/512", 0o755)
        return tree
    }

    @Test(arguments: [1, 512, 100_000]) func `a tree comes back as it was, in pieces of any size`(size: Int) throws {
        let tree = try makeTree()
        let packed = try bytes(of: TarStream([.init(tree, target: "a/b")], user: 10001, group: 10001), pieces: size)
        let out = try unpack(packed)
        let difference = try Spawner.run(
            Command(
                "diff", arguments: ["-r", "--no-dereference", tree, out + "/a/b"],
                environment: ["PATH": "/usr/bin:/bin"]))
        #expect(difference.status == .exited(0))
        #expect(FileAccess.isDirectory(out + "/a/b/hollow"))
        var status = stat()
        stat(out + "/a/b/512", &status)
        #expect(status.st_mode & 0o777 == 0o755)
    }

    @Test func `GNU tar reads what is written, and its archives are read`() throws {
        let tree = try makeTree()
        let path = directory.appending("ours.tar")
        let packed = try bytes(of: TarStream([.init(tree, target: "")], user: 10001, group: 3_000_000))
        try FileWriter.create(Array(path.utf8), bytes: packed, mode: 0o600)
        let environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        let listed = try Spawner.run(Command("tar", arguments: ["-tvf", path], environment: environment))
        #expect(listed.status == .exited(0))
        #expect(String(decoding: listed.output, as: UTF8.self).contains("10001/3000000"))
        for format in ["gnu", "pax", "ustar"] {
            // Which has room for no more than 255 bytes in two parts.
            if format == "ustar" { rename(tree + "/" + String(repeating: "d", count: 90), tree + "/d") }
            if format == "ustar" {
                rename(
                    tree + "/d/" + String(repeating: "é", count: 60), tree + "/d/" + String(repeating: "é", count: 49))
            }

            let theirs = directory.appending("theirs.tar")
            let made = try Spawner.run(
                Command(
                    "tar", arguments: ["--format", format, "-C", tree, "-cf", theirs, "."], environment: environment))
            #expect(made.status == .exited(0))
            let out = try unpack(try #require(WholeFile.read(theirs)))
            let difference = try Spawner.run(
                Command("diff", arguments: ["-r", "--no-dereference", tree, out], environment: environment))
            #expect(difference.status == .exited(0), "\(format)")
        }
    }

    @Test func `an archive that is cut anywhere is incomplete`() throws {
        let whole =
            block(TarMember(.file, path: Array("a".utf8), mode: 0o644), content: [UInt8](repeating: 0, count: 1024))
            + end
        _ = try unpack(whole)
        for length in [0, 100, 512, 700, 1024, 1536, 1537, 2048] {
            #expect(refusal(Array(whole.prefix(length))) == .archiveIncomplete, "\(length)")
        }
    }

    @Test func `what is no archive is malformed`() throws {
        #expect(refusal([UInt8](repeating: 0x41, count: 4096)) == .archiveMalformed)
    }

    @Test(arguments: ["/etc/passwd", "../x", "a/../../x", "a/.."])
    func `a path that leads out is refused`(path: String) throws {
        let bytes = block(TarMember(.folder, path: Array("a".utf8), mode: 0o755))
        #expect(refusal(bytes + block(TarMember(.file, path: Array(path.utf8), mode: 0o644)) + end) == .archiveRefused)
    }

    @Test(arguments: ["/etc/passwd", "../..", "d/../../x", "../a/..", "./../.."])
    func `a symbolic link that leads out is refused`(target: String) throws {
        var link = TarMember(.symbolicLink, path: Array("a/link".utf8), mode: 0o777)
        link.link = Array(target.utf8)
        #expect(refusal(block(link) + end) == .archiveRefused)
    }

    @Test func `nothing is written through a link`() throws {
        var link = TarMember(.symbolicLink, path: Array("a/link".utf8), mode: 0o777)
        link.link = Array("..".utf8)
        let through = TarMember(.file, path: Array("a/link/file".utf8), mode: 0o644)
        #expect(refusal(block(link) + block(through, content: [1]) + end) == .archiveRefused)
        let over = TarMember(.file, path: Array("a/link".utf8), mode: 0o644)
        #expect(refusal(block(link) + block(over, content: [1]) + end) == .archiveRefused)
        let folder = TarMember(.folder, path: Array("a/link".utf8), mode: 0o755)
        #expect(refusal(block(link) + block(folder) + end) == .archiveRefused)
    }

    @Test func `a hard link is a second name of a member, and of nothing else`() throws {
        let file = block(TarMember(.file, path: Array("d/one".utf8), mode: 0o644), content: [7])
        var link = TarMember(.hardLink, path: Array("two".utf8), mode: 0o644)
        link.link = Array("d/one".utf8)
        let out = try unpack(file + block(link) + end)
        #expect(WholeFile.read(out + "/two") == [7])
        for target in ["/etc/passwd", "../x", "missing"] {
            link.link = Array(target.utf8)
            #expect(refusal(file + block(link) + end) == .archiveRefused)
        }
    }

    @Test func `set-user-id is dropped, and devices and FIFOs are left out`() throws {
        let file = block(TarMember(.file, path: Array("s".utf8), mode: 0o4755), content: [7])
        let out = try unpack(
            file + block(TarMember(.fifo, path: Array("f".utf8), mode: 0o644))
                + block(TarMember(.characterDevice, path: Array("c".utf8), mode: 0o666)) + end)
        #expect(DirectoryNames.list(out) == ["s"])
        var status = stat()
        stat(out + "/s", &status)
        #expect(status.st_mode & 0o7777 == 0o755)
    }

    @Test func `a file that becomes shorter while it is packed is an error`() throws {
        let path = directory.appending("shrinks")
        try FileWriter.create(Array(path.utf8), bytes: [UInt8](repeating: 1, count: 600_000), mode: 0o600)
        let stream = TarStream([.init(path, target: "x")], user: 0, group: 0)
        var buffer = [UInt8](repeating: 0, count: 512)
        _ = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
        truncate(path, 100)
        let error = #expect(throws: ParallelError.self) { _ = try bytes(of: stream) }
        #expect(error?.code == .fileChanged)
    }

    @Test func `sizes beyond the octal digits are kept`() throws {
        var member = TarMember(.file, path: Array("big".utf8), mode: 0o644)
        member.size = 1 << 40
        guard case .member(let read) = try TarHeader.meaning(of: TarHeader.blocks(of: member)) else {
            Issue.record("no member")
            return
        }
        #expect(read.size == 1 << 40)
    }
}
