import Exec
import HookCore
import TestSupport
import Testing

@testable import GitKit

/// What is staged counts for nothing: only what lies there. By libgit2, and (in a SHA-256 repository) by the program.
@Suite struct PreviewIndexTests {
    private static let doors = [[], ["--object-format=sha256"]]

    private struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let mine: String
        let theirs: String
    }

    private static let cases = [
        Case(
            testDescription: "staged back to what it was, then changed again",
            mine: "echo W >f; git commit -qam W; echo f >f; git add f; echo W >f; echo d >n", theirs: "echo M >f"),
        Case(
            testDescription: "staged, then put back", mine: "echo W >f; git add f; echo f >f; echo d >n",
            theirs: "echo M >f"),
        Case(
            testDescription: "out of the index, and still there", mine: "git rm -q --cached z; echo d >n",
            theirs: "echo M >z"),
        Case(
            testDescription: "a directory in place of a file", mine: "git rm -q a; mkdir a; echo s >a/s; git add -A",
            theirs: "echo d >n"),
        Case(
            testDescription: "a directory in place of a file that the other changes",
            mine: "rm a; mkdir a; echo s >a/s", theirs: "echo M >a; echo d >n"),
        Case(testDescription: "a link, a mode", mine: "rm a; ln -s f a; chmod +x z", theirs: "echo M >z; echo d >n"),
    ]

    @Test(arguments: cases, doors) private func `as if all were committed`(_ one: Case, _ door: [String]) throws {
        let fixture = try PreviewFixture(initArguments: door)
        try fixture.git.commit(["f": "f\n", "z": "z\n", "a": "a\n"], message: "files")
        for script in [one.mine, one.theirs] {
            let path = try fixture.addWorktree()
            let command = Command(
                "/bin/sh", arguments: ["-ec", script], environment: fixture.git.environment, directory: path)
            try #require(try Spawner.run(command).status.isSuccess)
        }
        let before = try fixture.inventory()
        let found = try fixture.predictions()
        #expect(try fixture.inventory() == before)
        #expect(try found == fixture.truth())
    }
}
