import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What becomes of a worktree when its session ends.
@Suite struct ReleaseTests {
    private func release(_ world: World, _ registration: Registration) throws -> RemovalOutcome {
        let result = try world.command().release(.id(registration.session.id), reason: "test")
        #expect(result.released)
        return try #require(result.worktree)
    }

    @Test("a clean worktree goes, its branch too, and no rescue is made")
    func clean() throws {
        let world = try World()
        let session = try world.startInWorktree()
        let outcome = try release(world, session)
        #expect(outcome.removed && outcome.branchDeleted && outcome.rescue == nil && outcome.kept == nil)
        #expect(!Files.exists(session.directory))
        #expect(try world.branches == ["main"] && world.listedWorktrees == [world.root])
        #expect(try world.command().worktrees().isEmpty && world.command().trash().count == 1)
        #expect(try world.command().session(.id(session.session.id))?.state == .ended)
        let events = try world.command().events(repository: world.repository).map(\.event)
        #expect(events == ["session.registered", "session.registered", "worktree.removed", "session.released"])
    }

    @Test("what is written at the last moment where git knows no directory is saved", arguments: ["out", "a/b"])
    func lastMoment(_ directory: String) throws {
        let world = try World()
        try world.fixture.commit([".gitignore": "*.o\n", "a/file": "x\n"], message: "ignore")
        let session = try world.startInWorktree()
        try Files.write(session.directory + "/\(directory)/a.o", "ignored\n")
        let late = session.directory + "/\(directory)/late.txt"
        let outcome = try world.command { point in
            if point == "remove.rescued" { try? Files.write(late, "late\n") }
        }.release(.id(session.session.id), reason: "test").worktree
        let rescue = try #require(outcome?.rescue)
        _ = try world.command().restoreRescue(rescue, to: nil)
        #expect(Files.read(late) == "late\n")
    }

    @Test("an unknown session is no error, a second release neither")
    func unknown() throws {
        let world = try World()
        #expect(try !world.command().release(.id("nobody"), reason: "test").released)
        #expect(try !world.command().release(.pid(6_000_099), reason: "test").released)
        let session = try world.startInWorktree()
        _ = try release(world, session)
        #expect(try !world.command().release(.id(session.session.id), reason: "test").released)
    }

    @Test("the main checkout is only given back")
    func main() throws {
        let world = try World()
        let first = try world.start(1)
        try Files.write(world.root + "/new", "work")
        let result = try world.command().release(.pid(world.claude(1).pid), reason: "test")
        #expect(result.released && result.worktree == nil && Files.read(world.root + "/new") == "work")
        #expect(result.session?.id == first.session.id)
        #expect(try world.start(2).isMainCheckout)
    }

    @Test("uncommitted work is rescued, and comes back as it was")
    func dirty() throws {
        let world = try World()
        try world.fixture.commit([".gitignore": "*.log\n", "b": "2\n", "c": "3\n"], message: "more")
        let session = try world.startInWorktree()
        let place = session.directory
        try Files.write(place + "/README", "changed\n")
        try Files.write(place + "/b", "staged\n")
        try world.git(["add", "b"], at: place)
        unlink(place + "/c")
        try Files.write(place + "/new dir/untracked", "new\n")
        try Files.write(place + "/x.log", "ignored\n")
        let files = Files.snapshot(place)
        let status = try world.git(["status", "--porcelain=v2", "--branch"], at: place)
        let outcome = try release(world, session)
        let id = try #require(outcome.rescue)
        #expect(outcome.removed && outcome.branchDeleted && !Files.exists(place))
        let rescue = try world.command().rescue(id)
        #expect(rescue.trackedFiles == 2 && rescue.untrackedFiles == 1 && rescue.deletedFiles == 1)
        #expect(rescue.branch == session.session.branch && rescue.sessionID == session.session.id)
        try world.git(["gc", "--quiet", "--prune=now"])
        let trash = try #require(try world.command().trash().first)
        #expect(trash.rescue == id && trash.bytes > 0)
        // From the trash: with the ignored file.
        let whole = try world.command().restoreTrash(trash.id)
        #expect(whole.path == place && whole.state == .kept)
        #expect(Files.snapshot(place) == files)
        #expect(try world.git(["status", "--porcelain=v2", "--branch"], at: place) == status)
        #expect(try world.command().trash().isEmpty)
        // Again, and from the rescue: without it.
        #expect(try world.command().removeWorktree(whole.id).rescue == id)
        #expect(try world.command().emptyTrash(olderThanDays: 0).count == 1)
        #expect(try world.command().restoreRescue(id, to: nil).path == place)
        #expect(Files.snapshot(place) == files.filter { $0.key != "x.log" })
        #expect(try world.git(["status", "--porcelain=v2", "--branch"], at: place) == status)
        try world.git(["fsck", "--strict"])
    }

