import Coordinator
import CoordinatorFixtures
import HookCore
import Store
import Synchronization
import TaskProtocol
import TestSupport
import Testing

@testable import Sandbox

/// The ledger in a database that several commands share.
struct BudgetLedgerTests {
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    private func set(_ key: String, _ value: String) throws {
        _ = try fixture.command().setConfiguration(key: key, texts: [value])
    }

    private func ledger(_ coordinator: Coordinator) throws -> BudgetLedger {
        try BudgetLedger(coordinator, repository: fixture.repository)
    }

    private func add(_ id: String, budget: Double?, by pid: Int32 = 5_000_000) throws -> TaskRecord {
        let coordinator = try fixture.command(pid)
        var request = TaskRequest(directory: fixture.root, prompt: "p", image: "i", userName: "n", userEmail: "e")
        request.budgetUSD = budget
        var task = TaskRecord(
            id: id, repository: fixture.repository, directory: fixture.root, prompt: "p", state: .queued,
            backend: "docker", image: "i", branch: nil, createdAt: coordinator.timestamp)
        (task.request, task.driver) = (request, coordinator.context.process)
        task.driverBoot = coordinator.context.host.bootID
        try TaskList(coordinator).add(task, ledger: ledger(coordinator))
        return task
    }

    private func charge(_ task: TaskRecord, _ costs: [String: Double]) throws -> BudgetLedger.Charge {
        try ledger(fixture.command()).charge(task, costs: costs)
    }

    private func overview(_ period: BudgetPeriod = .daily) throws -> BudgetOverview {
        let coordinator = try fixture.command()
        let settings = BudgetSettings(try coordinator.settings(ofRepository: fixture.repository))
        return try BudgetOverview(period, of: coordinator, settings: settings)
    }

    private func code(_ body: () throws -> Void) -> ParallelError.Code? {
        do { try body() } catch { return (error as? ParallelError)?.code }
        return nil
    }

    @Test func `what is reserved is settled by what it has cost`() throws {
        try set("budget.dailyLimit", "10")
        let task = try add("a", budget: 4)
        #expect(try overview().reserved == 4)
        #expect(try charge(task, ["m": 1]).total == 1)
        #expect(try overview().reserved == 3)
        #expect(try overview().remaining == 6)
        #expect(try charge(task, ["m": 1.5, "n": 0.25]).total == 1.75)
        try ledger(fixture.command()).release(task)
        let ended = try overview()
        #expect((ended.spent, ended.reserved, ended.remaining) == (1.75, 0, 8.25))
        #expect(ended.models.map(\.name) == ["m", "n"])
        #expect(ended.models.map(\.spent) == [1.5, 0.25])
        #expect(ended.repositories.map(\.name) == [fixture.repository])
        #expect(ended.days.map(\.spent) == [1.75])
        #expect(ended.tasks.map(\.task.id) == ["a"])
    }

    @Test func `the same report twice is one cost, and a new sandbox adds to the old one`() throws {
        var task = try add("a", budget: nil)
        for _ in 0..<2 { #expect(try charge(task, ["m": 2]).total == 2) }
        #expect(try charge(task, ["m": 1]).total == 2)
        task.attempt = 2
        #expect(try charge(task, ["m": 1]).total == 3)
        #expect(try overview().spent == 3)
    }

    @Test func `where nothing is left no task begins, and none is added`() throws {
        try set("budget.monthlyLimit", "5")
        _ = try charge(add("a", budget: nil), ["m": 5])
        #expect(code { _ = try add("b", budget: 1) } == .budgetSpent)
        #expect(code { _ = try add("c", budget: nil) } == .budgetSpent)
        #expect(try TaskList(fixture.command()).all().map(\.id) == ["a"])
        try set("budget.monthlyLimit", "6")
        _ = try add("b", budget: 1)
    }

    @Test func `a limit is that of its period`() throws {
        try set("budget.dailyLimit", "5")
        _ = try charge(add("a", budget: nil), ["m": 5])
        #expect(code { _ = try add("b", budget: 1) } == .budgetSpent)
        fixture.state.withLock { $0.ahead += 86_400_000 }
        _ = try add("b", budget: 1)
        #expect(try overview().spent == 0)
    }

    @Test func `what others have reserved is theirs, until they end or their time is over`() throws {
        try set("budget.weeklyLimit", "5")
        let task = try add("a", budget: 4, by: 5_000_001)
        #expect(code { _ = try add("b", budget: 2) } == .budgetReserved)
        _ = try add("c", budget: 1)
        fixture.state.withLock { _ = $0.dead.insert(task.driver ?? ProcessIdentity(pid: 1, startTime: 1)) }
        #expect(code { _ = try add("b", budget: 2) } == .budgetReserved)
        try set("budget.weeklyLimit", "6.5")
        fixture.state.withLock { $0.ahead += 4_300_000 }
        _ = try add("b", budget: 2)
    }

    @Test func `two commands at once never reserve more than there is`() async throws {
        try set("budget.dailyLimit", "10")
        _ = try TaskList(fixture.command())
        let added = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask { (try? add("t\(number)", budget: 3, by: 5_000_100 + Int32(number))) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(added == 3)
        #expect(try overview().reserved == 9)
    }

    @Test func `what tasks have cost before there was a ledger is in it`() throws {
        let coordinator = try fixture.command()
        let list = try TaskList(coordinator)
        var task = try add("a", budget: nil)
        task.costUSD = 1.5
        try list.store(task)
        try coordinator.database.write { db throws(StoreError) in
            try db.execute("DROP TABLE spending")
            try db.execute("ALTER TABLE batches DROP COLUMN reason")
            try db.execute("DELETE FROM sandbox_schema WHERE version = 3")
        }
        #expect(try overview().spent == 1.5)
        #expect(try charge(task, ["m": 1]).total == 1.5)
    }

    @Test func `warnings come once, of the task and of each period`() throws {
        try set("budget.dailyLimit", "4")
        try set("budget.monthlyLimit", "100")
        let task = try add("a", budget: 2)
        #expect(try charge(task, ["m": 0.5]).warnings.isEmpty)
        #expect(try charge(task, ["m": 1]).warnings == ["50 % of its budget of $2.00 is spent"])
        #expect(try charge(task, ["m": 1.1]).warnings.isEmpty)
        #expect(
            try charge(task, ["m": 2]).warnings == [
                "80 % of its budget of $2.00 is spent", "50 % of the daily limit of $4.00 is spent",
            ])
        #expect(try charge(add("b", budget: nil), ["m": 0.5]).warnings.isEmpty)
    }
}
