import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What becomes of a worktree when its session ends.
@Suite struct ReleaseTests {
    private func release(_ fixture: CoordinatorFixture, _ registration: Registration) throws -> RemovalOutcome {
        let result = try fixture.command().release(.id(registration.session.id), reason: "test")
        #expect(result.released)
        return try #require(result.worktree)
    }

    @Test("a clean worktree goes, its branch too, and no rescue is made")
    func clean() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let outcome = try release(fixture, session)
        #expect(outcome.removed)
        #expect(outcome.branchDeleted)
        #expect(outcome.rescue == nil)
        #expect(outcome.kept == nil)
        #expect(!Files.exists(session.directory))
        #expect(try fixture.branches == ["main"])
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try fixture.command().trash().count == 1)
        #expect(try fixture.command().session(.id(session.session.id))?.state == .ended)
        let events = try fixture.command().events(repository: fixture.repository).map(\.event)
        #expect(events == ["session.registered", "session.registered", "worktree.removed", "session.released"])
    }

    //  release:  look ── rescue ────────────── move to the trash ── look again ── rescue again
    //  user:                └─ write
    @Test("what is written at the last moment where git knows no directory is saved", arguments: ["out", "a/b"])
    func lastMoment(_ directory: String) throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit([".gitignore": "*.o\n", "a/file": "x\n"], message: "ignore")
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/\(directory)/a.o", "ignored\n")
        let late = session.directory + "/\(directory)/late.txt"
        let outcome = try fixture.command { point in
            if point == "remove.rescued" { try? Files.write(late, "late\n") }
        }.release(.id(session.session.id), reason: "test").worktree
        let rescue = try #require(outcome?.rescue)
        _ = try fixture.command().restoreRescue(rescue, to: nil)
        #expect(Files.read(late) == "late\n")
    }

    @Test("an unknown session is no error, a second release neither")
    func unknown() throws {
        let fixture = try CoordinatorFixture()
        #expect(try !fixture.command().release(.id("nobody"), reason: "test").released)
        #expect(try !fixture.command().release(.pid(6_000_099), reason: "test").released)
        let session = try fixture.startInWorktree()
        _ = try release(fixture, session)
        #expect(try !fixture.command().release(.id(session.session.id), reason: "test").released)
    }

    @Test("the main checkout is only given back")
    func main() throws {
        let fixture = try CoordinatorFixture()
        let first = try fixture.start(1)
        try Files.write(fixture.root + "/new", "work")
        let result = try fixture.command().release(.pid(fixture.claude(1).pid), reason: "test")
        #expect(result.released)
        #expect(result.worktree == nil)
        #expect(Files.read(fixture.root + "/new") == "work")
        #expect(result.session?.id == first.session.id)
        #expect(try fixture.start(2).isMainCheckout)
    }

    @Test("uncommitted work is rescued, and comes back as it was")
    func dirty() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit([".gitignore": "*.log\n", "b": "2\n", "c": "3\n"], message: "more")
        let session = try fixture.startInWorktree()
        let place = session.directory
        try Files.write(place + "/README", "changed\n")
        try Files.write(place + "/b", "staged\n")
        try fixture.git(["add", "b"], at: place)
        unlink(place + "/c")
        try Files.write(place + "/new dir/untracked", "new\n")
        try Files.write(place + "/x.log", "ignored\n")
        let files = Files.snapshot(place)
        let status = try fixture.git(["status", "--porcelain=v2", "--branch"], at: place)
        let outcome = try release(fixture, session)
        let id = try #require(outcome.rescue)
        #expect(outcome.removed)
        #expect(outcome.branchDeleted)
        #expect(!Files.exists(place))
        let rescue = try fixture.command().rescue(id)
        #expect(rescue.trackedFiles == 2)
        #expect(rescue.untrackedFiles == 1)
        #expect(rescue.deletedFiles == 1)
        #expect(rescue.branch == session.session.branch)
        #expect(rescue.sessionID == session.session.id)
        try fixture.git(["gc", "--quiet", "--prune=now"])
        let trash = try #require(try fixture.command().trash().first)
        #expect(trash.rescue == id)
        #expect(trash.bytes > 0)
        // From the trash: with the ignored file.
        let whole = try fixture.command().restoreTrash(trash.id)
        #expect(whole.path == place)
        #expect(whole.state == .kept)
        #expect(Files.snapshot(place) == files)
        #expect(try fixture.git(["status", "--porcelain=v2", "--branch"], at: place) == status)
        #expect(try fixture.command().trash().isEmpty)
        // Again, and from the rescue: without it.
        #expect(try fixture.command().removeWorktree(whole.id).rescue == id)
        #expect(try fixture.command().emptyTrash(olderThanDays: 0).count == 1)
        #expect(try fixture.command().restoreRescue(id, to: nil).path == place)
        #expect(Files.snapshot(place) == files.filter { $0.key != "x.log" })
        #expect(try fixture.git(["status", "--porcelain=v2", "--branch"], at: place) == status)
        try fixture.git(["fsck", "--strict"])
    }

    @Test("a branch with commits of its own stays; one that main holds goes")
    func commits() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try fixture.gitFixture.commit(["x": "1\n"], message: "one", at: session.directory)
        try fixture.gitFixture.commit(["x": "2\n"], message: "two", at: session.directory)
        let result = try fixture.command().release(.id(session.session.id), reason: "test")
        #expect(result.worktree?.removed == true)
        #expect(result.worktree?.branchDeleted == false)
        #expect(result.unmergedCommits == 2)
        let branch = try #require(session.session.branch)
        #expect(try fixture.branches.contains(branch))
        #expect(result.worktree?.rescue == nil)
        let third = try fixture.start(3)
        try fixture.gitFixture.commit(["y": "1\n"], message: "merged later", at: third.directory)
        try fixture.git(["merge", "--quiet", try #require(third.session.branch)])
        #expect(try release(fixture, third).branchDeleted)
        #expect(Files.read(fixture.root + "/y") == "1\n")
    }

    @Test("a branch that another worktree or a rebase uses is not deleted")
    func branchInUse() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let branch = try #require(session.session.branch)
        try fixture.git(["switch", "--quiet", "--detach"], at: session.directory)
        try fixture.git(["worktree", "add", "--quiet", fixture.gitFixture.directory.appending("mine"), branch])
        let outcome = try release(fixture, session)
        #expect(outcome.removed)
        #expect(!outcome.branchDeleted)
        #expect(try fixture.branches.contains(branch))
    }

    @Test("the main checkout on the worktree's branch keeps it")
    func mainOnBranch() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let branch = try #require(session.session.branch)
        try fixture.git(["switch", "--quiet", "--detach"], at: session.directory)
        try fixture.git(["switch", "--quiet", branch])
        #expect(try !release(fixture, session).branchDeleted)
        #expect(try fixture.git(["branch", "--show-current"]) == branch)
    }

    @Test("the user's own branch in our worktree is never deleted, and the trash remembers it")
    func switched() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try fixture.git(["switch", "--quiet", "-c", "feature"], at: session.directory)
        let outcome = try release(fixture, session)
        #expect(outcome.removed)
        #expect(try fixture.branches == ["feature", "main"])
        let trash = try #require(try fixture.command().trash().first)
        #expect(trash.branch == "feature")
        #expect(try fixture.command().restoreTrash(trash.id).branch == "feature")
    }

    @Test(
        "a message for the next commit is rescued, though nothing else is there to save",
        arguments: ["MERGE_MSG", "SQUASH_MSG"])
    func message(_ name: String) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let file = ["rev-parse", "--path-format=absolute", "--git-path", name]
        try Files.write(try fixture.git(file, at: session.directory), "thought about for long\n")
        let id = try #require(try release(fixture, session).rescue)
        let restored = try fixture.command().restoreRescue(id, to: nil)
        #expect(Files.read(try fixture.git(file, at: restored.path)) == "thought about for long\n")
    }

    @Test("detached, amended and reset commits are rescued although the tree is clean")
    func unreachable() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try fixture.gitFixture.commit(["x": "amended away\n"], message: "one", at: session.directory)
        let amended = try fixture.git(["rev-parse", "HEAD"], at: session.directory)
        try fixture.git(["commit", "--quiet", "--amend", "-m", "other"], at: session.directory)
        try fixture.git(["reset", "--quiet", "--hard", "main"], at: session.directory)
        let outcome = try release(fixture, session)
        #expect(outcome.rescue != nil)
        try fixture.git(["reflog", "expire", "--expire=now", "--all"])
        try fixture.git(["gc", "--quiet", "--prune=now"])
        #expect(try fixture.git(["show", "\(amended):x"]) == "amended away")
    }

    @Test("a rescue that holds the commits of an earlier one does not rely on it")
    func independentRescues() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try fixture.git(["switch", "--quiet", "--detach"], at: session.directory)
        try fixture.gitFixture.commit(["x": "alone\n"], message: "one", at: session.directory)
        let first = try #require(try release(fixture, session).rescue)
        let restored = try fixture.command().restoreRescue(first, to: nil)
        try Files.write(restored.path + "/y", "more\n")
        let second = try #require(try fixture.command().removeWorktree(restored.id).rescue)
        #expect(first != second)
        _ = try fixture.command().dropRescue(first)
        _ = try fixture.command().emptyTrash(olderThanDays: 0)
        try fixture.git(["gc", "--quiet", "--prune=now"])
        let again = try fixture.command().restoreRescue(second, to: nil)
        #expect(Files.read(again.path + "/x") == "alone\n")
        #expect(Files.read(again.path + "/y") == "more\n")
    }

    @Test("a rebase stopped midway comes back and can be finished, its branch with it")
    func rebase() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let branch = try #require(session.session.branch)
        try fixture.gitFixture.commit(["README": "theirs\n"], message: "main side")
        try fixture.gitFixture.commit(["README": "ours\n"], message: "our side", at: session.directory)
        // Another branch holds the same commits; the rebase wants this one back all the same.
        try fixture.git(["branch", "copy", branch])
        _ = try? fixture.git(["rebase", "main"], at: session.directory)
        let outcome = try release(fixture, session)
        let id = try #require(outcome.rescue)
        #expect(outcome.removed)
        #expect(!outcome.branchDeleted)
        #expect(try fixture.branches.contains(branch))
        let restored = try fixture.command().restoreRescue(id, to: nil)
        try Files.write(restored.path + "/README", "both\n")
        try fixture.git(["add", "README"], at: restored.path)
        try fixture.git(["-c", "core.editor=true", "rebase", "--continue"], at: restored.path)
        #expect(try fixture.git(["branch", "--show-current"], at: restored.path) == branch)
        #expect(try fixture.git(["log", "--format=%s", "-2"], at: restored.path) == "our side\nmain side")
    }

    @Test("a branch without commits of its own (orphan) comes back unborn")
    func orphan() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try fixture.git(["switch", "--quiet", "--orphan", "fresh"], at: session.directory)
        try Files.write(session.directory + "/first", "x\n")
        try fixture.git(["add", "first"], at: session.directory)
        let id = try #require(try release(fixture, session).rescue)
        let restored = try fixture.command().restoreRescue(id, to: nil)
        #expect(try fixture.git(["status", "--porcelain"], at: restored.path) == "A  first")
        #expect(try fixture.git(["branch", "--show-current"], at: restored.path) == "fresh")
        try fixture.git(["commit", "--quiet", "-m", "first"], at: restored.path)
    }

    @Test("files written between the rescue and the move are rescued too; after it, those at the old path as well")
    func writtenMeanwhile() throws {
        for point in ["remove.rescued", "remove.moved", "remove.verified"] {
            let fixture = try CoordinatorFixture()
            let session = try fixture.startInWorktree()
            let place = session.directory
            try Files.write(place + "/early", "early\n")
            let command = try fixture.command(reach: { reached in
                let mark = fixture.gitFixture.directory.appending("written")
                guard reached == point, !Files.exists(mark) else { return }
                try? Files.write(mark, "")
                try? Files.write(place + "/late", "late\n")
                try? Files.write(place + "/README", "late change\n")
            })
            let outcome = try #require(
                try command.release(.id(session.session.id), reason: "test").worktree)
            let id = try #require(outcome.rescue, "\(point)")
            #expect(outcome.removed)
            #expect(!Files.exists(place))
            #expect(try fixture.listedWorktrees == [fixture.root])
            let restored = try fixture.command().restoreRescue(id, to: nil)
            #expect(Files.read(restored.path + "/late") == "late\n", "\(point)")
            #expect(Files.read(restored.path + "/README") == "late change\n", "\(point)")
            #expect(Files.read(restored.path + "/early") == "early\n", "\(point)")
        }
    }

    //  release:  watch ── look: clean ─────────── move to the trash ── watch: changed ── rescue
    //  user:                     └─ write
    /// A clean worktree is not walked file by file; a write to it is seen all the same.
    @Test(
        "a clean worktree written to between the look and the move",
        arguments: ["README", "deep/er/file", "new", "deep/new dir/new", "deep/er/later.log"])
    func cleanWrittenMeanwhile(name: String) throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit([".gitignore": "*.log\n", "deep/er/file": "x\n"], message: "files")
        let session = try fixture.startInWorktree()
        let place = session.directory
        let command = try fixture.command(reach: { point in
            guard point == "remove.rescued" else { return }
            try? Files.write(place + "/" + name, "late\n")
        })
        let outcome = try #require(try command.release(.id(session.session.id), reason: "test").worktree)
        #expect(outcome.removed)
        #expect((outcome.rescue != nil) == !name.hasSuffix(".log"))
        let trash = try #require(try fixture.command().trash().first)
        #expect(try Files.read(fixture.command().restoreTrash(trash.id).path + "/" + name) == "late\n")
        guard let rescue = outcome.rescue else { return }
        #expect(try fixture.git(["show", "refs/parallel-cc/rescue/\(rescue):\(name)"]) == "late")
    }

    //  release:  rescue ─────────── move to the trash ── look again ── rescue again
    //  user:        └─ commit
    @Test("a commit made between the rescue and the move is not lost")
    func committedMeanwhile() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let place = session.directory
        try fixture.git(["switch", "--quiet", "--detach"], at: place)
        try fixture.gitFixture.commit(["x": "1\n"], message: "one", at: place)
        let command = try fixture.command(reach: { point in
            guard point == "remove.rescued" else { return }
            // No file changes; only git knows.
            _ = try? fixture.git(["commit", "--quiet", "--allow-empty", "-m", "empty"], at: place)
        })
        let outcome = try #require(try command.release(.id(session.session.id), reason: "test").worktree)
        let rescue = try fixture.command().rescue(try #require(outcome.rescue))
        #expect(try fixture.git(["log", "--format=%s", "-1", try #require(rescue.head)]) == "empty")
    }

    @Test(
        "a worktree with a split index goes, though git renews the times of its shared half",
        arguments: [true, false])
    func splitIndex(isDirty: Bool) throws {
        let fixture = try CoordinatorFixture()
        try fixture.git(["config", "core.splitIndex", "true"])
        let session = try fixture.startInWorktree()
        try fixture.git(["update-index", "--split-index"], at: session.directory)
        if isDirty { try Files.write(session.directory + "/new", "new\n") }
        let outcome = try release(fixture, session)
        #expect(outcome.removed)
        #expect((outcome.rescue != nil) == isDirty)
    }

    @Test("the daemon that watches a worktree for git is told to end; where there is none, no git is started for it")
    func fileSystemMonitor() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let other = try fixture.start(3)
        let log = fixture.gitFixture.directory.appending("log")
        let folder = fixture.gitFixture.directory.appending("bin")
        let path = try #require(fixture.gitFixture.environment["PATH"])
        try Files.writeProgram(
            folder + "/git", "#!/bin/sh\necho \"$GIT_DIR $*\" >>'\(log)'\nPATH='\(path)' exec git \"$@\"\n")
        let directory = try fixture.git(["rev-parse", "--git-dir"], at: session.directory)
        try Files.write(directory + "/fsmonitor--daemon.ipc", "")
        var context = fixture.context()
        context.environment["PATH"] = folder + ":" + path
        let command = try Coordinator(context)
        for id in [session, other].map(\.session.id) {
            #expect(try command.release(.id(id), reason: "test").worktree?.removed == true)
        }
        let calls = try #require(Files.read(log)).split(separator: "\n").filter { $0.contains("fsmonitor--daemon") }
        #expect(calls.count == 1)
        #expect(calls.first?.hasPrefix(directory + " ") == true)
        #expect(calls.first?.hasSuffix(" fsmonitor--daemon stop") == true)
    }

    //  release:  rescue ─────────────────────── move: no folder ── make it anew ── move
    //  another:     └─ remove the empty trash
    @Test("a worktree goes though another removal takes the empty trash folder away")
    func trashFolderTaken() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let folder = fixture.root + "-worktrees/.trash"
        let taken = Once()
        let command = try fixture.command(reach: { point in
            if point == "remove.rescued", rmdir(folder) == 0 { _ = taken.isFirst }
        })
        let released = try command.release(.id(session.session.id), reason: "test")
        #expect(!taken.isFirst)
        #expect(released.worktree?.removed == true)
        #expect(!Files.exists(session.directory))
    }

    @Test("worktree.autoCleanup=false keeps it")
    func noAutoCleanup() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let command = try fixture.command(overrides: ["autoCleanupWorktrees": "false"])
        let outcome = try command.release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("autoCleanup") == true)
        #expect(Files.exists(session.directory))
        #expect(try command.cleanup(onlyOld: true).worktrees.isEmpty)
        #expect(try fixture.command().cleanup().worktrees.map(\.removed) == [true])
    }
}
