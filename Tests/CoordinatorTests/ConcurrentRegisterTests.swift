import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Many at once, each in a process of its own.
@Suite struct ConcurrentRegisterTests {
    /// The shell starts them all before it waits for any.
    private func atOnce(_ fixture: CoordinatorFixture, _ words: [String], dead: [Int32] = []) throws {
        let victim = Victim.path
        let script = words.map { "\"$VICTIM\" \"$DATA\" \($0) 2>/dev/null &" }.joined(separator: "\n") + "\nwait\n"
        var environment = fixture.gitFixture.environment
        environment["VICTIM"] = victim
        environment["DATA"] = fixture.dataDirectory
        environment["REPO"] = fixture.root
        environment["VICTIM_DEAD"] = dead.map { "\($0)" }.joined(separator: ",")
        environment["OUT"] = fixture.gitFixture.directory.path
        let result = try Spawner.run(
            Command("/bin/sh", arguments: ["-c", script], environment: environment, directory: "/"))
        #expect(result.status.isSuccess)
    }

    @Test("32 registers at once: one main checkout, 31 distinct worktrees; 32 releases at once: nothing is left")
    func thirtyTwo() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a/b": "x\n", "c": "y\n"], message: "files")
        try atOnce(fixture, (1...32).map { "register \"$REPO\" \(6_000_000 + $0) > \"$OUT/out\($0)\"" })
        let answers = (1...32).map { Files.read(fixture.gitFixture.directory.appending("out\($0)")) ?? "" }
        let places = answers.compactMap { $0.split(separator: "\n").last.map(String.init) }
        #expect(places.count == 32)
        #expect(Set(places).count == 32)
        #expect(places.count { $0 == fixture.root } == 1)
        #expect(try fixture.listedWorktrees.count == 32)
        #expect(try Set(fixture.listedWorktrees) == Set(places))
        for place in places { #expect(try fixture.git(["status", "--porcelain"], at: place) == "") }
        let ids = answers.compactMap { $0.split(separator: "\n").first }
        try atOnce(fixture, ids.map { "release \($0)" })
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(try fixture.branches == ["main"])
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try fixture.command().livingSessions().isEmpty)
        try fixture.git(["fsck", "--strict"])
    }

    @Test("16 cleanups at once deal with each lost worktree exactly once")
    func cleanups() throws {
        let fixture = try CoordinatorFixture()
        for number: Int32 in 1...6 { try fixture.start(number) }
        let worktrees = try fixture.command().worktrees()
        for worktree in worktrees { try Files.write(worktree.path + "/work", worktree.id) }
        // They all see the sessions' processes as dead: another boot. Their beats would ask for adoption.
        try fixture.sql("UPDATE sessions SET boot_id = 'earlier'")
        TemporaryDirectory.remove(fixture.dataDirectory + "/beats")
        try atOnce(fixture, [String](repeating: "cleanup", count: 16), dead: (1...6).map { 6_000_000 + $0 })
        let left = try fixture.command().worktrees()
        #expect(left.isEmpty, "\(left.map { "\($0.id) \($0.state) \($0.keptReason ?? "-")" })")
        #expect(try fixture.command().rescues().count == 5)
        #expect(try fixture.command().trash().count == 5)
    }
}
