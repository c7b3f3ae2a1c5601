import Exec
import Files
import GitKit
import GitProgram
import Glibc
import TaskProtocol
import TestSupport
import Testing

@testable import TaskRunner

/// Repositories in the checkout, and checkouts without their repository.
struct NestedRepositoryTests {
    private let fixture: TaskFixture

    init() throws {
        fixture = try TaskFixture()
        // Only the task's own repository has the identity of the order.
        fixture.environment["EMAIL"] = "inner@example.invalid"
    }

    @Test func `files and commits of a repository that claude has made inside come out`() throws {
        try fixture.handIn()
        #expect(
            try fixture.run(
                """
                mkdir -p 'a b/inner'; cd 'a b/inner'; git init -q -b trunk; echo '*.o' >.gitignore; echo 1 >one
                git add .; git commit -qm Inner; echo 2 >one; echo u >untracked; echo o >x.o
                git init -q deeper; echo d >deeper/d
                """) == 0)
        #expect(fixture.warnings == [])
        let received = try Received(fixture)
        #expect(try received.content("a b/inner/one") == "2\n")
        #expect(try received.content("a b/inner/untracked") == "u\n")
        #expect(try received.content("a b/inner/deeper/d") == "d\n")
        let listed = try received.git.line(["ls-tree", "-r", "--name-only", received.snapshot.commit])
        #expect(!listed.contains("x.o"))
        let trunk = try #require(received.snapshot.references["refs/parallel-cc/nested/a%20b%2Finner/heads/trunk"])
        #expect(try received.git.line(["show", "\(trunk):one"]) == "1")
        try received.restore()
        #expect(Files.read(received.root + "/a b/inner/one") == "2\n")
    }

    @Test func `a worktree of the task's own repository inside comes out`() throws {
        try fixture.handIn()
        #expect(
            try fixture.run(
                """
                git worktree add -q -b side .claude/worktrees/side; cd .claude/worktrees/side; echo c >c; git add c
                git commit -qm Side; echo u >u
                """) == 0)
        let received = try Received(fixture)
        #expect(try received.content(".claude/worktrees/side/u") == "u\n")
        let side = try #require(received.snapshot.references["refs/heads/side"])
        #expect(try received.git.line(["show", "\(side):c"]) == "c")
    }

    @Test func `branches, tags and stash entries come out, and commits that were amended`() throws {
        try fixture.handIn()
        #expect(
            try fixture.run(
                """
                git checkout -q -b feature; echo f >f; git add f; git commit -qm Feature; git tag -am note v1
                git checkout -q main; for n in 1 2; do echo $n >README; git stash -q; done
                echo x >x; git add x; git commit -qm Before; git commit -q --amend -m After
                """) == 0)
        let received = try Received(fixture)
        let references = received.snapshot.references
        #expect(
            Set(references.keys) == [
                "refs/heads/main", "refs/heads/feature", "refs/tags/v1", "refs/stash", "refs/stash@{1}",
            ])
        let (tag, stash) = (try #require(references["refs/tags/v1"]), try #require(references["refs/stash@{1}"]))
        #expect(try received.git.line(["cat-file", "-t", tag]) == "tag")
        #expect(try received.git.line(["show", "\(stash):README"]) == "1")
        let parents = try received.git.line(["log", "-1", "--format=%P", received.snapshot.commit, "--"])
        let subjects = try parents.split(separator: " ").map {
            try received.git.line(["log", "-1", "--format=%s", String($0)])
        }
        #expect(subjects.contains("Before") && subjects.contains("After"))
    }

    @Test func `a checked-out submodule that has changed comes out`() throws {
        let inner = try GitFixture()
        try fixture.source.git([
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.root, "module",
        ])
        try fixture.source.git(["commit", "--quiet", "-m", "Module"])
        try fixture.source.git(["submodule", "--quiet", "deinit", "--force", "module"])
        try fixture.handIn()
        #expect(
            try fixture.run(
                """
                git -c protocol.file.allow=always submodule --quiet update --init
                cd module; echo c >c; git add c; git commit -qm 'In module'; echo u >u
                """) == 0)
        let received = try Received(fixture)
        #expect(try received.content("module/u") == "u\n")
        let head = try #require(received.snapshot.references["refs/parallel-cc/nested/module/HEAD"])
        #expect(try received.git.line(["show", "\(head):c"]) == "c")
    }

    @Test(arguments: [
        "rm -rf .git", "rm -rf .git; git init -q -b new; git add kept; git commit -qm Anew", "echo '[x' >.git/config",
        "rm -rf .git/objects",
    ])
    func `files come out of a checkout whose repository is gone or broken`(_ act: String) throws {
        try fixture.source.commit(["kept": "k\n", "gone": "g\n"], message: "Files")
        try fixture.handIn()
        #expect(try fixture.run("rm gone; echo new >new; \(act); echo later >later") == 0)
        #expect(fixture.warnings.contains { $0.hasPrefix("the repository of the checkout is gone") })
        let received = try Received(fixture)
        #expect(try received.content("new") == "new\n")
        #expect(try received.content("later") == "later\n")
        let listed = try received.git.line(["ls-tree", "-r", "--name-only", received.snapshot.commit])
        #expect(listed.split(separator: "\n") == ["README", "kept", "later", "new"])
        if act.contains("Anew") {
            #expect(received.snapshot.references["refs/parallel-cc/nested/%/heads/new"] != nil)
        }
    }
}
