import Testing

@testable import TaskRunner

struct WorkClockTests {
    @Test(arguments: [(0, 1_000, 0), (0, 5_000, 0), (10, 60_010, 59_000), (0, 3_600_000, 3_599_000)])
    func `time in which nothing ran does not count`(last: Int64, now: Int64, standstill: Int64) {
        #expect(WorkClock.standstill(from: last, to: now) == standstill)
    }
}
