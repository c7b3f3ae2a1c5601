import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// Saved work: listed, looked at, brought back, let go.
@Suite struct RescueTests {
    private let fixture: CoordinatorFixture
    private let session: Registration
    private let id: String

    init() throws {
        fixture = try CoordinatorFixture()
        session = try fixture.startInWorktree()
        try Files.write(session.directory + "/README", "changed\n")
        try Files.write(session.directory + "/new", "new\n")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "the reason").worktree
        id = try #require(outcome?.rescue)
    }

    @Test("listed with where it was, when, why and how much")
    func list() throws {
        let rescue = try #require(try fixture.command().rescues().first)
        #expect(rescue.id == id)
        #expect(rescue.repository == fixture.repository)
        #expect(rescue.worktree == session.directory)
        #expect(rescue.reason == "the reason")
        #expect(rescue.createdAt.hasSuffix("Z"))
        #expect(rescue.trackedFiles == 1)
        #expect(rescue.untrackedFiles == 1)
        #expect(rescue.deletedFiles == 0)
        #expect(try fixture.git(["rev-parse", "\(rescue.commit)^1"]) == fixture.git(["rev-parse", "main"]))
        #expect(try fixture.git(["ls-tree", "-r", "--name-only", rescue.commit]) == "README\nnew")
        #expect(
            try fixture.git(["log", "-1", "--format=%an <%ae>", rescue.commit]) == "parallel-cc <parallel-cc@localhost>"
        )
        #expect(try fixture.command().rescues(in: "/nowhere/.git").isEmpty)
    }

    @Test("its difference, as git diff shows it")
    func diff() throws {
        let rescue = try fixture.command().rescue(id)
        let text = String(decoding: try fixture.command().diff(rescue, arguments: ["--stat=80"]), as: UTF8.self)
        #expect(text.contains("README"))
        #expect(text.contains("new"))
        #expect(text.contains("2 files changed"))
    }

    @Test("the difference of one from an unborn branch, whatever the repository's hash", arguments: ["sha1", "sha256"])
    func unbornDiff(format: String) throws {
        let fixture = try CoordinatorFixture(initArguments: ["--object-format=\(format)"])
        let session = try fixture.startInWorktree()
        try fixture.git(["switch", "--quiet", "--orphan", "fresh"], at: session.directory)
        try Files.write(session.directory + "/first", "x\n")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let rescue = try fixture.command().rescue(#require(outcome?.rescue))
        let names = try fixture.command().diff(rescue, arguments: ["--name-only"])
        #expect(String(decoding: names, as: UTF8.self) == "first\n")
    }

    @Test("restored elsewhere while its old place is in use")
    func elsewhere() throws {
        try Files.write(session.directory + "/mine", "the user's\n")
        let taken = #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(id, to: nil) }
        #expect(taken?.code == .pathExists)
        #expect(taken?.hint?.contains("--to") == true)
        let place = fixture.gitFixture.directory.appending("a place/of my own")
        let restored = try fixture.command().restoreRescue(id, to: place)
        #expect(restored.path == place)
        #expect(Files.read(place + "/README") == "changed\n")
        // Twice: the branch is taken by the first.
        let second = try fixture.command().restoreRescue(id, to: fixture.gitFixture.directory.appending("second"))
        #expect(second.branch == nil)
        #expect(Files.read(second.path + "/new") == "new\n")
        #expect(try fixture.command().rescues().count == 1)
        #expect(try fixture.command().worktrees().count == 2)
    }

    @Test("restored by two commands at once, the slower one is told") func twice() throws {
        let ended = Once()
        let (fixture, id) = (fixture, id)
        let error = #expect(throws: ParallelError.self) {
            try fixture.command(reach: { point in
                guard point == "restore.room", ended.isFirst else { return }
                _ = try? fixture.command(5_000_001).restoreRescue(id, to: nil)
            }).restoreRescue(id, to: nil)
        }
        #expect(error?.code == .worktreeInUse && Files.read(session.directory + "/new") == "new\n", "\(error as Any)")
    }

    @Test("where a repository and its copy have it, that is meant in which the command runs; else none") func copied()
        throws
    {
        let copy = fixture.gitFixture.directory.appending("copy")
        try fixture.gitFixture.git(["clone", "--quiet", "--mirror", fixture.root, copy + "/.git"])
        try fixture.gitFixture.git(["config", "core.bare", "false"], at: copy + "/.git")
        try fixture.start(9, at: copy)
        let error = #expect(throws: ParallelError.self) { try fixture.command().dropRescue(id) }
        #expect(error?.code == .ambiguousRescue && error?.message.contains(copy) == true, "\(error as Any)")
        #expect(try fixture.command(directory: copy).dropRescue(id).repository == copy + "/.git")
        #expect(try fixture.command(directory: copy).rescues().map(\.repository) == [fixture.repository])
        #expect(try fixture.command().dropRescue(id, in: fixture.repository).id == id)
    }

    @Test("restored into no git directory, however it is spelled")
    func intoGitDirectory() throws {
        let link = fixture.gitFixture.directory.appending("link")
        symlink(fixture.repository, link)
        for place in [fixture.repository + "/here", link + "/here", fixture.root + "/.GIT/here"] {
            let refused = #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(id, to: place) }
            #expect(refused?.code == .insideGitDirectory)
            #expect(!Files.exists(place))
        }
        #expect(try fixture.command().worktrees().isEmpty)
    }

    @Test("a rescue is marked as restored until its work is nowhere else again")
    func marked() throws {
        #expect(try fixture.command().rescue(id).restoredAt == nil)
        let restored = try fixture.command().restoreRescue(id, to: nil)
        #expect(try fixture.command().rescue(id).restoredAt != nil)
        #expect(try fixture.command().removeWorktree(restored.id).removed)
        #expect(try fixture.command().rescues().map(\.restoredAt) == [nil])
    }

    @Test("two worktrees whose directories have one name are two worktrees")
    func sameName() throws {
        let one = try fixture.command().restoreRescue(id, to: fixture.gitFixture.directory.appending("one/x"))
        let two = try fixture.command().restoreRescue(id, to: fixture.gitFixture.directory.appending("two/x"))
        #expect(one.id == "x")
        #expect(two.id == "x-2")
        #expect(try fixture.command().worktree("x").path == one.path)
        #expect(try fixture.command().worktree("x-2").path == two.path)
        #expect(try fixture.command().removeWorktree("x-2").removed)
        #expect(Files.exists(one.path))
        #expect(!Files.exists(two.path))
    }

    @Test("a failed restore leaves nothing and loses nothing")
    func failedRestore() throws {
        try Files.write(fixture.repository + "/worktrees", "in the way")
        #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(id, to: nil) }
        unlink(fixture.repository + "/worktrees")
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(!Files.exists(session.directory))
        #expect(try fixture.command().restoreRescue(id, to: nil).path == session.directory)
    }

    @Test("dropped by id only; unknown ids are said")
    func drop() throws {
        let unknown = #expect(throws: ParallelError.self) { try fixture.command().dropRescue("nothing") }
        #expect(unknown?.code == .unknownRescue)
        #expect(try fixture.command().dropRescue(id).id == id)
        #expect(try fixture.command().rescues().isEmpty)
        let event = try #require(try fixture.command().events(repository: fixture.repository).last)
        #expect(event.event == "rescue.dropped")
        #expect(event.detail?.contains(id) == true)
    }

    @Test("a rescue of a newer parallel-cc is not restored half")
    func newerFormat() throws {
        let message = try fixture.git(["log", "-1", "--format=%B", "refs/parallel-cc/rescue/\(id)"])
            .replacing("\"format\" : 1", with: "\"format\" : 99")
        let commit = try fixture.gitFixture.git(
            ["commit-tree", "refs/parallel-cc/rescue/\(id)^{tree}", "-p", "main"], input: message)
        try fixture.git(["update-ref", "refs/parallel-cc/rescue/\(id)", commit])
        #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(id, to: nil) }
        #expect(try fixture.command().worktrees().isEmpty)
    }

    @Test("the commits that a stopped sequence of picks has still to pick are in the rescue")
    func stoppedSequence() throws {
        let session = try fixture.start(3)
        let at = session.directory
        try fixture.git(["switch", "--quiet", "-c", "source"], at: at)
        for number in 1...3 {
            try fixture.gitFixture.commit(["a": "\(number)\n", "n\(number)": "x\n"], message: "\(number)", at: at)
        }
        let last = try fixture.git(["rev-parse", "HEAD"], at: at)
        try fixture.git(["switch", "--quiet", "-"], at: at)
        try fixture.gitFixture.commit(["a": "mine\n"], message: "mine", at: at)
        let pick = Command(
            "git", arguments: ["cherry-pick", "main..source"], environment: fixture.gitFixture.environment,
            directory: at)
        #expect(try Spawner.run(pick).status == .exited(1))
        try fixture.git(["branch", "--quiet", "-D", "source"], at: at)
        // Otherwise the reflog names them, too.
        try fixture.git(["reflog", "expire", "--expire=now", "--all"], at: at)
        let rescue = try #require(
            try fixture.command().release(.id(session.session.id), reason: "test").worktree?.rescue)
        try fixture.command().emptyTrash(olderThanDays: 0)
        try fixture.git(["gc", "--quiet", "--prune=now"])
        #expect(try fixture.git(["rev-list", SnapshotManifest.reference(rescue)]).contains(last))
    }

    @Test(
        "commits that a stopped rebase has still to use in a command",
        arguments: [
            "exec git cherry-pick ID", "x git merge -q --no-edit ID", "exec test -e x || git cherry-pick 'ID~0'..ID",
            "exec git reset -q --hard v1-2-gID",
        ])
    func pendingCommand(line: String) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let at = session.directory
        let last = try fixture.git(["commit-tree", "-p", "HEAD", "-m", "loose", "HEAD^{tree}"], at: at)
        let short = try fixture.git(["rev-parse", "--short", last], at: at)
        try fixture.gitFixture.commit(["a": "mine\n"], message: "mine", at: at)
        let todo = fixture.gitFixture.directory.appending("todo")
        try Files.write(todo, "break\n" + line.replacing("ID", with: short) + "\n")
        var environment = fixture.gitFixture.environment
        environment["GIT_SEQUENCE_EDITOR"] = "cp '\(todo)'"
        let rebase = Command(
            "git", arguments: ["rebase", "--quiet", "-i", "HEAD~1"], environment: environment, directory: at)
        #expect(try Spawner.run(rebase).status == .exited(0))
        let rescue = try #require(
            try fixture.command().release(.id(session.session.id), reason: "test").worktree?.rescue)
        #expect(try fixture.git(["rev-list", SnapshotManifest.reference(rescue)]).contains(last))
    }
}
