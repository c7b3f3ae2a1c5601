import GitKit
import GitProgram
import HookCore
import TestSupport
import Testing

@Suite("Worktree copier: filters, line ends, encodings")
struct CopierConversionTests {
    private static let rotate = "tr a-z n-za-m"

    private func fixture(_ attributes: String, _ files: [String: String]) throws -> CopierFixture {
        let fixture = try CopierFixture()
        try fixture.git("config", "filter.rotate.clean", Self.rotate)
        try fixture.git("config", "filter.rotate.smudge", Self.rotate)
        try fixture.write(".gitattributes", attributes)
        for (name, content) in files { try fixture.write(name, content) }
        try fixture.commitAll()
        try fixture.settle()
        return fixture
    }

    @Test(
        "a file that git converts on checkout is git's work",
        arguments: [
            ("*.x filter=rotate", "hello\n"), ("*.x eol=crlf", "a\r\nb\r\n"), ("*.x ident", "$Id$\n"),
            ("*.x text working-tree-encoding=ISO-8859-1", "é\n"),
            ("[attr]secret filter=rotate\n*.x secret", "hello\n"),
        ])
    func converted(_ attributes: String, _ content: String) throws {
        let fixture = try fixture(attributes, ["one.x": content, "sub/two.x": content, "plain": "p\n"])
        let report = try fixture.expectSameAsGit()
        #expect(report.copied == 3)
        #expect(report.leftToGit == 2)
    }

    @Test(
        "attributes that change nothing on checkout do not hinder",
        arguments: ["* text=auto", "* text eol=lf", "* -text", "* -filter -ident"])
    func unconverted(_ attributes: String) throws {
        let fixture = try fixture(attributes, ["one.x": "a\nb\n", "binary": "\0\n"])
        let report = try fixture.expectSameAsGit()
        #expect(report.leftToGit == 0)
    }

    @Test("a file with other line ends than its blob is not copied, though git calls it unchanged")
    func cleanedLineEnds() throws {
        let fixture = try fixture("* text=auto", ["dos": "a\r\nb\r\n", "unix": "a\n"])
        #expect(try fixture.git("status", "--porcelain") == "")
        let report = try fixture.expectSameAsGit()
        #expect(report.leftToGit == 1)
    }

    @Test("attributes of the repository and of a folder count")
    func otherSources() throws {
        let fixture = try fixture("", ["one.x": "hello\n", "sub/two.y": "hello\n", "plain": "p\n"])
        try fixture.write(".git/info/attributes", "*.x filter=rotate\n")
        try fixture.write("sub/.gitattributes", "*.y filter=rotate\n")
        try fixture.commitAll()
        try fixture.settle()
        let report = try fixture.expectSameAsGit()
        #expect(report.leftToGit == 2)
    }

    @Test("attributes of the user count")
    func userAttributes() throws {
        let fixture = try fixture("", ["one.x": "hello\n", "plain": "p\n"])
        try Files.write(fixture.repository.directory.appending("home/attributes"), "*.x filter=rotate\n")
        try fixture.git("config", "core.attributesFile", "~/attributes")
        let report = try fixture.expectSameAsGit()
        #expect(report.leftToGit == 1)
    }

    @Test("attributes of the main checkout that are not committed count for its files, not for the new ones")
    func uncommittedAttributes() throws {
        let fixture = try fixture("", ["one.x": "hello\n", "plain": "p\n"])
        try fixture.write(".gitattributes", "*.x filter=rotate\n")
        try fixture.write("one.x", "uryyb\n")
        try fixture.git("add", "one.x")
        try fixture.settle()
        let report = try fixture.expectSameAsGit()
        #expect(report.leftToGit == 2)
    }

    @Test("attributes of the new commit count, not those of the checked-out one")
    func attributesOfCommit() throws {
        let fixture = try fixture("*.x filter=rotate", ["one.x": "hello\n", "plain": "p\n"])
        try fixture.write(".gitattributes", "")
        try fixture.commitAll()
        try fixture.shell("rm one.x; git checkout --quiet one.x; grep uryyb one.x", at: fixture.root)
        try fixture.settle()
        let report = try fixture.expectSameAsGit("HEAD~1")
        #expect(report.leftToGit == 2)
    }

    @Test("a filter that must work and fails is an error")
    func failingFilter() throws {
        let fixture = try fixture("*.x filter=rotate", ["one.x": "hello\n"])
        try fixture.git("config", "filter.rotate.smudge", "false")
        try fixture.git("config", "filter.rotate.required", "true")
        let commit = try fixture.git("rev-parse", "HEAD")
        let worktree = try fixture.emptyWorktree("copy", commit)
        let error = #expect(throws: ParallelError.self) { try fixture.copier(for: worktree, commit).populate() }
        #expect(error?.code == .gitFailed)
        #expect(error?.cause?.contains("one.x") == true)
    }

    @Test(
        "converting configuration means that git does it all",
        arguments: [("core.autocrlf", "true"), ("core.eol", "crlf"), ("core.symlinks", "false")])
    func configuration(_ key: String, _ value: String) throws {
        let fixture = try fixture("* text=auto", ["one.x": "a\nb\n"])
        try fixture.shell("ln -s one.x link", at: fixture.root)
        try fixture.commitAll()
        try fixture.git("config", key, value)
        try fixture.settle()
        let report = try fixture.expectSameAsGit()
        #expect(report.fellBack == key)
        #expect(report.copied == 0)
    }
}
