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
        let fixture = try Submodules(inMain: inMain)
        try Files.write(fixture.lib + "/inner/x.log", "ignored\n")
        let files = Files.snapshot(fixture.place)
        let outcome = try #require(try fixture.release())
        #expect(outcome.removed && outcome.rescue == nil, "\(outcome.kept ?? "")")
        #expect(try fixture.world.listedWorktrees == [fixture.world.root])
        let trash = try #require(try fixture.world.command().trash().first)
        #expect(Files.exists(fixture.world.repository + "/parallel-cc.modules/" + trash.id + "/lib/HEAD"))
        try expectBack(fixture, trash, files)
        // And once more, for good.
        #expect(try fixture.world.command().removeWorktree(fixture.place).removed)
        #expect(try fixture.world.command().emptyTrash(olderThanDays: 0).count == 1)
        #expect(!Files.exists(fixture.world.repository + "/parallel-cc.modules"))
    }

    private func expectBack(_ fixture: Submodules, _ trash: TrashRecord, _ files: [String: String]) throws {
        let world = fixture.world
        let restored = try world.command().restoreTrash(trash.id)
        #expect(restored.path == fixture.place && Files.snapshot(fixture.place) == files)
        #expect(try world.git(["status", "--porcelain"], at: fixture.place) == "")
        for (place, subject) in [(fixture.lib, "library"), (fixture.lib + "/inner", "inner")] {
            #expect(try world.git(["rev-parse", "--show-toplevel"], at: place) == place)
            #expect(try world.git(["log", "-1", "--format=%s"], at: place) == subject)
        }
        #expect(!Files.exists(world.repository + "/parallel-cc.modules"))
    }

    @Test("brought back under another name than git had for it, they are connected anew")
    func renamed() throws {
        let fixture = try Submodules()
        let files = Files.snapshot(fixture.place)
        #expect(try fixture.release()?.removed == true)
        let trash = try #require(try fixture.world.command().trash().first)
        let name = try #require(fixture.session.session.worktreeName)
        let other = fixture.world.fixture.directory.appending("elsewhere/" + name)
        try fixture.world.git(["worktree", "add", "--quiet", "--detach", other])
        let restored = try fixture.world.command().restoreTrash(trash.id)
        #expect(restored.path == fixture.place)
        #expect(try fixture.world.git(["status", "--porcelain"], at: fixture.place) == "")
        #expect(try fixture.world.git(["rev-parse", "--show-toplevel"], at: fixture.lib) == fixture.lib)
        let links = ["lib/.git", "lib/inner/.git"]
        #expect(
            Files.snapshot(fixture.place).filter { !links.contains($0.key) } == files.filter { !links.contains($0.key) }
        )
    }

    @Test(
        "kept repositories are left over when neither the trash nor a worktree has their files",
        arguments: [true, false])
    func leftOver(isDatabaseLost: Bool) throws {
        let fixture = try Submodules()
        let world = fixture.world
        #expect(try fixture.release()?.removed == true)
        let trash = try #require(try world.command().trash().first)
        if isDatabaseLost {
            TemporaryDirectory.remove(world.dataDirectory)
            mkdir(world.dataDirectory, 0o700)
        }
        #expect(try world.command(directory: world.root).leftoverSubmodules() == [])
        TemporaryDirectory.remove(world.worktreeRoot + "/.trash")
        let path = world.repository + "/parallel-cc.modules/" + trash.id
        // What the database knows may lie on a disk that is not there; it goes when the trash is emptied.
        #expect(try world.command(directory: world.root).leftoverSubmodules() == (isDatabaseLost ? [path] : []))
        _ = try world.command(directory: world.root).emptyTrash(olderThanDays: 0)
        #expect(Files.exists(path) == isDatabaseLost)
    }

    @Test("those of a worktree that is just being brought back are not left over")
    func notLeftOver() throws {
        let fixture = try Submodules()
        let world = fixture.world
        #expect(try fixture.release()?.removed == true)
        let trash = try #require(try world.command().trash().first)
        let leftovers = Mutex<[String]>([])
        let directory = world.root
        let command = try world.command(reach: { _ in
            let found = (try? world.command(directory: directory).leftoverSubmodules()) ?? ["?"]
            leftovers.withLock { $0 += found }
        })
        _ = try command.restoreTrash(trash.id)
        #expect(leftovers.withLock { $0 } == [])
    }

    @Test("work of the worktree's own is rescued beside them")
    func dirty() throws {
        let fixture = try Submodules()
        try Files.write(fixture.place + "/new", "new\n")
        let files = Files.snapshot(fixture.place)
        let rescue = try #require(try fixture.release()?.rescue)
        let trash = try #require(try fixture.world.command().trash().first)
        let restored = try fixture.world.command().restoreTrash(trash.id)
        #expect(Files.snapshot(restored.path) == files)
        #expect(try fixture.world.git(["status", "--porcelain"], at: restored.path) == "?? new")
        #expect(try fixture.world.command().removeWorktree(restored.id).rescue == rescue)
        _ = try fixture.world.command().emptyTrash(olderThanDays: 0)
        #expect(Files.read(try fixture.world.command().restoreRescue(rescue, to: nil).path + "/new") == "new\n")
        try fixture.world.git(["submodule", "--quiet", "update", "--init", "--recursive"], at: fixture.place)
        #expect(Files.snapshot(fixture.place) == files)
    }

    @Test("one that is not checked out any more, and one that the branch does not have")
    func leftBehind() throws {
        let first = try Submodules()
        try first.world.git(["submodule", "--quiet", "deinit", "--force", "--all"], at: first.place)
        #expect(try first.release()?.removed == true)
        let second = try Submodules()
        try second.world.git(["switch", "--quiet", "--detach", "main~1"], at: second.place)
        #expect(try second.world.git(["status", "--porcelain"], at: second.place) == "?? lib/")
        let outcome = try second.release()
        #expect(outcome?.removed == true && outcome?.rescue == nil, "\(outcome?.kept ?? "")")
    }

    @Test(
        "what its remote is known to have is not only the worktree's",
        arguments: ["tags", "tag off the branches", "commit off the branches", "shallow", "pushed"])
    func known(kind: String) throws {
        let fixture = try Submodules(update: kind == "shallow" ? ["--depth", "1"] : []) { library in
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
        let world = fixture.world
        switch kind {
        case "commit off the branches", "shallow":
            // The remote's branch goes back, and a reference has it that nobody clones.
            let wanted = try world.git(["rev-parse", "HEAD:lib"])
            try fixture.library.git(["update-ref", "refs/pull/1/head", wanted])
            try fixture.library.git(["reset", "--quiet", "--hard", "HEAD~1"])
            TemporaryDirectory.remove(fixture.modules)
            TemporaryDirectory.remove(fixture.lib)
            let depth = kind == "shallow" ? ["--depth", "1"] : []
            try world.git(["submodule", "--quiet", "update", "--init"] + depth, at: fixture.place)
            #expect(
                try world.git(["branch", "--all", "--contains", "HEAD", "--format=%(refname)"], at: fixture.lib)
                    .contains("refs/") == false)
        case "pushed":
            try world.git(["switch", "--quiet", "-c", "topic"], at: fixture.lib)
            try world.fixture.commit(["b": "pushed\n"], message: "pushed", at: fixture.lib)
            try world.git(["push", "--quiet", "origin", "topic"], at: fixture.lib)
            try world.git(["commit", "--quiet", "--all", "-m", "newer library"], at: fixture.place)
        default: break
        }
        let outcome = try fixture.release()
        #expect(outcome?.removed == true, "\(outcome?.kept ?? "")")
    }

    @Test("a worktree that was deleted by hand goes; what only its submodule had is held first")
    func deletedByHand() throws {
        let clean = try Submodules()
        TemporaryDirectory.remove(clean.place)
        #expect(try clean.release()?.removed == true)
        #expect(
            try clean.world.command().trash().isEmpty && !Files.exists(clean.world.repository + "/parallel-cc.modules"))
        let other = try Submodules()
        try other.world.fixture.commit(["b": "alone\n"], message: "alone", at: other.lib)
        let commit = try other.world.git(["rev-parse", "HEAD"], at: other.lib)
        TemporaryDirectory.remove(other.place)
        let kept = try other.release()?.kept
        #expect(kept?.contains("a submodule has commits") == true, "\(kept ?? "removed")")
        try Remedy.follow(kept, in: other.world)
        #expect(try other.world.command().removeWorktree(other.place).removed)
        #expect(try other.world.git(["show", commit + ":b"], at: other.place + "-lib.git") == "alone")
        #expect(try other.library.git(["for-each-ref", "--points-at", commit]) == "")
    }

    @Test(
        "what is written into a submodule while its worktree goes stays",
        arguments: ["remove.rescued", "remove.moved"], ["a", "inner/new"])
    func writtenMeanwhile(point: String, name: String) throws {
        let fixture = try Submodules()
        let path = fixture.lib + "/" + name
        let first = Once()
        let outcome = try fixture.release { reached in
            if reached == point, first.isFirst { try? Files.write(path, "late\n") }
        }
        #expect(outcome?.removed == false && Files.read(path) == "late\n", "\(outcome?.kept ?? "removed")")
        #expect(try fixture.world.git(["rev-parse", "--show-toplevel"], at: fixture.lib) == fixture.lib)
    }

    @Test("a commit made in a submodule between the look and the move is not lost")
    func committedMeanwhile() throws {
        let fixture = try Submodules()
        let first = Once()
        let outcome = try fixture.release { reached in
            guard reached == "remove.rescued", first.isFirst else { return }
            _ = try? fixture.world.git(["commit", "--quiet", "--allow-empty", "-m", "late"], at: fixture.lib)
        }
        #expect(outcome?.removed == false)
        #expect(try fixture.world.git(["log", "-1", "--format=%s"], at: fixture.lib) == "late")
    }

    @Test("one whose creation was cut off after postCreate had checked them out")
    func unfinished() throws {
        let fixture = try Submodules()
        let world = fixture.world
        #expect(try fixture.release()?.removed == true)
        try Files.write(
            world.dataDirectory + "/config.json",
            #"{"worktree": {"postCreate": ["git submodule --quiet update --init --recursive"]}}"#)
        let ending = try Victim(world).run("register", world.root, "6000003", killAt: "create.furnished")
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try world.command().worktrees().first)
        #expect(row.state == .creating && Files.exists(row.path + "/lib/inner/in"))
        world.kill(world.claude(3))
        let outcomes = try world.command(5_000_010).repair()
        #expect(outcomes.map(\.removed) == [true] && outcomes[0].rescue == nil, "\(outcomes)")
        #expect(try world.listedWorktrees == [world.root])
    }
}
