import GitKit
import GitProgram
import HookCore
import Synchronization
import TestSupport
import Testing

@Suite("Worktree copier")
struct CopierTests {
    private func plain() throws -> CopierFixture {
        let fixture = try CopierFixture()
        try fixture.write("bin/run me", "#!/bin/sh\n", mode: 0o755)
        try fixture.write("empty", "")
        try fixture.write("big", String(repeating: "0123456789\n", count: 200_000))
        try fixture.write("a.b", "sorts before a/")
        try fixture.write("a/b/c/deep", "x")
        try fixture.write("a/b/other", "y")
        try fixture.write("a-/z", "z")
        try fixture.write("ünï/cödé 👩‍👩‍👧", "u")
        try fixture.write("line\nbreak/tab\tquote\"'", "n")
        try fixture.write("-rf", "not an option")
        try fixture.shell(
            "ln -s a/b link; ln -s /nowhere/at/all dangling; ln -s ../big bin/up; ln -s 'x\ny' odd", at: fixture.root)
        try fixture.shell(#"printf data > "$(printf 'latin\351')""#, at: fixture.root)
        try fixture.commitAll()
        try fixture.settle()
        return fixture
    }

    @Test("a settled checkout is copied whole")
    func wholeCopy() throws {
        let fixture = try plain()
        let report = try fixture.expectSameAsGit()
        #expect(report.copied == 16)
        #expect(report.leftToGit == 0)
        #expect(report.fellBack == nil)
        #expect(report.bytes > 2_200_000)
    }

    @Test("copies keep their time, and git has nothing to look up again")
    func timesAndStats() throws {
        let fixture = try plain()
        let commit = try fixture.git("rev-parse", "HEAD")
        let worktree = try fixture.emptyWorktree("copy", commit)
        _ = try fixture.copier(for: worktree, commit).populate()
        for name in ["big", "link", "ünï/cödé 👩‍👩‍👧"] {
            let time = try fixture.shell("stat -c %.9Y '\(name)'", at: worktree)
            #expect(String(decoding: time, as: UTF8.self) == "1709208000.123456789\n")
        }
        let index = fixture.root + "/.git/worktrees/copy/index"
        let before = Files.bytes(index)
        try fixture.git("update-index", "--refresh", at: worktree)
        #expect(try fixture.git("status", "--porcelain", at: worktree) == "")
        #expect(Files.bytes(index) == before)
    }

    @Test("the copy is independent of the main checkout")
    func independent() throws {
        let fixture = try plain()
        let commit = try fixture.git("rev-parse", "HEAD")
        let worktree = try fixture.emptyWorktree("copy", commit)
        _ = try fixture.copier(for: worktree, commit).populate()
        try Files.write(worktree + "/a.b", "changed")
        #expect(Files.read(fixture.root + "/a.b") == "sorts before a/")
        #expect(try fixture.git("status", "--porcelain") == "")
        #expect(try fixture.git("status", "--porcelain", at: worktree) == " M a.b")
    }

    @Test("what changed just now is left to git")
    func unsettled() throws {
        let fixture = try plain()
        let report = try fixture.expectSameAsGit(age: 0)
        #expect(report.copied == 0)
        #expect(report.fellBack == nil)
    }

    @Test("an index that is not younger than the files cannot vouch for them")
    func racy() throws {
        let fixture = try plain()
        try fixture.shell("touch -r big .git/index", at: fixture.root)
        let report = try fixture.expectSameAsGit()
        #expect(report.copied == 0)
        #expect(report.fellBack == nil)
    }

    @Test("a change that hides behind the old size and time is seen")
    func hiddenChange() throws {
        let fixture = try plain()
        try fixture.shell(
            "touch -r a.b ../time; printf SORTS | dd of=a.b conv=notrunc; touch -r ../time a.b", at: fixture.root)
        let report = try fixture.expectSameAsGit()
        #expect(report.leftToGit == 1)
    }

    @Test("a staged change of mode alone is seen")
    func stagedMode() throws {
        let fixture = try plain()
        try fixture.shell("chmod +x a.b; git add a.b", at: fixture.root)
        try fixture.settle()
        let report = try fixture.expectSameAsGit()
        #expect(report.leftToGit == 1)
    }

    @Test("every state of a dirty main checkout yields the committed files")
    func dirtyMain() throws {
        let fixture = try plain()
        try fixture.shell(
            """
            printf changed > big
            printf staged > empty; git add empty; rm empty
            git mv -- -rf renamed
            chmod -x 'bin/run me'
            ln -sfn elsewhere link
            rm dangling; printf 'now a file' > dangling
            rm -r a; printf 'was a folder' > a
            printf hidden > a-/z; git update-index --assume-unchanged a-/z
            printf new > new; git add --intent-to-add new
            printf stray > stray
            touch a.b
            """, at: fixture.root)
        let report = try fixture.expectSameAsGit()
        #expect(report.copied == 6)
    }

    @Test("a flag that lets an entry differ from its file is not trusted")
    func flags() throws {
        let fixture = try plain()
        try fixture.git("update-index", "--assume-unchanged", "big")
        try fixture.git("update-index", "--skip-worktree", "a.b")
        #expect(try fixture.expectSameAsGit().leftToGit == 2)
    }

    @Test("conflicts in the main checkout are left to git")
    func conflicts() throws {
        let fixture = try plain()
        try fixture.git("checkout", "--quiet", "-b", "side")
        try fixture.repository.commit(["a.b": "side"], message: "Side")
        try fixture.git("checkout", "--quiet", "main")
        try fixture.repository.commit(["a.b": "main"], message: "Main")
        try fixture.settle()
        #expect(throws: FixtureError.self) { try fixture.git("merge", "side") }
        let report = try fixture.expectSameAsGit()
        #expect(report.leftToGit == 1)
    }

    @Test("another commit than the checked-out one takes only what is the same")
    func otherCommit() throws {
        let fixture = try plain()
        let old = try fixture.git("rev-parse", "HEAD")
        try fixture.shell("git rm -q -r a; printf 2 > big; printf 2 > a; git add .; git commit -qm 2", at: fixture.root)
        try fixture.settle()
        let report = try fixture.expectSameAsGit(old)
        #expect([report.copied, report.leftToGit] == [13, 3])
    }

    @Test("no symbolic link is followed on the way to a file")
    func linkedDirectory() throws {
        let fixture = try plain()
        try fixture.shell("mv a/b ../outside; ln -s ../../outside a/b", at: fixture.root)
        #expect(try fixture.expectSameAsGit().copied == 14)
    }

    @Test("a FIFO in place of a file does not hold up the copy")
    func fifo() throws {
        let fixture = try plain()
        try fixture.shell("rm a.b; mkfifo a.b", at: fixture.root)
        let report = try fixture.expectSameAsGit()
        #expect(report.leftToGit == 1)
    }

    @Test(
        "an index that was never written, or is damaged, means that git does it all", arguments: ["rm", "printf x >"])
    func noIndex(_ damage: String) throws {
        let fixture = try plain()
        try fixture.shell("\(damage) .git/index", at: fixture.root)
        let report = try fixture.expectSameAsGit(isSound: false)
        #expect(report.copied == 0)
        #expect(report.fellBack != nil)
    }

    @Test("a worktree that has an index is refused")
    func notEmpty() throws {
        let fixture = try plain()
        let worktree = try fixture.repository.addWorktree("used")
        let commit = try fixture.git("rev-parse", "HEAD")
        let error = #expect(throws: ParallelError.self) { try fixture.copier(for: worktree, commit).populate() }
        #expect(error?.code == .worktreeNotEmpty)
    }

    @Test("a file that lies in the worktree already is not overwritten", arguments: [0, 3_600])
    func notOverwritten(age: Int64) throws {
        let fixture = try plain()
        let commit = try fixture.git("rev-parse", "HEAD")
        let worktree = try fixture.emptyWorktree("copy", commit)
        try Files.write(worktree + "/a.b", "somebody's")
        let error = #expect(throws: ParallelError.self) {
            try fixture.copier(for: worktree, commit, age: age).populate()
        }
        #expect(error?.code == .gitFailed)
        #expect(Files.read(worktree + "/a.b") == "somebody's")
    }

    @Test("an empty commit makes an empty worktree")
    func emptyTree() throws {
        let fixture = try CopierFixture(commit: false)
        try fixture.commitAll()
        let report = try fixture.expectSameAsGit()
        #expect(report.copied == 0)
        #expect(report.leftToGit == 0)
        #expect(report.fellBack == nil)
    }

    @Test("progress ends at the number of entries")
    func progress() throws {
        let fixture = try plain()
        let commit = try fixture.git("rev-parse", "HEAD")
        let worktree = try fixture.emptyWorktree("copy", commit)
        let last = Mutex([0, 0])
        _ = try fixture.copier(for: worktree, commit).populate { done, total in last.withLock { $0 = [done, total] } }
        #expect(last.withLock { $0 } == [16, 16])
    }
}
