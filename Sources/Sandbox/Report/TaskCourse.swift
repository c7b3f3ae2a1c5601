internal import TaskProtocol

/// The states that a task went through, with their times.
struct TaskCourse: Equatable, Sendable {
    let phases: [TaskPhase]

    /// - Parameters:
    ///   - steps: oldest first.
    ///   - now: the end of a state that lasts, in milliseconds since 1970.
    init(_ steps: [TaskStep], now: Int64) {
        var phases: [TaskPhase] = []
        for (index, step) in steps.enumerated() {
            let next = index + 1 < steps.count ? steps[index + 1].at : step.state.isEnd ? step.at : now
            phases.append(TaskPhase(state: step.state, begin: step.at, end: max(step.at, next)))
        }
        self.phases = phases
    }

    /// Takes the course from the row alone, for a task of which no event is known.
    init(_ task: TaskRecord, now: Int64) {
        let steps: [(state: TaskState, at: String?)] = [
            (.queued, task.createdAt), (.running, task.startedAt), (task.state, task.endedAt),
        ]
        self.init(
            steps.compactMap { step in step.at.flatMap { TaskStep(state: step.state.rawValue, at: $0) } }, now: now)
    }

    /// The milliseconds in which something was done for the task; 0 for one that has never begun.
    var duration: Int64 { phases.filter(\.isWork).map { $0.end - $0.begin }.reduce(0, +) }
}
