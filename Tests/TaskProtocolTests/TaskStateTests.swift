import Testing

@testable import TaskProtocol

struct TaskStateTests {
    @Test func `a task that has ended stays as it is, unless it was interrupted`() {
        for state in TaskState.allCases where state.isEnd {
            #expect(state.next.isEmpty == (state != .interrupted), "\(state)")
        }
    }

    @Test func `every state can be reached from the beginning`() {
        var reached: Set<TaskState> = [.queued]
        while true {
            let further = reached.union(reached.flatMap(\.next))
            if further == reached { break }
            reached = further
        }
        #expect(reached == Set(TaskState.allCases))
    }

    @Test(arguments: TaskState.allCases) func `a state that runs on can be cancelled`(_ state: TaskState) {
        #expect(state.isEnd && state != .interrupted || state.next.contains(.cancelled))
    }
}
