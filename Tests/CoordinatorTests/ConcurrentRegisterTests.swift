import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Many at once, each in a process of its own.
@Suite struct ConcurrentRegisterTests {
    /// The shell starts them all before it waits for any.
    private func atOnce(_ world: World, _ words: [String], dead: [Int32] = []) throws {
        let victim = Victim.path
        let script = words.map { "\"$VICTIM\" \"$DATA\" \($0) 2>/dev/null &" }.joined(separator: "\n") + "\nwait\n"
        var environment = world.fixture.environment
        environment["VICTIM"] = victim
        environment["DATA"] = world.dataDirectory
        environment["REPO"] = world.root
        environment["VICTIM_DEAD"] = dead.map { "\($0)" }.joined(separator: ",")
        environment["OUT"] = world.fixture.directory.path
        let result = try Spawner.run(
            Command("/bin/sh", arguments: ["-c", script], environment: environment, directory: "/"))
        #expect(result.status.isSuccess)
    }

    @Test("32 registers at once: one main checkout, 31 distinct worktrees; 32 releases at once: nothing is left")
    func thirtyTwo() throws {
        let world = try World()
        try world.fixture.commit(["a/b": "x\n", "c": "y\n"], message: "files")
        try atOnce(world, (1...32).map { "register \"$REPO\" \(6_000_000 + $0) > \"$OUT/out\($0)\"" })
        let answers = (1...32).map { Files.read(world.fixture.directory.appending("out\($0)")) ?? "" }
        let places = answers.compactMap { $0.split(separator: "\n").last.map(String.init) }
        #expect(places.count == 32 && Set(places).count == 32 && places.count { $0 == world.root } == 1)
        #expect(try world.listedWorktrees.count == 32 && Set(world.listedWorktrees) == Set(places))
        for place in places { #expect(try world.git(["status", "--porcelain"], at: place) == "") }
        let ids = answers.compactMap { $0.split(separator: "\n").first }
        try atOnce(world, ids.map { "release \($0)" })
        #expect(try world.listedWorktrees == [world.root] && world.branches == ["main"])
        #expect(try world.command().worktrees().isEmpty && world.command().livingSessions().isEmpty)
        try world.git(["fsck", "--strict"])
    }

    @Test("16 cleanups at once deal with each lost worktree exactly once")
    func cleanups() throws {
        let world = try World()
        for number: Int32 in 1...6 { try world.start(number) }
        let worktrees = try world.command().worktrees()
        for worktree in worktrees { try Files.write(worktree.path + "/work", worktree.id) }
        // They all see the sessions' processes as dead: another boot. Their beats would ask for adoption.
        try world.sql("UPDATE sessions SET boot_id = 'earlier'")
        TemporaryDirectory.remove(world.dataDirectory + "/beats")
        try atOnce(world, [String](repeating: "cleanup", count: 16), dead: (1...6).map { 6_000_000 + $0 })
        let left = try world.command().worktrees()
        #expect(left.isEmpty, "\(left.map { "\($0.id) \($0.state) \($0.keptReason ?? "-")" })")
        #expect(try world.command().rescues().count == 5 && world.command().trash().count == 5)
    }
}
