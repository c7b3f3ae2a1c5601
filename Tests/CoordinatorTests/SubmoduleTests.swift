import CoordinatorFixtures
import Exec
import GitKit
import Glibc
import HookCore
import Synchronization
import TestSupport
import Testing

@testable import Coordinator

/// Worktrees with checked-out submodules go, and come back, like any other.
@Suite struct SubmoduleTests {
    @Test("submodules that hold nothing of their own, one inside the other", arguments: [true, false])
    func goes(inMain: Bool) throws {
        let submodules = try Submodules(inMain: inMain)
        try Files.write(submodules.lib + "/inner/x.log", "ignored\n")
        let files = Files.snapshot(submodules.place)
        let outcome = try #require(try submodules.release())
        #expect(outcome.removed, "\(outcome.kept ?? "")")
        #expect(outcome.rescue == nil, "\(outcome.kept ?? "")")
        #expect(try submodules.fixture.listedWorktrees == [submodules.fixture.root])
        let trash = try #require(try submodules.fixture.command().trash().first)
        #expect(Files.exists(submodules.fixture.repository + "/parallel-cc.modules/" + trash.id + "/lib/HEAD"))
        // As a killed restore leaves it.
        try Files.write(trash.trashPath + "/lib/.git.parallel-cc-999999", "gitdir: /nowhere\n")
        try expectBack(submodules, trash, files)
        // And once more, for good.
        #expect(try submodules.fixture.command().removeWorktree(submodules.place).removed)
        #expect(try submodules.fixture.command().emptyTrash(olderThanDays: 0).count == 1)
        #expect(!Files.exists(submodules.fixture.repository + "/parallel-cc.modules"))
    }

    private func expectBack(_ submodules: Submodules, _ trash: TrashRecord, _ files: [String: String]) throws {
        let fixture = submodules.fixture
        let restored = try fixture.command().restoreTrash(trash.id)
        #expect(restored.path == submodules.place)
        #expect(Files.snapshot(submodules.place) == files)
        #expect(try fixture.git(["status", "--porcelain"], at: submodules.place) == "")
        for (place, subject) in [(submodules.lib, "library"), (submodules.lib + "/inner", "inner")] {
            #expect(try fixture.git(["rev-parse", "--show-toplevel"], at: place) == place)
            #expect(try fixture.git(["log", "-1", "--format=%s"], at: place) == subject)
        }
        #expect(!Files.exists(fixture.repository + "/parallel-cc.modules"))
    }

