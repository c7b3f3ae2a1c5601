import CoordinatorFixtures
import HookCore
import Store
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// Every change of state is a step of the type's table; any other is refused, and the row stays as it is.
@Suite struct LifeCycleTests {
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    /// Puts a row into each state in turn, and asks the door for each other one.
    private func walk<State: LifeCycle>(
        _ type: State.Type, id: String, table: String, to door: (State, Connection) throws(StoreError) -> Void
    ) throws {
        let database = try fixture.command().database
        for from in State.allCases {
            for to in State.allCases {
                _ = try database.write { db throws(StoreError) in
                    try db.run("UPDATE \(table) SET state = ? WHERE id = ?", arguments: [from, id])
                }
                let isStep = State.steps[from]?.contains(to) == true
                let refusal: StoreError? = try database.write { db throws(StoreError) -> StoreError? in
                    do throws(StoreError) {
                        try door(to, db)
                        return nil
                    } catch { return error }
                }
                let now: State? = try database.read { db throws(StoreError) in
                    try db.value("SELECT state FROM \(table) WHERE id = ?", arguments: [id])
                }
                #expect(now == (isStep ? to : from), "\(from) to \(to)")
                #expect((refusal?.code == .misuse) == !isStep, "\(from) to \(to)")
            }
        }
    }

    @Test func `a session's states`() throws {
        let id = try fixture.start(2).session.id
        try walk(Session.State.self, id: id, table: "sessions") { state, db throws(StoreError) in
            switch state {
            case .lost, .ended: try SessionTable.end(id, as: state, reason: "test", at: "now", in: db)
            case .starting, .active: try SessionTable.setState(state, of: id, in: db)
            }
        }
    }

    @Test func `a worktree's states`() throws {
        let session = try fixture.startInWorktree().session
        let id = try #require(session.worktreeName)
        let context = fixture.context()
        try walk(WorktreeRecord.State.self, id: id, table: "worktrees") { state, db throws(StoreError) in
            switch state {
            case .creating, .removing:
                try WorktreeTable.begin(
                    state, id: id, owner: context.process, host: context.host, trashPath: nil, in: db)
            case .active, .kept: try WorktreeTable.endOperation(state, id: id, keptReason: nil, in: db)
            }
        }
    }

    @Test func `an entry of the merge queue's states`() throws {
        try fixture.git(["switch", "--quiet", "-c", "topic"])
        try fixture.gitFixture.commit(["a": "1\n"], message: "a")
        try fixture.git(["switch", "--quiet", "main"])
        let entry = try MergeQueue(fixture.command()).add("topic", in: fixture.repository)
        try walk(QueueEntry.State.self, id: entry.id, table: "landing_queue") { state, db throws(StoreError) in
            var changed = entry
            changed.state = state
            try QueueTable.update(changed, in: db)
        }
    }

    /// The states that can be come to from one, itself included.
    private func reachable<State: LifeCycle>(from first: State) -> Set<State> {
        var found: Set<State> = [first]
        var open = [first]
        while let state = open.popLast() {
            for next in State.steps[state] ?? [] where found.insert(next).inserted { open.append(next) }
        }
        return found
    }

    @Test func `every state has its row in the table, and can be come to`() {
        #expect(Set(Session.State.steps.keys) == Set(Session.State.allCases))
        #expect(reachable(from: Session.State.starting) == Set(Session.State.allCases))
        #expect(Set(WorktreeRecord.State.steps.keys) == Set(WorktreeRecord.State.allCases))
        #expect(reachable(from: WorktreeRecord.State.creating) == Set(WorktreeRecord.State.allCases))
        #expect(Set(QueueEntry.State.steps.keys) == Set(QueueEntry.State.allCases))
        #expect(reachable(from: QueueEntry.State.queued) == Set(QueueEntry.State.allCases))
    }
}
