import CoordinatorFixtures
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Saved work in a repository that is not as it was: filters that cannot run, objects that are gone, another place, no
/// database.
@Suite struct RestoreObstacleTests {
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    /// A rescue of a worktree with a new file of this content; the trash is empty.
    private func rescue(_ content: String = "new\n") throws -> (session: Registration, id: String) {
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/new", content)
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        return (session, try #require(outcome?.rescue))
    }

    private func deleteObject(_ id: String) {
        unlink(fixture.repository + "/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    }

    private func addFilter() throws -> String {
        let filter = fixture.gitFixture.directory.appending("filter")
        try Files.write(filter, "#!/bin/sh\ntr a-z A-Z\n")
        chmod(filter, 0o755)
        for verb in ["clean", "smudge"] { try fixture.git(["config", "filter.f.\(verb)", filter]) }
        try fixture.git(["config", "filter.f.required", "true"])
        try fixture.gitFixture.commit(
            [".gitattributes": "*.bin filter=f\n", "a.bin": "a\n", "plain": "p\n"], message: "f")
        return filter
    }

    @Test("a required filter that cannot run: everything comes back, its files as git stores them, and that is said")
    func requiredFilter() throws {
        let filter = try addFilter()
        let (session, id) = try rescue()
        try fixture.command().emptyTrash(olderThanDays: 0)
        unlink(filter)
        let restored = try fixture.command().restoreRescue(id, to: nil)
        #expect(Files.read(session.directory + "/new") == "new\n")
        #expect(Files.read(session.directory + "/plain") == "p\n")
        #expect(Files.read(session.directory + "/a.bin") == "A\n")
        #expect(restored.keptReason?.contains("as git stores them") == true)
        #expect(restored.keptReason?.contains("a.bin") == true)
        #expect(restored.keptReason?.contains("plain") == false)
        // git itself says nothing there while the filter is required and cannot run.
        let status = ["-c", "filter.f.required=false", "status", "--porcelain"]
        #expect(try fixture.git(status, at: restored.path) == "?? new")
    }

    @Test(
        "a filter that is not required: what it does not convert any more is said",
        arguments: ["gone", "failing", "required and gone", "as before"])
    func otherFilter(_ fate: String) throws {
        let filter = try addFilter()
        if fate != "required and gone" { try fixture.git(["config", "--unset", "filter.f.required"]) }
        let (session, id) = try rescue()
        try fixture.command().emptyTrash(olderThanDays: 0)
        switch fate {
        case "failing": try Files.writeProgram(filter, "#!/bin/sh\nexit 1\n")
        case "as before": break
        default: try fixture.git(["config", "--remove-section", "filter.f"])
        }
        let reason = try #require(try fixture.command().restoreRescue(id, to: nil).keptReason)
        #expect(Files.read(session.directory + "/new") == "new\n" && Files.read(session.directory + "/a.bin") == "A\n")
        let isSaid = reason.contains("as git stores them") && reason.contains(": a.bin; when it is set")
        // This filter gives what git stores, also when it runs.
        #expect(isSaid == (fate != "as before"), "\(reason)")
    }

    @Test("from the trash too")
    func requiredFilterInTrash() throws {
        let filter = try addFilter()
        let session = try rescue().session
        unlink(filter)
        let entry = try #require(try fixture.command().trash().first)
        #expect(try fixture.command().restoreTrash(entry.id).path == session.directory)
        #expect(Files.read(session.directory + "/new") == "new\n")
    }

    @Test("objects that are gone: the rest comes back, and what does not is named")
    func missingObjects() throws {
        try fixture.gitFixture.commit(["kept": "kept\n", "lost": "lost\n"], message: "files")
        let (session, id) = try rescue("new and lost\n")
        let commit = try fixture.command().rescue(id).commit
        deleteObject(try fixture.git(["rev-parse", "\(commit):lost"]))
        deleteObject(try fixture.git(["rev-parse", "\(commit):new"]))
        try fixture.command().emptyTrash(olderThanDays: 0)
        let reason = try #require(try fixture.command().restoreRescue(id, to: nil).keptReason)
        #expect(reason.contains("lost the saved content of: lost, new"), "\(reason)")
        #expect(Files.read(session.directory + "/kept") == "kept\n")
        #expect(!Files.exists(session.directory + "/lost"))
    }

    @Test("a tree that is gone: the rest comes back, and the files that it had are named")
    func missingTree() throws {
        try fixture.gitFixture.commit(["kept": "kept\n"], message: "files")
        let (session, id) = try rescue()
        deleteObject(try fixture.git(["rev-parse", "\(try fixture.command().rescue(id).commit)^{tree}"]))
        try fixture.command().emptyTrash(olderThanDays: 0)
        let reason = try #require(try fixture.command().restoreRescue(id, to: nil).keptReason)
        #expect(reason.contains("lost the saved content of: new"), "\(reason)")
        #expect(Files.read(session.directory + "/kept") == "kept\n")
        #expect(!Files.exists(session.directory + "/new"))
    }

    /// What git has written of a rebase when it is killed: it makes the directory before it says of which branch.
    @Test("a rebase that was killed as it began is ended and named", arguments: ["rebase-merge", "rebase-apply"])
    func cutOffRebase(directory: String) throws {
        let session = try fixture.startInWorktree()
        let state = try Repository.discover(at: session.directory, git: fixture.command().git(session.directory))
        try Files.write(session.directory + "/README", "stashed by the rebase\n")
        let stashed = try fixture.git(["stash", "create"], at: session.directory)
        try fixture.git(["checkout", "README"], at: session.directory)
        try Files.write(state.gitDirectory + "/\(directory)/autostash", stashed + "\n")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        try fixture.command().emptyTrash(olderThanDays: 0)
        let restored = try fixture.command().restoreRescue(try #require(outcome?.rescue), to: nil)
        #expect(restored.keptReason?.contains("git rebase --quit") == true)
        #expect(try fixture.git(["rev-parse", "stash@{0}"]) == stashed)
        #expect(try !fixture.git(["status"], at: restored.path).contains("rebas"))
        #expect(try fixture.git(["rebase", "HEAD"], at: restored.path).contains("up to date"))
    }

    @Test("a deletion that was staged is saved, also where the directory was then deleted by hand")
    func stagedDeletion() throws {
        let session = try fixture.startInWorktree()
        try fixture.git(["rm", "--quiet", "README"], at: session.directory)
        TemporaryDirectory.remove(session.directory)
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let restored = try fixture.command().restoreRescue(try #require(outcome?.rescue), to: nil)
        #expect(try fixture.git(["status", "--porcelain"], at: restored.path).hasPrefix("D  README"))
    }

    @Test("nothing is restored into the trash, and no entry is deleted in which a worktree lies")
    func intoTheTrash() throws {
        let (_, id) = try rescue()
        let entry = try #require(try fixture.command().trash().first)
        let place = entry.trashPath + "/back"
        let error = #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(id, to: place) }
        #expect(error?.code == .insideTrash)
        try fixture.git(["worktree", "add", "--quiet", "--detach", place])
        _ = try? fixture.command().emptyTrash(olderThanDays: 0)
        #expect(Files.exists(place))
        #expect(try fixture.command().trash().count == 1)
    }

    @Test("a configuration of its own leads a restored worktree nowhere else")
    func otherPlace() throws {
        try fixture.git(["config", "extensions.worktreeConfig", "true"])
        let (session, id) = try rescue()
        try fixture.command().emptyTrash(olderThanDays: 0)
        let first = try fixture.command().restoreRescue(id, to: nil)
        try fixture.git(["config", "--worktree", "core.worktree", session.directory], at: first.path)
        try fixture.git(["config", "--worktree", "user.nickname", "kept"], at: first.path)
        let again = try fixture.command().keepRescue(of: first.path, reason: "test")
        let place = session.directory + "-elsewhere"
        _ = try fixture.command().restoreRescue(again, to: place)
        #expect(try fixture.git(["rev-parse", "--show-toplevel"], at: place) == place)
        #expect(try fixture.git(["config", "user.nickname"], at: place) == "kept")
    }

    @Test("a rescue without its commit is named, can be dropped, and keeps nobody else from going")
    func brokenRescue() throws {
        let broken = try rescue()
        let commit = try fixture.command().rescue(broken.id).commit
        let other = try fixture.start(3)
        try Files.write(other.directory + "/work", "work\n")
        deleteObject(commit)
        let released = try fixture.command().release(.id(other.session.id), reason: "test")
        #expect(released.worktree?.removed == true)
        #expect(released.worktree?.rescue != nil)
        let survey = try fixture.command().rescueSurvey()
        #expect(survey.rescues.map(\.id) == [released.worktree?.rescue])
        #expect(survey.warnings.count == 1)
        #expect(survey.warnings.first?.contains("\(broken.id)") == true)
        let error = #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(broken.id, to: nil) }
        #expect(error?.hint == "parallel-cc rescue drop \(broken.id)")
        #expect(try fixture.command().dropBrokenRescue(released.worktree?.rescue ?? "") == nil)
        #expect(try fixture.command().dropBrokenRescue(broken.id) == commit)
        #expect(try fixture.command().rescueSurvey().warnings.isEmpty)
    }

    @Test("without a database, in the repository: rescues and trash are found and come back")
    func noDatabase() throws {
        let (session, id) = try rescue()
        TemporaryDirectory.remove(fixture.dataDirectory)
        #expect(try fixture.command().rescues().isEmpty)
        let command = try fixture.command(directory: fixture.root)
        #expect(try command.rescues().map(\.id) == [id])
        let report = try command.status(repository: nil, withWork: false)
        #expect(report.rescues.count == 1)
        #expect(report.trash.map(\.path) == [session.directory])
        #expect(try command.restoreTrash(session.directory).path == session.directory)
        #expect(Files.read(session.directory + "/new") == "new\n")
        #expect(try command.trash().isEmpty)
    }

    @Test("a sparse worktree without a rescue comes back without deletions")
    func sparse() throws {
        try fixture.gitFixture.commit([".gitignore": "*.log\n", "in/a": "a\n", "out/b": "b\n"], message: "files")
        try fixture.git(["sparse-checkout", "set", "in"])
        let session = try fixture.startInWorktree()
        #expect(!Files.exists(session.directory + "/out/b"))
        try Files.write(session.directory + "/x.log", "ignored\n")
        #expect(try fixture.command().release(.id(session.session.id), reason: "test").worktree?.rescue == nil)
        let entry = try #require(try fixture.command().trash().first)
        let restored = try fixture.command().restoreTrash(entry.id)
        #expect(try fixture.git(["status", "--porcelain"], at: restored.path) == "")
        #expect(Files.exists(restored.path + "/in/a"))
        #expect(!Files.exists(restored.path + "/out/b"))
    }
}
