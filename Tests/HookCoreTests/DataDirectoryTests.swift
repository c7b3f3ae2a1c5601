import HookCore
import Testing

@Suite struct DataDirectoryTests {
    private func resolve(_ variables: [String: String]) -> String? {
        DataDirectory.resolve { variables[$0] }
    }

    @Test func `the variable wins`() {
        #expect(resolve(["PARALLEL_CC_DATA_DIR": "/data", "HOME": "/home/u"]) == "/data")
        #expect(resolve(["PARALLEL_CC_DATA_DIR": "/with space/ü\n//"]) == "/with space/ü\n")
    }

    @Test func `home is the default`() {
        #expect(resolve(["HOME": "/home/u"]) == "/home/u/.parallel-cc")
        #expect(resolve(["PARALLEL_CC_DATA_DIR": "", "HOME": "/home/u/"]) == "/home/u/.parallel-cc")
        #expect(resolve(["HOME": "/"]) == "/.parallel-cc")
    }

    @Test func `what means another place for everyone is refused`() {
        #expect(resolve([:]) == nil)
        #expect(resolve(["HOME": ""]) == nil)
        #expect(resolve(["HOME": "home"]) == nil)
        #expect(resolve(["PARALLEL_CC_DATA_DIR": "data", "HOME": "/home/u"]) == nil)
    }
}