    @Test("brought back under another name than git had for it, they are connected anew")
    func renamed() throws {
        let submodules = try Submodules()
        let files = Files.snapshot(submodules.place)
        #expect(try submodules.release()?.removed == true)
        let trash = try #require(try submodules.fixture.command().trash().first)
        let name = try #require(submodules.session.session.worktreeName)
        let other = submodules.fixture.gitFixture.directory.appending("elsewhere/" + name)
        try submodules.fixture.git(["worktree", "add", "--quiet", "--detach", other])
        let restored = try submodules.fixture.command().restoreTrash(trash.id)
        #expect(restored.path == submodules.place)
        #expect(try submodules.fixture.git(["status", "--porcelain"], at: submodules.place) == "")
        #expect(try submodules.fixture.git(["rev-parse", "--show-toplevel"], at: submodules.lib) == submodules.lib)
        let links = ["lib/.git", "lib/inner/.git"]
        #expect(
            Files.snapshot(submodules.place).filter { !links.contains($0.key) }
                == files.filter { !links.contains($0.key) }
        )
    }

    @Test(
        "kept repositories are left over when neither the trash nor a worktree has their files",
        arguments: [true, false])
    func leftOver(isDatabaseLost: Bool) throws {
        let submodules = try Submodules()
        let fixture = submodules.fixture
        #expect(try submodules.release()?.removed == true)
        let trash = try #require(try fixture.command().trash().first)
        if isDatabaseLost {
            TemporaryDirectory.remove(fixture.dataDirectory)
            mkdir(fixture.dataDirectory, 0o700)
        }
        #expect(try fixture.command(directory: fixture.root).leftoverSubmodules() == [])
        TemporaryDirectory.remove(fixture.worktreeRoot + "/.trash")
        let path = fixture.repository + "/parallel-cc.modules/" + trash.id
        // What the database knows may lie on a disk that is not there; it goes when the trash is emptied.
        let missing = isDatabaseLost ? nil : trash.trashPath
        let leftovers = try fixture.command(directory: fixture.root).leftoverSubmodules()
        #expect(leftovers == [LeftoverSubmodules(path: path, missing: missing)])
        _ = try fixture.command(directory: fixture.root).emptyTrash(olderThanDays: 0)
        #expect(Files.exists(path) == isDatabaseLost)
    }

    @Test("those of a worktree that is just being brought back are not left over")
    func notLeftOver() throws {
        let submodules = try Submodules()
        let fixture = submodules.fixture
        #expect(try submodules.release()?.removed == true)
        let trash = try #require(try fixture.command().trash().first)
        let leftovers = Mutex<[LeftoverSubmodules]>([])
        let directory = fixture.root
        let command = try fixture.command(reach: { _ in
            let found =
                (try? fixture.command(directory: directory).leftoverSubmodules()) ?? [
                    LeftoverSubmodules(path: "?", missing: nil)
                ]
            leftovers.withLock { $0 += found }
        })
        _ = try command.restoreTrash(trash.id)
        #expect(leftovers.withLock { $0 } == [])
    }

    @Test("those that somebody has deleted are named when the worktree comes back")
    func deletedKept() throws {
        let submodules = try Submodules()
        let fixture = submodules.fixture
        #expect(try submodules.release()?.removed == true)
        TemporaryDirectory.remove(fixture.repository + "/parallel-cc.modules")
        let trash = try #require(try fixture.command().trash().first)
        let restored = try fixture.command().restoreTrash(trash.id)
        #expect(restored.keptReason?.hasSuffix("submodules are gone: lib, lib/inner") == true, "\(restored)")
    }

    @Test("a worktree of one in which a process lives: its removal is not named")
    func livedIn() throws {
        let submodules = try Submodules()
        let other = try submodules.addWorktree(["-b", "mine"])
        let child = try Child(["sleep", "1000"], directory: other)
        let kept = try #require(try submodules.release()?.kept)
        #expect(kept.contains("a process lives in a worktree of a submodule: sleep"), "\(kept)")
        #expect(!kept.contains("What helps"))
        child.end()
        try Remedy.follow(
            try submodules.fixture.command().removeWorktree(submodules.place).kept, in: submodules.fixture)
        #expect(!Files.exists(other))
    }

    @Test("work of the worktree's own is rescued beside them")
    func dirty() throws {
        let submodules = try Submodules()
        try Files.write(submodules.place + "/new", "new\n")
        let files = Files.snapshot(submodules.place)
        let rescue = try #require(try submodules.release()?.rescue)
        let trash = try #require(try submodules.fixture.command().trash().first)
        let restored = try submodules.fixture.command().restoreTrash(trash.id)
        #expect(Files.snapshot(restored.path) == files)
        #expect(try submodules.fixture.git(["status", "--porcelain"], at: restored.path) == "?? new")
        #expect(try submodules.fixture.command().removeWorktree(restored.id).rescue == rescue)
        _ = try submodules.fixture.command().emptyTrash(olderThanDays: 0)
        #expect(Files.read(try submodules.fixture.command().restoreRescue(rescue, to: nil).path + "/new") == "new\n")
        try submodules.fixture.git(["submodule", "--quiet", "update", "--init", "--recursive"], at: submodules.place)
        #expect(Files.snapshot(submodules.place) == files)
    }

    @Test("one that is not checked out any more, and one that the branch does not have")
    func leftBehind() throws {
        let first = try Submodules()
        try first.fixture.git(["submodule", "--quiet", "deinit", "--force", "--all"], at: first.place)
        #expect(try first.release()?.removed == true)
        let second = try Submodules()
        try second.fixture.git(["switch", "--quiet", "--detach", "main~1"], at: second.place)
        #expect(try second.fixture.git(["status", "--porcelain"], at: second.place) == "?? lib/")
        let outcome = try second.release()
        #expect(outcome?.removed == true, "\(outcome?.kept ?? "")")
        #expect(outcome?.rescue == nil, "\(outcome?.kept ?? "")")
    }

    @Test(
        "what its remote is known to have is not only the worktree's",
        arguments: ["tags", "tag off the branches", "commit off the branches", "shallow", "pushed"])
    func known(kind: String) throws {
        let submodules = try Submodules(update: kind == "shallow" ? ["--depth", "1"] : []) { library in
            switch kind {
            case "tags":
                try library.git(["tag", "-a", "-m", "one", "v1"])
                try library.git(["tag", "light"])
            case "tag off the branches":
                try library.git(["switch", "--quiet", "-c", "release"])
                try library.commit(["r": "release\n"], message: "release")
                try library.git(["tag", "-a", "-m", "one", "v1"])
                try library.git(["switch", "--quiet", "main"])
                try library.git(["branch", "--quiet", "--delete", "--force", "release"])
            case "shallow", "commit off the branches": try library.commit(["b": "later\n"], message: "later")
            default: break
            }
        }
        let fixture = submodules.fixture
        switch kind {
        case "commit off the branches", "shallow":
            // The remote's branch goes back, and a reference has it that nobody clones.
            let wanted = try fixture.git(["rev-parse", "HEAD:lib"])
            try submodules.library.git(["update-ref", "refs/pull/1/head", wanted])
            try submodules.library.git(["reset", "--quiet", "--hard", "HEAD~1"])
            TemporaryDirectory.remove(submodules.modules)
            TemporaryDirectory.remove(submodules.lib)
            let depth = kind == "shallow" ? ["--depth", "1"] : []
            try fixture.git(["submodule", "--quiet", "update", "--init"] + depth, at: submodules.place)
            #expect(
                try fixture.git(["branch", "--all", "--contains", "HEAD", "--format=%(refname)"], at: submodules.lib)
                    .contains("refs/") == false)
        case "pushed":
            try fixture.git(["switch", "--quiet", "-c", "topic"], at: submodules.lib)
            try fixture.gitFixture.commit(["b": "pushed\n"], message: "pushed", at: submodules.lib)
            try fixture.git(["push", "--quiet", "origin", "topic"], at: submodules.lib)
            try fixture.git(["commit", "--quiet", "--all", "-m", "newer library"], at: submodules.place)
        default: break
        }
        let outcome = try submodules.release()
        #expect(outcome?.removed == true, "\(outcome?.kept ?? "")")
    }

    @Test("a worktree that was deleted by hand goes; what only its submodule had is held first")
    func deletedByHand() throws {
        let clean = try Submodules()
        TemporaryDirectory.remove(clean.place)
        #expect(try clean.release()?.removed == true)
        #expect(try clean.fixture.command().trash().isEmpty)
        #expect(!Files.exists(clean.fixture.repository + "/parallel-cc.modules"))
        let other = try Submodules()
        try other.fixture.gitFixture.commit(["b": "alone\n"], message: "alone", at: other.lib)
        let commit = try other.fixture.git(["rev-parse", "HEAD"], at: other.lib)
        TemporaryDirectory.remove(other.place)
        let kept = try other.release()?.kept
        #expect(kept?.contains("a submodule has commits") == true, "\(kept ?? "removed")")
        try Remedy.follow(kept, in: other.fixture)
        #expect(try other.fixture.command().removeWorktree(other.place).removed)
        #expect(try other.fixture.git(["show", commit + ":b"], at: other.place + "-lib.git") == "alone")
        #expect(try other.library.git(["for-each-ref", "--points-at", commit]) == "")
    }

    @Test(
        "what is written into a submodule while its worktree goes stays",
        arguments: ["remove.rescued", "remove.moved"], ["a", "inner/new"])
    func writtenMeanwhile(point: String, name: String) throws {
        let submodules = try Submodules()
        let path = submodules.lib + "/" + name
        let first = Once()
        let outcome = try submodules.release { reached in
            if reached == point, first.isFirst { try? Files.write(path, "late\n") }
        }
        #expect(outcome?.removed == false, "\(outcome?.kept ?? "removed")")
        #expect(Files.read(path) == "late\n", "\(outcome?.kept ?? "removed")")
        #expect(try submodules.fixture.git(["rev-parse", "--show-toplevel"], at: submodules.lib) == submodules.lib)
    }

    @Test("a commit made in a submodule between the look and the move is not lost")
    func committedMeanwhile() throws {
        let submodules = try Submodules()
        let first = Once()
        let outcome = try submodules.release { reached in
            guard reached == "remove.rescued", first.isFirst else { return }
            _ = try? submodules.fixture.git(["commit", "--quiet", "--allow-empty", "-m", "late"], at: submodules.lib)
        }
        #expect(outcome?.removed == false)
        #expect(try submodules.fixture.git(["log", "-1", "--format=%s"], at: submodules.lib) == "late")
    }

    @Test("one whose creation was cut off after postCreate had checked them out")
    func unfinished() throws {
        let submodules = try Submodules()
        let fixture = submodules.fixture
        #expect(try submodules.release()?.removed == true)
        try Files.write(
            fixture.dataDirectory + "/config.json",
            #"{"worktree": {"postCreate": ["git submodule --quiet update --init --recursive"]}}"#)
        let ending = try Victim(fixture).run("register", fixture.root, "6000003", killAt: "create.furnished")
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try fixture.command().worktrees().first)
        #expect(row.state == .creating)
        #expect(Files.exists(row.path + "/lib/inner/in"))
        fixture.kill(fixture.claude(3))
        let outcomes = try fixture.command(5_000_010).repair()
        #expect(outcomes.map(\.removed) == [true] && outcomes[0].rescue == nil, "\(outcomes)")
        #expect(try fixture.listedWorktrees == [fixture.root])
    }

    @Test("what is no repository among them, and a copy of one")
    func unknown() throws {
        let submodules = try Submodules()
        try Files.write(submodules.modules + "/notes", "mine\n")
        #expect(try submodules.release()?.kept?.contains("something that is no repository") == true)
        let other = try Submodules()
        let copied = try Spawner.run(
            Command(
                "cp", arguments: ["-a", other.lib, other.place + "/copy"],
                environment: other.fixture.gitFixture.environment)
        )
        #expect(copied.status.isSuccess)
        #expect(try other.release()?.kept?.contains("a repository of its own lies inside") == true)
    }
}
