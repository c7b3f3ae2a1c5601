internal import HookCore

/// Keeps what the threads of a proxy have seen, and tells it.
final class ProxyRecord: Sendable {
    let log: ProxyLog
    private let observe: @Sendable (RequestObservation) -> Void
    private let state = Locked(ProxyStatus())

    init(log: ProxyLog, observe: @escaping @Sendable (RequestObservation) -> Void) {
        self.log = log
        self.observe = observe
    }

    var status: ProxyStatus { state.withLock { $0 } }

    func note(_ observation: RequestObservation) {
        state.withLock { $0.count(observation) }
        if let problem = observation.problem {
            let status = observation.status.map(String.init) ?? "no answer"
            let request = "\(observation.method) \(observation.path.prefix(200))"
            let task = observation.task.map { "task \($0), " } ?? ""
            log.add("\(task)connection \(observation.connection): \(request): \(status): \(problem)")
        }
        observe(observation)
    }

    /// Keeps a failure of a task's credential until it is overcome, which nil tells. A new one is logged once.
    func set(credentialProblem problem: ParallelError?, of task: String) {
        let isNew = state.withLock { state in
            let isNew = problem != nil && state.credentialProblems[task] != problem
            state.credentialProblems[task] = problem
            return isNew
        }
        if isNew, let problem {
            log.add("task \(task): \(problem.description)\(problem.hint.map { "; " + $0 } ?? "")")
        }
    }
}
