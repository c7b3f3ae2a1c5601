import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// The entries of the stash are kept by whoever has time for it.
@Suite struct StashTests {
    private func stash(_ text: String, _ world: World) throws -> String {
        try world.fixture.commit([text: "1\n"], message: text)
        try Files.write(world.root + "/" + text, "2\n")
        _ = try world.git(["stash", "push", "-m", text])
        return try world.git(["rev-parse", "refs/stash"])
    }

    private func pins(_ world: World) throws -> [String] {
        try world.git(["for-each-ref", "--format=%(objectname)", "refs/parallel-cc/stash"])
            .split(separator: "\n").map(String.init)
    }

    @Test("a new entry is idle work, once", arguments: [[], ["--object-format=sha256"]])
    func idleWork(_ arguments: [String]) throws {
        let world = try World(initArguments: arguments)
        _ = try world.start(1)
        #expect(try !world.command().hasIdleWork())
        let first = try stash("a", world)
        #expect(try world.command().hasIdleWork())
        #expect(try world.command().cleanup(onlyOld: true).failures.isEmpty)
        #expect(try pins(world) == [first] && !world.command().hasIdleWork())
        let second = try stash("b", world)
        _ = try world.git(["stash", "drop", "stash@{1}"])
        #expect(try world.command().hasIdleWork())
        _ = try world.command().cleanup()
        #expect(try Set(pins(world)) == [first, second])
        // The hook's look counts as well.
        let third = try stash("c", world)
        let log = StashLog(commonDirectory: world.repository)
        #expect(log.entries().map(\.commit) == [third, second] && log.entries().map(\.branch) == ["main", "main"])
        #expect(StashPin.keep([third], in: world.repository))
        log.note(try #require(log.state))
        #expect(try !world.command().hasIdleWork())
        let kept = try world.command().keptStashes(in: world.repository)
        #expect(kept.map(\.message) == ["On main: a", "On main: b", "On main: c"])
        #expect(kept.map(\.number) == [nil, 1, 0])
    }

    @Test(.enabled(if: Self.knowsTables, "git 2.45 or newer"))
    func `a new entry in a repository with tables of references is idle work, until nothing changes any more`() throws {
        let world = try World(initArguments: ["--ref-format=reftable"])
        _ = try world.start(1)
        _ = try world.command().cleanup(onlyOld: true)
        #expect(try !world.command().hasIdleWork())
        let entry = try stash("a", world)
        #expect(try world.command().hasIdleWork())
        _ = try world.command().cleanup(onlyOld: true)
        #expect(try pins(world) == [entry])
        _ = try world.command().cleanup(onlyOld: true)
        #expect(try !world.command().hasIdleWork())
    }

    private static var knowsTables: Bool {
        (try? GitFixture(initArguments: ["--ref-format=reftable"], commit: false)) != nil
    }

    @Test("a repository where it fails is named, and does not keep the rest from being done")
    func failure() throws {
        let world = try World()
        _ = try world.start(1)
        _ = try stash("a", world)
        try Files.write(world.repository + "/refs/parallel-cc", "a file in the way")
        let result = try world.command().cleanup()
        #expect(result.failures.map(\.path) == [world.repository])
        #expect(throws: ParallelError.self) { _ = try world.command().keptStashes(in: world.repository) }
        unlink(world.repository + "/refs/parallel-cc")
        #expect(try world.command().cleanup().failures.isEmpty && pins(world).count == 1)
    }
}
