import GitKit
import HookCore
import TestSupport
import Testing

@Suite("Worktree copier: repositories that need git")
struct CopierFallbackTests {
    private func filled(_ initArguments: [String] = []) throws -> CopierFixture {
        let fixture = try CopierFixture(initArguments: initArguments)
        for folder in ["in/deep", "out"] {
            for name in ["a", "b"] { try fixture.write("\(folder)/\(name)", "\(folder) \(name)\n") }
        }
        try fixture.commitAll()
        try fixture.settle()
        return fixture
    }

    @Test("SHA-256")
    func sha256() throws {
        let fixture = try filled(["--object-format=sha256"])
        let report = try fixture.expectSameAsGit()
        #expect(report.fellBack != nil)
        #expect(report.leftToGit == 5)
    }

    @Test("a split index")
    func splitIndex() throws {
        let fixture = try filled()
        try fixture.git("update-index", "--split-index")
        try fixture.shell("printf more > more; git add more; git commit -qm more", at: fixture.root)
        try fixture.settle()
        #expect(try fixture.expectSameAsGit().fellBack != nil)
    }

    @Test("a sparse checkout, with and without a sparse index", arguments: ["--no-sparse-index", "--sparse-index"])
    func sparse(_ option: String) throws {
        let fixture = try filled()
        try fixture.git("sparse-checkout", "set", "--cone", option, "in")
        let report = try fixture.expectSameAsGit()
        #expect(report.fellBack == "sparse checkout")
        #expect(report.copied == 0)
    }

    @Test("replaced objects")
    func replaced() throws {
        let fixture = try filled()
        let other = try fixture.git("hash-object", "-w", "--stdin", input: "replaced\n")
        try fixture.git("replace", try fixture.git("rev-parse", "HEAD:out/a"), other)
        #expect(try fixture.expectSameAsGit().fellBack == "replaced objects")
    }

    @Test("a partial clone")
    func partialClone() throws {
        let origin = try filled()
        let fixture = try CopierFixture(commit: false)
        try origin.git("config", "uploadpack.allowFilter", "true")
        try origin.shell("printf 2 > out/a; git commit -qam 2", at: origin.root)
        try fixture.git("config", "extensions.partialClone", "origin")
        try fixture.git("remote", "add", "origin", "file://" + origin.root)
        try fixture.git("config", "remote.origin.promisor", "true")
        try fixture.git("config", "remote.origin.partialclonefilter", "blob:none")
        try fixture.git("fetch", "--quiet", "origin")
        try fixture.git("checkout", "--quiet", "-b", "main", "origin/main")
        try fixture.settle()
        try fixture.expectSameAsGit()
        try fixture.expectSameAsGit("HEAD~1")
    }

    @Test("a submodule stays an empty folder, the rest is copied")
    func submodule() throws {
        let fixture = try filled()
        let inner = try filled()
        try fixture.git("submodule", "--quiet", "add", inner.root, "sub module")
        try fixture.commitAll()
        try fixture.settle()
        let report = try fixture.expectSameAsGit()
        #expect(report.fellBack == nil)
        #expect(report.leftToGit == 1)
        #expect(report.copied == 6)
    }

    @Test("an index of version 4 is read")
    func version4() throws {
        let fixture = try filled()
        try fixture.git("update-index", "--index-version", "4")
        #expect(try fixture.expectSameAsGit().copied == 5)
    }

    @Test("a shallow clone, alternates and a worktree as the source work too")
    func otherPlaces() throws {
        let origin = try filled()
        let fixture = try CopierFixture(commit: false)
        try fixture.git("fetch", "--quiet", "--depth", "1", "file://" + origin.root, "main")
        try fixture.shell("printf '%s' '\(origin.root)/.git/objects' > .git/objects/info/alternates", at: fixture.root)
        try fixture.git("reset", "--quiet", "--hard", "FETCH_HEAD")
        try fixture.settle()
        #expect(try fixture.expectSameAsGit().copied == 5)
    }
}
