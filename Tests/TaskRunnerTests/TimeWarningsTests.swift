import Testing

@testable import TaskRunner

struct TimeWarningsTests {
    @Test func `half of the time and five sixths warn once each`() {
        var warnings = TimeWarnings(seconds: 3_600)
        #expect(warnings.due(millisecondsLeft: 1_800_001) == nil)
        #expect(warnings.due(millisecondsLeft: 1_800_000) == "50 % of the task's time of 60 min is over")
        #expect(warnings.due(millisecondsLeft: 1_700_000) == nil)
        #expect(warnings.due(millisecondsLeft: 600_000) == "83 % of the task's time of 60 min is over")
        #expect(warnings.due(millisecondsLeft: 0) == nil)
    }

    @Test func `a task that is late is warned once`() {
        var warnings = TimeWarnings(seconds: 90)
        #expect(warnings.due(millisecondsLeft: 1_000) == "83 % of the task's time of 90 s is over")
        #expect(warnings.due(millisecondsLeft: 0) == nil)
    }
}
