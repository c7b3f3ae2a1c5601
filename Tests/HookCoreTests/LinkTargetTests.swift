import Glibc
import TestSupport
import Testing

@testable import HookCore

@Suite struct LinkTargetTests {
    @Test func `a link is read as it is, and nothing else is a link`() throws {
        let directory = TemporaryDirectory()
        let path = directory.appending("link")
        let target: [UInt8] = Array(repeating: 0x78, count: Int(PATH_MAX) - 2) + [0xFF]
        #expect(symlink((target + [0]).map { CChar(bitPattern: $0) }, path) == 0)
        #expect(LinkTarget.read(path) == target)
        #expect(LinkTarget.text(path)?.hasSuffix("\u{FFFD}") == true)
        try Files.write(directory.appending("file"), "x")
        #expect(LinkTarget.read(directory.appending("file")) == nil)
        #expect(LinkTarget.text(directory.appending("gone")) == nil)
    }
}
