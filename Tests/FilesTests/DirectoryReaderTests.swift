import Glibc
import TestSupport
import Testing

@testable import Files

@Suite struct DirectoryReaderTests {
    private let directory = TemporaryDirectory()

    @Test func `tells names that are not UTF 8 and kinds`() throws {
        try TestSupport.Files.write(directory.path + "/file", "x")
        mkdir(directory.path + "/sub", 0o755)
        symlink("nowhere", directory.path + "/link")
        mkfifo(directory.path + "/fifo", 0o600)
        let strange: PathBytes = [0xFF, 0x0A, 0x20]
        close(open(strange.absolute(in: directory.path), O_CREAT | O_WRONLY, 0o644))
        let entries = try DirectoryReader(directory.path).entries()
        let kinds = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.kind) })
        #expect(kinds.count == 5)
        #expect(kinds[strange] == .regular || kinds[strange] == .unknown)
        for (name, kind) in [("sub", DirectoryEntry.Kind.directory), ("link", .symbolicLink), ("fifo", .other)] {
            let found = kinds[Array(name.utf8)]
            #expect(found == kind || found == .unknown, "\(name)")
        }
    }

    @Test func `says why a directory cannot be read`() throws {
        try TestSupport.Files.write(directory.path + "/file", "x")
        #expect(throws: Errno(code: ENOENT)) { _ = try DirectoryReader(directory.path + "/gone") }
        #expect(throws: Errno(code: ENOTDIR)) { _ = try DirectoryReader(directory.path + "/file") }
        #expect(DirectoryNames.list(directory.path + "/gone") == [])
    }
}
