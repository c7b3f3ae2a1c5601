internal import TaskProtocol

/// What a task has cost in one sandbox, by the names of models: the sum over all runs of Claude there, each of which
/// counts from zero.
struct AttemptCost: Equatable {
    private var ended: [String: Double] = [:]
    private var current: [String: Double] = [:]
    /// The model that Claude has begun with; empty where it has told none.
    private var model = ""

    init() {}

    /// - Parameter reports: all that the runners of the sandbox have reported.
    init(_ reports: [TaskReport]) {
        for report in reports { take(report.event) }
    }

    var byModel: [String: Double] { ended.merging(current, uniquingKeysWith: +) }

    mutating func take(_ event: TaskReport.Event) {
        switch event {
        case .began: (ended, current) = (byModel, [:])
        case .claude(_, _, let model): self.model = model ?? ""
        case .usage(_, let cost?, _, _, let costs): take(cost, of: costs ?? [:])
        default: break
        }
    }

    /// The numbers come out of the sandbox, so that anything may stand there.
    private mutating func take(_ cost: Double, of models: [String: Double]) {
        var costs = models.filter { $0.value > 0 && $0.value.isFinite }
        let unnamed = cost - costs.values.reduce(0, +)
        if unnamed > 1e-9, unnamed.isFinite { costs[model, default: 0] += unnamed }
        if costs.values.reduce(0, +) > current.values.reduce(0, +) { current = costs }
    }
}
