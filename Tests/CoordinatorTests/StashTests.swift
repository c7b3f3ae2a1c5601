import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// The entries of the stash are kept by whoever has time for it.
@Suite struct StashTests {
    private func stash(_ text: String, _ fixture: CoordinatorFixture) throws -> String {
        try fixture.gitFixture.commit([text: "1\n"], message: text)
        try Files.write(fixture.root + "/" + text, "2\n")
        _ = try fixture.git(["stash", "push", "-m", text])
        return try fixture.git(["rev-parse", "refs/stash"])
    }

    private func pins(_ fixture: CoordinatorFixture) throws -> [String] {
        try fixture.git(["for-each-ref", "--format=%(objectname)", "refs/parallel-cc/stash"])
            .split(separator: "\n").map(String.init)
    }

    @Test("a new entry is idle work, once", arguments: [[], ["--object-format=sha256"]])
    func idleWork(_ arguments: [String]) throws {
        let fixture = try CoordinatorFixture(initArguments: arguments)
        _ = try fixture.start(1)
        #expect(try !fixture.command().hasIdleWork())
        let first = try stash("a", fixture)
        #expect(try fixture.command().hasIdleWork())
        #expect(try fixture.command().cleanup(onlyOld: true).failures.isEmpty)
        #expect(try pins(fixture) == [first])
        #expect(try !fixture.command().hasIdleWork())
        let second = try stash("b", fixture)
        _ = try fixture.git(["stash", "drop", "stash@{1}"])
        #expect(try fixture.command().hasIdleWork())
        _ = try fixture.command().cleanup()
        #expect(try Set(pins(fixture)) == [first, second])
        // The hook's look counts as well.
        let third = try stash("c", fixture)
        let log = StashLog(commonDirectory: fixture.repository)
        #expect(log.entries().map(\.commit) == [third, second])
        #expect(log.entries().map(\.branch) == ["main", "main"])
        #expect(StashPin.keep([third], in: fixture.repository))
        log.note(try #require(log.state))
        #expect(try !fixture.command().hasIdleWork())
        let kept = try fixture.command().keptStashes(in: fixture.repository)
        #expect(kept.map(\.message) == ["On main: a", "On main: b", "On main: c"])
        #expect(kept.map(\.number) == [nil, 1, 0])
    }

    @Test("the entries of the repository around the caller are listed, also where no session ever was")
    func unknownRepository() throws {
        let fixture = try CoordinatorFixture()
        for name in ["a", "b"] { _ = try stash(name, fixture) }
        #expect(try fixture.command().keptStashes().isEmpty)
        let here = try fixture.command(directory: fixture.root).keptStashes()
        #expect(here.map(\.message) == ["On main: a", "On main: b"])
    }

    @Test(.enabled(if: Self.knowsTables, "git 2.45 or newer"))
    func `a new entry in a repository with tables of references is idle work, until nothing changes any more`() throws {
        let fixture = try CoordinatorFixture(initArguments: ["--ref-format=reftable"])
        _ = try fixture.start(1)
        _ = try fixture.command().cleanup(onlyOld: true)
        #expect(try !fixture.command().hasIdleWork())
        let entry = try stash("a", fixture)
        #expect(try fixture.command().hasIdleWork())
        _ = try fixture.command().cleanup(onlyOld: true)
        #expect(try pins(fixture) == [entry])
        _ = try fixture.command().cleanup(onlyOld: true)
        #expect(try !fixture.command().hasIdleWork())
    }

    private static var knowsTables: Bool {
        (try? GitFixture(initArguments: ["--ref-format=reftable"], commit: false)) != nil
    }

    @Test("a repository where it fails is named, and does not keep the rest from being done")
    func failure() throws {
        let fixture = try CoordinatorFixture()
        _ = try fixture.start(1)
        _ = try stash("a", fixture)
        try Files.write(fixture.repository + "/refs/parallel-cc", "a file in the way")
        let result = try fixture.command().cleanup()
        #expect(result.failures.map(\.path) == [fixture.repository])
        #expect(throws: ParallelError.self) { _ = try fixture.command().keptStashes(in: fixture.repository) }
        unlink(fixture.repository + "/refs/parallel-cc")
        #expect(try fixture.command().cleanup().failures.isEmpty)
        #expect(try pins(fixture).count == 1)
    }
}
