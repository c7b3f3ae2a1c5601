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
            log.add("connection \(observation.connection): \(request): \(status): \(problem)")
        }
        observe(observation)
    }

    /// Keeps a failure of the credential until it is overcome, which nil tells. A new one is logged once.
    func set(credentialProblem: ParallelError?) {
        let isNew = state.withLock { state in
            let isNew = credentialProblem != nil && state.credentialProblem != credentialProblem
            state.credentialProblem = credentialProblem
            return isNew
        }
        if isNew, let credentialProblem {
            log.add("\(credentialProblem.description)\(credentialProblem.hint.map { "; " + $0 } ?? "")")
        }
    }
}
