import Exec
import Files
import GitKit
import Glibc
import TaskProtocol
import TestSupport
import Testing

@testable import TaskRunner

/// The built runner, killed again and again at moments that nobody has chosen.
struct KilledRunnerTests {
    @Test(arguments: 1...4) func `whenever it is killed, the next one brings everything out`(_ seed: UInt64) throws {
        let fixture = try TaskFixture()
        var random = SplitMix64(seed: seed)
        var work = GeneratedWork(root: fixture.source.root, random: SplitMix64(seed: seed))
        try work.start()
        try fixture.source.git(["add", "--all"])
        try work.act(10)
        fixture.order.snapshotSeconds = 1
        fixture.order.setupCommands = ["echo setup >setup"]
        try fixture.handIn()
        let before = Files.snapshot(fixture.source.root)
        for _ in 0..<8 {
            let child = try fixture.start("echo run >>runs; sleep 1.5; git commit -q --allow-empty -m Run")
            usleep(UInt32.random(in: 0..<1_500_000, using: &random) / (seed % 2 == 0 ? 1 : 8))
            kill(child.pid, SIGKILL)
            _ = child.wait(milliseconds: 30_000)
        }
        if !fixture.events.contains(where: { if case .ended = $0 { true } else { false } }) {
            #expect(try fixture.run("echo run >>runs") == 0)
        }
        #expect(try fixture.end().state == .completed)
        var after = Files.snapshot(fixture.workspace)
        #expect(Files.snapshot(fixture.workspace)["runs"] != nil)
        let received = try Received(fixture)
        try received.restore()
        #expect(Files.snapshot(received.root) == after)
        for added in ["runs", "setup"] { after[added] = nil }
        #expect(after == before)
    }
}
