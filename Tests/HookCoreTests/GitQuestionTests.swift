import TestSupport
import Testing

@testable import HookCore

/// Asking git from the hook.
@Suite struct GitQuestionTests {
    @Test func `an answer that is too long is none, and nobody waits for it`() throws {
        let fixture = try GitFixture()
        let git = GitQuestion(directory: fixture.root)
        let blob = { (count: Int) throws in
            try fixture.git(["hash-object", "-w", "--stdin"], input: String(repeating: "x", count: count))
        }
        #expect(git.ask(["cat-file", "blob", try blob(1 << 16)])?.count == 1 << 16)
        #expect(git.ask(["cat-file", "blob", try blob(3 << 20)]) == nil)
        #expect(git.ask(["cat-file", "blob", "nothing"]) == nil)
    }
}
