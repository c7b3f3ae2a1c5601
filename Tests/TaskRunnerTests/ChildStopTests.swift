import Glibc
import Testing

@testable import TaskRunner

struct ChildStopTests {
    @Test func `a child is asked first and killed five seconds later`() {
        var stop = ChildStop()
        #expect(stop.step(at: 0, wanted: nil) == nil)
        #expect(stop.step(at: 10, wanted: .timedOut) == SIGTERM)
        #expect(stop.step(at: 5_009, wanted: .timedOut) == nil)
        #expect(stop.step(at: 5_010, wanted: nil) == SIGKILL)
        #expect(stop.step(at: 9_000, wanted: .timedOut) == nil)
        #expect(stop.cause == .timedOut)
    }

    @Test func `the first reason stays the reason`() {
        var stop = ChildStop()
        _ = stop.step(at: 0, wanted: .cancelled(SIGTERM))
        _ = stop.step(at: 6_000, wanted: .timedOut)
        #expect(stop.state == .killed(.cancelled(SIGTERM)))
    }
}