    @Test("a branch with commits of its own stays; one that main holds goes")
    func commits() throws {
        let world = try World()
        let session = try world.startInWorktree()
        try world.fixture.commit(["x": "1\n"], message: "one", at: session.directory)
        try world.fixture.commit(["x": "2\n"], message: "two", at: session.directory)
        let result = try world.command().release(.id(session.session.id), reason: "test")
        #expect(result.worktree?.removed == true && result.worktree?.branchDeleted == false)
        #expect(result.unmergedCommits == 2)
        let branch = try #require(session.session.branch)
        #expect(try world.branches.contains(branch) && result.worktree?.rescue == nil)
        let third = try world.start(3)
        try world.fixture.commit(["y": "1\n"], message: "merged later", at: third.directory)
        try world.git(["merge", "--quiet", try #require(third.session.branch)])
        #expect(try release(world, third).branchDeleted)
        #expect(Files.read(world.root + "/y") == "1\n")
    }

    @Test("a branch that another worktree or a rebase uses is not deleted")
    func branchInUse() throws {
        let world = try World()
        let session = try world.startInWorktree()
        let branch = try #require(session.session.branch)
        try world.git(["switch", "--quiet", "--detach"], at: session.directory)
        try world.git(["worktree", "add", "--quiet", world.fixture.directory.appending("mine"), branch])
        let outcome = try release(world, session)
        #expect(outcome.removed && !outcome.branchDeleted)
        #expect(try world.branches.contains(branch))
    }

    @Test("the main checkout on the worktree's branch keeps it")
    func mainOnBranch() throws {
        let world = try World()
        let session = try world.startInWorktree()
        let branch = try #require(session.session.branch)
        try world.git(["switch", "--quiet", "--detach"], at: session.directory)
        try world.git(["switch", "--quiet", branch])
        #expect(try !release(world, session).branchDeleted)
        #expect(try world.git(["branch", "--show-current"]) == branch)
    }

    @Test("the user's own branch in our worktree is never deleted, and the trash remembers it")
    func switched() throws {
        let world = try World()
        let session = try world.startInWorktree()
        try world.git(["switch", "--quiet", "-c", "feature"], at: session.directory)
        let outcome = try release(world, session)
        #expect(outcome.removed)
        #expect(try world.branches == ["feature", "main"])
        let trash = try #require(try world.command().trash().first)
        #expect(trash.branch == "feature")
        #expect(try world.command().restoreTrash(trash.id).branch == "feature")
    }

    @Test(
        "a message for the next commit is rescued, though nothing else is there to save",
        arguments: ["MERGE_MSG", "SQUASH_MSG"])
    func message(_ name: String) throws {
        let world = try World()
        let session = try world.startInWorktree()
        let file = ["rev-parse", "--path-format=absolute", "--git-path", name]
        try Files.write(try world.git(file, at: session.directory), "thought about for long\n")
        let id = try #require(try release(world, session).rescue)
        let restored = try world.command().restoreRescue(id, to: nil)
        #expect(Files.read(try world.git(file, at: restored.path)) == "thought about for long\n")
    }

    @Test("detached, amended and reset commits are rescued although the tree is clean")
    func lonely() throws {
        let world = try World()
        let session = try world.startInWorktree()
        try world.fixture.commit(["x": "amended away\n"], message: "one", at: session.directory)
        let amended = try world.git(["rev-parse", "HEAD"], at: session.directory)
        try world.git(["commit", "--quiet", "--amend", "-m", "other"], at: session.directory)
        try world.git(["reset", "--quiet", "--hard", "main"], at: session.directory)
        let outcome = try release(world, session)
        #expect(outcome.rescue != nil)
        try world.git(["reflog", "expire", "--expire=now", "--all"])
        try world.git(["gc", "--quiet", "--prune=now"])
        #expect(try world.git(["show", "\(amended):x"]) == "amended away")
    }

    @Test("a rescue that holds the commits of an earlier one does not rely on it")
    func independentRescues() throws {
        let world = try World()
        let session = try world.startInWorktree()
        try world.git(["switch", "--quiet", "--detach"], at: session.directory)
        try world.fixture.commit(["x": "alone\n"], message: "one", at: session.directory)
        let first = try #require(try release(world, session).rescue)
        let restored = try world.command().restoreRescue(first, to: nil)
        try Files.write(restored.path + "/y", "more\n")
        let second = try #require(try world.command().removeWorktree(restored.id).rescue)
        #expect(first != second)
        _ = try world.command().dropRescue(first)
        _ = try world.command().emptyTrash(olderThanDays: 0)
        try world.git(["gc", "--quiet", "--prune=now"])
        let again = try world.command().restoreRescue(second, to: nil)
        #expect(Files.read(again.path + "/x") == "alone\n" && Files.read(again.path + "/y") == "more\n")
    }

    @Test("a rebase stopped midway comes back and can be finished, its branch with it")
    func rebase() throws {
        let world = try World()
        let session = try world.startInWorktree()
        let branch = try #require(session.session.branch)
        try world.fixture.commit(["README": "theirs\n"], message: "main side")
        try world.fixture.commit(["README": "ours\n"], message: "our side", at: session.directory)
        // Another branch holds the same commits; the rebase wants this one back all the same.
        try world.git(["branch", "copy", branch])
        _ = try? world.git(["rebase", "main"], at: session.directory)
        let outcome = try release(world, session)
        let id = try #require(outcome.rescue)
        #expect(try outcome.removed && !outcome.branchDeleted && world.branches.contains(branch))
        let restored = try world.command().restoreRescue(id, to: nil)
        try Files.write(restored.path + "/README", "both\n")
        try world.git(["add", "README"], at: restored.path)
        try world.git(["-c", "core.editor=true", "rebase", "--continue"], at: restored.path)
        #expect(try world.git(["branch", "--show-current"], at: restored.path) == branch)
        #expect(try world.git(["log", "--format=%s", "-2"], at: restored.path) == "our side\nmain side")
    }

    @Test("a branch without commits of its own (orphan) comes back unborn")
    func orphan() throws {
        let world = try World()
        let session = try world.startInWorktree()
        try world.git(["switch", "--quiet", "--orphan", "fresh"], at: session.directory)
        try Files.write(session.directory + "/first", "x\n")
        try world.git(["add", "first"], at: session.directory)
        let id = try #require(try release(world, session).rescue)
        let restored = try world.command().restoreRescue(id, to: nil)
        #expect(try world.git(["status", "--porcelain"], at: restored.path) == "A  first")
        #expect(try world.git(["branch", "--show-current"], at: restored.path) == "fresh")
        try world.git(["commit", "--quiet", "-m", "first"], at: restored.path)
    }

    @Test("files written between the rescue and the move are rescued too; after it, those at the old path as well")
    func writtenMeanwhile() throws {
        for point in ["remove.rescued", "remove.moved", "remove.verified"] {
            let world = try World()
            let session = try world.startInWorktree()
            let place = session.directory
            try Files.write(place + "/early", "early\n")
            let command = try world.command(reach: { reached in
                let mark = world.fixture.directory.appending("written")
                guard reached == point, !Files.exists(mark) else { return }
                try? Files.write(mark, "")
                try? Files.write(place + "/late", "late\n")
                try? Files.write(place + "/README", "late change\n")
            })
            let outcome = try #require(
                try command.release(.id(session.session.id), reason: "test").worktree)
            let id = try #require(outcome.rescue, "\(point)")
            #expect(try outcome.removed && !Files.exists(place) && world.listedWorktrees == [world.root])
            let restored = try world.command().restoreRescue(id, to: nil)
            #expect(Files.read(restored.path + "/late") == "late\n", "\(point)")
            #expect(Files.read(restored.path + "/README") == "late change\n", "\(point)")
            #expect(Files.read(restored.path + "/early") == "early\n", "\(point)")
        }
    }

    /// A clean worktree is not walked file by file; a write to it is seen all the same.
    @Test(
        "a clean worktree written to between the look and the move",
        arguments: ["README", "deep/er/file", "new", "deep/new dir/new", "deep/er/later.log"])
    func cleanWrittenMeanwhile(name: String) throws {
        let world = try World()
        try world.fixture.commit([".gitignore": "*.log\n", "deep/er/file": "x\n"], message: "files")
        let session = try world.startInWorktree()
        let place = session.directory
        let command = try world.command(reach: { point in
            guard point == "remove.rescued" else { return }
            try? Files.write(place + "/" + name, "late\n")
        })
        let outcome = try #require(try command.release(.id(session.session.id), reason: "test").worktree)
        #expect(outcome.removed && (outcome.rescue != nil) == !name.hasSuffix(".log"))
        let trash = try #require(try world.command().trash().first)
        #expect(try Files.read(world.command().restoreTrash(trash.id).path + "/" + name) == "late\n")
        guard let rescue = outcome.rescue else { return }
        #expect(try world.git(["show", "refs/parallel-cc/rescue/\(rescue):\(name)"]) == "late")
    }

    @Test("a commit made between the rescue and the move is not lost")
    func committedMeanwhile() throws {
        let world = try World()
        let session = try world.startInWorktree()
        let place = session.directory
        try world.git(["switch", "--quiet", "--detach"], at: place)
        try world.fixture.commit(["x": "1\n"], message: "one", at: place)
        let command = try world.command(reach: { point in
            guard point == "remove.rescued" else { return }
            // No file changes; only git knows.
            _ = try? world.git(["commit", "--quiet", "--allow-empty", "-m", "empty"], at: place)
        })
        let outcome = try #require(try command.release(.id(session.session.id), reason: "test").worktree)
        let rescue = try world.command().rescue(try #require(outcome.rescue))
        #expect(try world.git(["log", "--format=%s", "-1", try #require(rescue.head)]) == "empty")
    }

    @Test(
        "a worktree with a split index goes, though git renews the times of its shared half",
        arguments: [true, false])
    func splitIndex(isDirty: Bool) throws {
        let world = try World()
        try world.git(["config", "core.splitIndex", "true"])
        let session = try world.startInWorktree()
        try world.git(["update-index", "--split-index"], at: session.directory)
        if isDirty { try Files.write(session.directory + "/new", "new\n") }
        let outcome = try release(world, session)
        #expect(outcome.removed && (outcome.rescue != nil) == isDirty)
    }

    @Test("the daemon that watches a worktree for git is told to end; where there is none, no git is started for it")
    func fileSystemMonitor() throws {
        let world = try World()
        let session = try world.startInWorktree()
        let other = try world.start(3)
        let log = world.fixture.directory.appending("log")
        let folder = world.fixture.directory.appending("bin")
        let path = try #require(world.fixture.environment["PATH"])
        try Files.writeProgram(
            folder + "/git", "#!/bin/sh\necho \"$GIT_DIR $*\" >>'\(log)'\nPATH='\(path)' exec git \"$@\"\n")
        let directory = try world.git(["rev-parse", "--git-dir"], at: session.directory)
        try Files.write(directory + "/fsmonitor--daemon.ipc", "")
        var context = world.context()
        context.environment["PATH"] = folder + ":" + path
        let command = try Coordinator(context)
        for id in [session, other].map(\.session.id) {
            #expect(try command.release(.id(id), reason: "test").worktree?.removed == true)
        }
        let calls = try #require(Files.read(log)).split(separator: "\n").filter { $0.contains("fsmonitor--daemon") }
        #expect(calls.count == 1 && calls.first?.hasPrefix(directory + " ") == true)
        #expect(calls.first?.hasSuffix(" fsmonitor--daemon stop") == true)
    }

    @Test("a worktree goes though another removal takes the empty trash folder away")
    func trashFolderTaken() throws {
        let world = try World()
        let session = try world.startInWorktree()
        let folder = world.root + "-worktrees/.trash"
        let taken = Once()
        let command = try world.command(reach: { point in
            if point == "remove.rescued", rmdir(folder) == 0 { _ = taken.isFirst }
        })
        let released = try command.release(.id(session.session.id), reason: "test")
        #expect(!taken.isFirst && released.worktree?.removed == true && !Files.exists(session.directory))
    }

    @Test("a worktree deleted by hand: git's list is cleaned, staged work and lonely commits are rescued")
    func deletedByHand() throws {
        let world = try World()
        let clean = try world.startInWorktree()
        TemporaryDirectory.remove(clean.directory)
        let first = try release(world, clean)
        #expect(first.removed && first.branchDeleted && first.rescue == nil)
        let third = try world.start(3)
        try Files.write(third.directory + "/staged", "only in the index\n")
        try world.git(["add", "staged"], at: third.directory)
        try world.git(["switch", "--quiet", "--detach"], at: third.directory)
        try world.git(["commit", "--quiet", "--allow-empty", "-m", "lonely"], at: third.directory)
        TemporaryDirectory.remove(third.directory)
        let id = try #require(try release(world, third).rescue)
        #expect(try world.listedWorktrees == [world.root] && world.command().trash().isEmpty)
        try world.git(["gc", "--quiet", "--prune=now"])
        let rescue = try world.command().rescue(id)
        #expect(try world.git(["log", "--format=%s", "-1", try #require(rescue.head)]) == "lonely")
    }

    @Test("deleted by hand while its place lies inside another repository: that one is not taken for it")
    func deletedInsideOther() throws {
        let world = try World()
        try world.git(["init", "--quiet", world.fixture.directory.path])
        try world.git(["commit", "--quiet", "--allow-empty", "-m", "outer"], at: world.fixture.directory.path)
        let session = try world.startInWorktree(overrides: ["worktree.root": "../inside"])
        try world.git(["switch", "--quiet", "--detach"], at: session.directory)
        try world.git(["commit", "--quiet", "--allow-empty", "-m", "lonely"], at: session.directory)
        TemporaryDirectory.remove(session.directory)
        let rescue = try world.command().rescue(try #require(try release(world, session).rescue))
        #expect(try world.git(["log", "--format=%s", "-1", try #require(rescue.head)]) == "lonely")
    }

    @Test("worktree.autoCleanup=false keeps it")
    func noAutoCleanup() throws {
        let world = try World()
        let session = try world.startInWorktree()
        let command = try world.command(overrides: ["autoCleanupWorktrees": "false"])
        let outcome = try command.release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("autoCleanup") == true && Files.exists(session.directory))
        #expect(try command.cleanup(onlyOld: true).worktrees.isEmpty)
        #expect(try world.command().cleanup().worktrees.map(\.removed) == [true])
    }
}
