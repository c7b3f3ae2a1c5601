internal import Coordinator
internal import GitKit
package import HookCore

extension ParallelError.Code {
    /// The repository has no branch to merge into.
    package static let noTarget: Self = "no-target"
}

extension Radar {
    /// Proposes an order in which the branches of worktrees could be merged into the target, uncommitted work included.
    ///
    /// Branches that the target has already are left out. Uncommitted work in the target's own checkout is not merged,
    /// but counts as being there before all others.
    /// - Throws: the codes of `predict`; `.noTarget`.
    package func plan(_ request: RadarRequest) throws(ParallelError) -> MergePlan {
        let radar = try ConflictRadar(coordinator, request: request)
        defer { radar.close() }
        let report = try radar.scan()
        guard let target = report.nodes.first(where: { $0.kind == .target }) else {
            throw ParallelError(
                .noTarget, operation: "plan merges", subject: report.repository,
                message: "there is no branch to merge into", hint: "name one with --target")
        }
        var nodes: [RadarNode] = []
        for node in report.nodes where node.kind == .worktree && !node.branch.isSame(as: target.branch) {
            if node.isDirty == false, let head = node.head, let goal = target.head,
                try radar.previews.mergeBases(one: head, other: goal) == [head]
            {
                continue
            }
            nodes.append(node)
        }
        let targetWorktrees = report.nodes.filter {
            $0.kind == .worktree && $0.branch.isSame(as: target.branch) && $0.isDirty != false
        }
        return plan(nodes, onto: [target] + targetWorktrees, report: report)
    }

    private func plan(_ nodes: [RadarNode], onto ground: [RadarNode], report: RadarReport) -> MergePlan {
        let isBad = { (one: RadarNode, other: RadarNode) in
            report.pair(one: one.id, other: other.id).map { $0.state != .clean }
        }
        let planner = MergePlanner(
            count: nodes.count, meets: { isBad(nodes[$0], nodes[$1]) ?? false },
            meetsTarget: { index in ground.contains { isBad(nodes[index], $0) ?? false } },
            cost: { index in
                report.pairs.filter { [$0.a, $0.b].holds(name: nodes[index].id) }.map(\.files.count).reduce(0, +)
            })
        var before = ground
        var steps: [MergePlan.Step] = []
        for index in planner.order() {
            let node = nodes[index]
            let pairs = before.map { ($0, report.pair(one: node.id, other: $0.id)) }
            let conflicts = pairs.filter { $0.1?.state == .conflict }
            steps.append(
                MergePlan.Step(
                    node: node,
                    conflicts: conflicts.map { MergePlan.Conflict(with: $0.0, files: $0.1?.files ?? []) },
                    unknown: pairs.filter { $0.1?.error != nil }.map(\.0)))
            before.append(node)
        }
        return MergePlan(report: report, steps: steps)
    }
}
