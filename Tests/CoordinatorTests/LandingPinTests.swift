import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// The references that hold what is queued.
@Suite struct LandingPinTests {
    private let world: World

    init() throws { world = try World() }

    @Test func `what cannot be held is not queued, and git says why; what a killed process has left pinned is let go`()
        throws
    {
        try LandingTests.branch(world, "a", ["a": "1\n"])
        let pins = world.repository + "/refs/parallel-cc/landing-tip"
        try Files.write(pins, "")
        let error = #expect(throws: ParallelError.self) {
            try world.command().queueLanding("a", in: world.repository)
        }
        #expect(error?.cause?.contains("landing-tip") == true, "\(String(describing: error))")
        #expect(try world.command().landingQueue(in: world.repository).isEmpty)
        unlink(pins)
        _ = try world.command().queueLanding("a", in: world.repository)
        let id = try #require(try world.command().landingQueue(in: world.repository).first?.id)
        #expect(try world.command().runLandings(in: world.repository).landed.count == 1)
        for name in [id, "unknown"] {
            try world.git(["update-ref", "refs/parallel-cc/landing-tip/" + name, "a"])
        }
        _ = try world.command().runLandings(in: world.repository)
        #expect(try world.git(["for-each-ref", "refs/parallel-cc"]) == "")
    }
}
