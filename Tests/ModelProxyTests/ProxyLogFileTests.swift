import TestSupport
import Testing

@testable import ModelProxy

@Suite struct ProxyLogFileTests {
    @Test func `lines are added, and a full file goes in place of the one before`() {
        let directory = TemporaryDirectory()
        let path = directory.appending("log")
        let log = ProxyLogFile(path, most: 20)
        for number in 0..<7 { log.add("line \(number)") }
        #expect(Files.read(path) == "line 6\n")
        #expect(Files.read(path + ".old") == "line 3\nline 4\nline 5\n")
        ProxyLogFile(directory.appending("no/folder")).add("lost")
    }
}
