import Glibc
import HookCore
import TestSupport
import Testing

/// Which claude the runner starts, and doctor names.
@Suite struct ClaudeProgramTests {
    private let directory = TemporaryDirectory()

    private func program(_ name: String, _ content: String = "#!/bin/sh\n") throws -> String {
        try Files.write(directory.appending(name), content, mode: 0o755)
        return directory.appending(name)
    }

    @Test("the chosen one, by path or name; what leads back to us is skipped")
    func chosen() throws {
        let real = try program("bin/claude")
        let other = try program("bin/other")
        let wrapper = try program("wrapper/claude", "#!/bin/sh\nexec claude-parallel \"$@\"\n")
        let path = directory.appending("wrapper") + ":" + directory.appending("bin")
        #expect(ClaudeProgram.find(chosen: nil, searchPath: path) == real)
        #expect(ClaudeProgram.find(chosen: "", searchPath: path) == real)
        #expect(ClaudeProgram.find(chosen: other, searchPath: path) == other)
        #expect(ClaudeProgram.find(chosen: "other", searchPath: path) == other)
        #expect(ClaudeProgram.find(chosen: wrapper, searchPath: path) == real)
        #expect(ClaudeProgram.find(chosen: "/nowhere", searchPath: path) == real)
        #expect(ClaudeProgram.find(named: wrapper, searchPath: path) == nil)
        #expect(ClaudeProgram.find(chosen: nil, searchPath: directory.appending("wrapper")) == nil)
    }
}
