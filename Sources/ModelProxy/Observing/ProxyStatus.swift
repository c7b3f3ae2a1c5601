package import HookCore

/// The counts of a proxy since its start.
package struct ProxyStatus: Sendable {
    /// The number of open connections.
    package var connections = 0
    /// The number of finished requests by the first digit of the status that the client got; 0: it went away before.
    package var answers: [Int: Int] = [:]
    /// The number of requests that the model API has answered.
    package var forwarded = 0
    /// The tokens of all answers.
    package var usage = TokenUsage()
    /// The failures to open the model API that have not been overcome since, by the ids of tasks: what the user has to
    /// do.
    package var credentialProblems: [String: ParallelError] = [:]

    mutating func count(_ observation: RequestObservation) {
        answers[(observation.status ?? 0) / 100, default: 0] += 1
        if observation.isForwarded { forwarded += 1 }
        if let usage = observation.usage { self.usage += usage }
    }
}
