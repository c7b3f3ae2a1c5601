import Coordinator
import TaskProtocol
import Testing

@testable import Sandbox

/// What a task may spend, as rules on values.
struct BudgetRulesTests {
    private static func day(
        _ limit: Double, spent: Double = 0, reserved: Double = 0, _ period: BudgetPeriod = .daily
    ) -> PeriodSpending {
        PeriodSpending(
            period: period, limit: limit, spent: spent, reserved: reserved, resetsAt: Timestamp(milliseconds: 0))
    }

    @Test(
        arguments: [
            // No limit.
            (nil, [], .granted(amount: nil, reserved: 0)),
            (2, [], .granted(amount: 2, reserved: 2)),
            // It fits, just.
            (2, [day(10, spent: 6, reserved: 2)], .granted(amount: 2, reserved: 2)),
            // It does not fit.
            (3, [day(10, spent: 8)], .granted(amount: 2, reserved: 2)),
            (3, [day(10, spent: 6, reserved: 2)], .refused(day(10, spent: 6, reserved: 2))),
            // It has none.
            (nil, [day(10, spent: 6, reserved: 2)], .granted(amount: 2, reserved: 0)),
            // Nothing is left.
            (nil, [day(10, spent: 10)], .refused(day(10, spent: 10))),
            (1, [day(10, spent: 9.995)], .refused(day(10, spent: 9.995))),
            (nil, [day(10, reserved: 10)], .refused(day(10, reserved: 10))),
            (1, [day(0)], .refused(day(0))),
            // The tightest counts.
            (4, [day(10), day(5, spent: 2, .monthly)], .granted(amount: 3, reserved: 3)),
            (4, [day(10), day(5, spent: 6, .weekly)], .refused(day(5, spent: 6, .weekly))),
        ] as [(Double?, [PeriodSpending], BudgetRules.Decision)])
    func `a task begins with what is left`(
        _ budget: Double?, _ periods: [PeriodSpending], _ decision: BudgetRules.Decision
    ) {
        #expect(BudgetRules.decide(budget: budget, periods: periods) == decision)
    }

    @Test(
        arguments: [
            (0, 0.49, nil), (0, 0.5, 0.5), (0.5, 0.6, nil), (0.4, 0.9, 0.8), (0.8, 2, nil), (0, 2, 0.8),
        ] as [(Double, Double, Double?)])
    func `a threshold is passed once`(_ former: Double, _ spent: Double, _ passed: Double?) {
        #expect(BudgetRules.passed([0.5, 0.8], of: 1, from: former, to: spent) == passed)
        #expect(BudgetRules.passed([0.5, 0.8], of: 20, from: former * 20, to: spent * 20) == passed)
    }

    @Test(
        arguments: [
            (.daily, "2026-12-01T23:59:59.999Z", "2026-12-01", "2026-12-02"),
            (.weekly, "2026-12-01T12:00:00Z", "2026-11-30", "2026-12-07"),
            (.weekly, "2026-11-30T00:00:00Z", "2026-11-30", "2026-12-07"),
            (.weekly, "2026-11-29T23:59:59Z", "2026-11-23", "2026-11-30"),
            (.monthly, "2026-12-31T23:59:59Z", "2026-12-01", "2027-01-01"),
            (.monthly, "2028-02-29T01:00:00Z", "2028-02-01", "2028-03-01"),
            (.monthly, "2026-04-01T00:00:00Z", "2026-04-01", "2026-05-01"),
        ] as [(BudgetPeriod, String, String, String)])
    func `periods begin at midnight in UTC`(
        _ period: BudgetPeriod, _ at: String, _ start: String, _ end: String
    ) throws {
        let moment = try #require(Timestamp(text: at))
        #expect(period.start(of: moment).text == start + "T00:00:00.000Z")
        #expect(period.end(of: moment).text == end + "T00:00:00.000Z")
    }

    private func report(_ event: TaskReport.Event) -> TaskReport { TaskReport(at: "", event: event) }

    private func usage(_ cost: Double?, _ models: [String: Double]? = nil) -> TaskReport {
        report(.usage(turns: 1, costUSD: cost, inputTokens: 0, outputTokens: 0, modelCosts: models))
    }

    @Test func `the costs of all runs in a sandbox are added up`() {
        let began = report(.began(runner: "1", version: 1))
        let claude = report(.claude(sessionID: "s", version: nil, model: "m"))
        let cost = AttemptCost([began, claude, usage(nil), usage(1), usage(2), began, claude, usage(0.5)])
        #expect(cost.byModel == ["m": 2.5])
        #expect(AttemptCost([claude, usage(3, ["m": 2, "n": 0.75])]).byModel == ["m": 2.25, "n": 0.75])
        #expect(AttemptCost([usage(3, ["m": 2, "n": 1]), usage(4, ["m": 3, "n": 1])]).byModel == ["m": 3, "n": 1])
        #expect(AttemptCost([began, usage(nil)]).byModel.isEmpty)
    }

    @Test func `numbers that cannot be do not count`() {
        let claude = report(.claude(sessionID: "s", version: nil, model: "m"))
        #expect(AttemptCost([claude, usage(-1), usage(.infinity), usage(.nan)]).byModel.isEmpty)
        #expect(AttemptCost([claude, usage(1), usage(1, ["n": -5, "o": .infinity])]).byModel == ["m": 1])
    }

    @Test func `the API refuses five tasks in a row`() {
        var breaker = BatchBreaker()
        for _ in 0..<4 { #expect(breaker.take(.failed, reason: "API error 401: no") == nil) }
        #expect(breaker.take(.cancelled, reason: nil) == nil)
        #expect(breaker.take(.failed, reason: "the sandbox had not enough memory") == nil)
        for _ in 0..<4 { #expect(breaker.take(.failed, reason: "API error 401: no") == nil) }
        #expect(breaker.take(.failed, reason: "API error 401: no") == "5 tasks in a row have failed: API error 401: no")
        #expect(breaker.take(.completed, reason: nil) == nil)
        #expect(breaker.take(.failed, reason: "API error 401: no") == nil)
    }
}
