import GitKit
import GitProgram
import HookCore
import TestSupport
import Testing

/// git run in a git directory.
@Suite struct GitDirectoryTests {
    private let fixture: GitFixture

    init() throws { fixture = try GitFixture() }

    private func git(_ directory: String) -> Git { Git(directory: directory, environment: fixture.environment) }

    @Test("where git finds no bare repository by itself, it is told", arguments: [true, false])
    func explicit(isBare: Bool) throws {
        try fixture.git(["config", "--global", "safe.bareRepository", "explicit"])
        let bare = fixture.directory.appending("bare.git")
        try fixture.git(["clone", "--quiet", "--bare", fixture.root, bare])
        let place = isBare ? bare : fixture.root + "/.git"
        #expect(try git(place).line(["rev-parse", "HEAD"]) == fixture.git(["rev-parse", "HEAD"]))
        // Nothing there is a work tree, and what is run elsewhere by the same value works there.
        #expect(throws: ParallelError.self) { try git(place).line(["rev-parse", "--show-toplevel"]) }
        #expect(try git(place).at(fixture.root).line(["rev-parse", "--show-toplevel"]) == fixture.root)
    }

    @Test("a checkout with files of such names is none")
    func lookalike() throws {
        try fixture.commit(["HEAD": "h\n", "objects/a": "a\n", "refs/b": "b\n"], message: "names")
        #expect(try git(fixture.root).line(["rev-parse", "--show-toplevel"]) == fixture.root)
    }
}
