import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// The references that hold what is queued.
@Suite struct QueuePinTests {
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    @Test func `what cannot be held is not queued, and git says why; what a killed process has left pinned is let go`()
        throws
    {
        try QueueTests.branch(fixture, "a", ["a": "1\n"])
        let pins = fixture.repository + "/refs/parallel-cc/landing-tip"
        try Files.write(pins, "")
        let error = #expect(throws: ParallelError.self) {
            try MergeQueue(fixture.command()).add("a", in: fixture.repository)
        }
        #expect(error?.cause?.contains("landing-tip") == true, "\(String(describing: error))")
        #expect(try MergeQueue(fixture.command()).entries(in: fixture.repository).isEmpty)
        unlink(pins)
        _ = try MergeQueue(fixture.command()).add("a", in: fixture.repository)
        let id = try #require(try MergeQueue(fixture.command()).entries(in: fixture.repository).first?.id)
        #expect(try MergeQueue(fixture.command()).run(in: fixture.repository).landed.count == 1)
        for name in [id, "unknown"] {
            try fixture.git(["update-ref", "refs/parallel-cc/landing-tip/" + name, "a"])
        }
        _ = try MergeQueue(fixture.command()).run(in: fixture.repository)
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
    }
}
