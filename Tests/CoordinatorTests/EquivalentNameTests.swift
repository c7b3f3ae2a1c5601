import CoordinatorFixtures
import Exec
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// Two repositories whose paths Swift takes for the same text: an é, and an e with an accent after it. To Linux and git
/// they are two, and every verb means the one that it was given.
@Suite struct EquivalentNameTests {
    private let fixture: CoordinatorFixture
    private let composed: String
    private let decomposed: String

    init() throws {
        fixture = try CoordinatorFixture()
        composed = fixture.gitFixture.directory.appending("\u{e9}")
        decomposed = fixture.gitFixture.directory.appending("e\u{301}")
        for root in [composed, decomposed] { try make(root) }
        #expect(composed == decomposed)
    }

    private func make(_ root: String) throws {
        try fixture.git(["init", "--quiet", root])
        try fixture.gitFixture.commit([".gitignore": ".env\n"], message: "first", at: root)
    }

    /// A session's worktree with a file and an ignored one, which goes with its session.
    private func leave(_ number: Int32, at root: String, only ignored: Bool = false) throws -> String {
        try fixture.start(number, at: root)
        let session = try fixture.start(number + 1, at: root)
        #expect(FilePath.lies(session.directory, in: root + "-worktrees"))
        try Files.write(session.directory + "/.env", "of \(number)\n")
        if !ignored { try Files.write(session.directory + "/work", "of \(number)\n") }
        fixture.kill(fixture.claude(number + 1))
        _ = try fixture.command().release(.pid(fixture.claude(number + 1).pid), reason: "test")
        return session.directory
    }

    /// The repository's session claims a file, and must get it.
    private func take(_ file: String, in repository: String) throws {
        let session = try #require(try fixture.command().livingSessions(in: repository).last)
        let request = ClaimRequest(
            sessionID: session.id, repository: repository, target: ClaimTarget(.path, at: Array(file.utf8)),
            mode: .exclusive)
        #expect(try fixture.command().takeClaim(request).claim != nil)
    }

    private func texts(_ names: [String]) -> [[UInt8]] { names.map { Array($0.utf8) } }

    @Test func `emptying the trash of one leaves that of the other`() throws {
        _ = try leave(1, at: composed, only: true)
        _ = try leave(3, at: decomposed, only: true)
        let before = try fixture.command().trash()
        #expect(before.count == 2)
        #expect(try fixture.command().emptyTrash(of: composed + "/.git", olderThanDays: 0).count == 1)
        let left = try fixture.command().trash()
        #expect(texts(left.map(\.repository)) == texts([decomposed + "/.git"]))
        #expect(Files.read((left.first?.trashPath ?? "") + "/.env") == "of 3\n")
    }

