import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import ClaudeCode

/// Chaining a foreign hook of git: whatever fails, the hook stays, and the next try works.
@Suite struct GitHookChangeTests {
    private let directory = TemporaryDirectory()
    private var path: String { directory.path + "/pre-commit" }
    private var chained: String { path + GitHookFile.chainedSuffix }
    private var change: GitHookChange {
        GitHookChange(
            kind: .chain, path: path, chainedPath: chained, editedPath: nil,
            script: Array("#!/bin/sh\n# parallel-cc: x\n".utf8))
    }

    init() throws {
        try directory.write("#!/bin/sh\necho mine\n", to: "pre-commit")
    }

    @Test("a script that cannot be written leaves the hook as it was")
    func unwritable() throws {
        let obstacle = FileReplacement.temporaryPath(of: path)
        #expect(mkdir(obstacle, 0o755) == 0)
        #expect(throws: ParallelError.self) { try change.apply() }
        #expect(try directory.read("pre-commit") == "#!/bin/sh\necho mine\n")
        #expect(!AtomicFile.exists(chained))
        #expect(rmdir(obstacle) == 0)
        try change.apply()
        #expect(try directory.read("pre-commit" + GitHookFile.chainedSuffix) == "#!/bin/sh\necho mine\n")
    }

    @Test("killed between the two names of the hook: the next try goes on")
    func cutOff() throws {
        #expect(link(path, chained) == 0)
        try change.apply()
        #expect(GitHookFile.isOurs(try #require(GitHookFile.content(of: path))))
        #expect(try directory.read("pre-commit" + GitHookFile.chainedSuffix) == "#!/bin/sh\necho mine\n")
    }
}