    @Test func `a worktree by name is made in each, and a path means that of its bytes`() throws {
        let first = try fixture.command().createNamedWorktree("foo", at: composed)
        let second = try fixture.command().createNamedWorktree("foo", at: decomposed)
        #expect(
            texts([first.path, second.path]) == texts([composed, decomposed].map { $0 + "-worktrees/worktree-foo" }))
        #expect(texts([first.repository, second.repository]) == texts([composed + "/.git", decomposed + "/.git"]))
        #expect(try fixture.command().createNamedWorktree("foo", at: decomposed).id == second.id)
        #expect(try fixture.command().removeWorktree(second.path).removed)
        #expect(Files.exists(first.path) && !Files.exists(second.path))
        let error = #expect(throws: ParallelError.self) { try fixture.command().removeWorktree(second.path) }
        #expect(error?.code == .unknownWorktree && Files.exists(first.path))
    }

    @Test func `a rescue that a repository and its copy have is refused without a word which is meant`() throws {
        _ = try leave(1, at: decomposed)
        let arguments = ["-a", decomposed + "/.git/.", composed + "/.git/"]
        _ = try Spawner.run(Command("cp", arguments: arguments, environment: fixture.gitFixture.environment))
        try fixture.start(5, at: composed)
        let id = try #require(try fixture.command().rescues().first?.id)
        #expect(try fixture.command().rescues().count == 2)
        let error = #expect(throws: ParallelError.self) { try fixture.command().dropRescue(id) }
        #expect(error?.code == .ambiguousRescue)
        #expect(try fixture.command().rescues().count == 2)
        _ = try fixture.command(directory: composed).dropRescue(id)
        #expect(texts(try fixture.command().rescues().map(\.repository)) == texts([decomposed + "/.git"]))
    }

    /// Verbs that take a repository, and what they answer: the names of what they have found.
    enum Verb: CaseIterable {
        case sessions, worktrees, trash, missingTrash, rescues, stashes, status, adoption, claims, checkout
        case conversation
    }

    @Test(arguments: Verb.allCases) func `every verb means the repository of its bytes`(_ verb: Verb) throws {
        let gone = [try leave(1, at: composed), try leave(3, at: decomposed)]
        let command = try fixture.command()
        for (number, root) in [composed, decomposed].enumerated() {
            let own = root + "/.git"
            let holds = { (names: [String]) in Set(names.map(Name.init)) == [Name(own)] }
            switch verb {
            case .sessions: #expect(holds(try command.livingSessions(in: own).map(\.repository)))
            case .worktrees:
                let made = try command.createNamedWorktree("foo", at: root)
                #expect(holds(try command.worktrees(in: own).map(\.repository)))
                #expect(Name(try command.worktree(made.path).path) == Name(made.path))
            case .trash:
                #expect(Name(try command.restoreTrash(gone[number]).path) == Name(gone[number]))
                #expect(try command.trash().count == 1 - number)
            case .missingTrash:
                #expect(try command.missingTrash(of: own).isEmpty)
                for entry in try command.trash() where entry.repository.isSame(as: own) {
                    TemporaryDirectory.remove(entry.trashPath)
                }
                #expect(try command.missingTrash(of: own).count == 1)
            case .rescues: #expect(holds(try command.rescues(in: own).map(\.repository)))
            case .stashes:
                try Files.write(root + "/.gitignore", "changed \(number)\n")
                try fixture.git(["stash", "--quiet"], at: root)
                #expect(holds(try command.keptStashes(in: own).map(\.repository)))
                #expect(try command.keptStashes().count == number + 1)
            case .status:
                let report = try command.status(repository: own, withWork: true)
                #expect(holds(report.sessions.map(\.session.repository) + report.trash.map(\.repository)))
                #expect(report.sessions.count == 1 && report.trash.count == 1)
            case .adoption:
                let tree = root + "-worktrees/worktree-foo"
                _ = try command.createNamedWorktree("foo", at: root)
                try fixture.sql("DELETE FROM worktrees WHERE state = 'kept'")
                try command.adoptWorktrees()
                #expect(try command.worktrees().contains { $0.path.isSame(as: tree) && $0.repository.isSame(as: own) })
            case .claims:
                let reach = ClaimReach(ClaimTarget(.path, at: Array("file".utf8)), in: own, at: root)
                #expect(try command.claims(meeting: reach).isEmpty)
                try take("file", in: own)
                #expect(try command.claims(meeting: reach).count == 1)
            case .checkout:
                let occupant = try #require(try command.occupant(of: root, in: own))
                #expect(Name(occupant.repository) == Name(own))
                #expect(Name(try #require(command.mainCheckout(of: own))) == Name(root))
            case .conversation:
                let found = try fixture.start(7 + Int32(number), at: root)
                #expect(FilePath.lies(found.directory, in: root + "-worktrees"))
            }
        }
    }

    @Test func `two worktrees of one repository, and two branches, are two`() throws {
        let trees = ["t\u{e9}", "te\u{301}"].map { fixture.gitFixture.directory.appending($0) }
        for (number, tree) in trees.enumerated() {
            try fixture.git(["worktree", "add", "--quiet", "-b", FilePath.name(of: tree), tree])
            let found = try fixture.start(Int32(number) + 1, at: tree)
            #expect(Name(found.directory) == Name(tree))
            try Files.write(tree + "/README", "changed in \(number)\n")
        }
        let survey = try fixture.command().work(on: [Array("README".utf8)], besides: trees[0])
        #expect(survey.work.count == 1 && survey.work.first?.session?.id == "session-2")
        #expect(texts(survey.work.map(\.worktree)) == texts([trees[1]]))
        let git = Git(directory: fixture.root, environment: fixture.gitFixture.environment)
        #expect(try WorktreeAdministration.usesBranch("t\u{e9}", commonDirectory: fixture.repository, git: git))
        try fixture.git(["checkout", "--quiet", "--detach"], at: trees[0])
        #expect(try !WorktreeAdministration.usesBranch("t\u{e9}", commonDirectory: fixture.repository, git: git))
        #expect(try MergeReferences(git).branches.count == 3)
    }

    @Test func `two files of one repository are claimed by two sessions`() throws {
        try fixture.start(1)
        try take("\u{e9}", in: fixture.repository)
        try fixture.start(2)
        try take("e\u{301}", in: fixture.repository)
        #expect(try fixture.command().claims(in: fixture.repository).count == 2)
    }
}
