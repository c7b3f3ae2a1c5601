internal import Coordinator
internal import Exec
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

/// Lands the branches that are queued for one target. All are tried as one batch. If the batch fails, its longest front
/// part that passes is landed, the branch with which it fails is set to `failed`, and the rest is tried again.
struct QueueRun {
    /// The number of times that others may move the target, or change what is queued, before the run gives up.
    private static let patience = 5

    let coordinator: Coordinator
    let queueTarget: QueueTarget
    let settings: Configuration
    let scratch: ScratchWorktree
    let tree: ScratchTree

    private var context: CoordinatorContext { coordinator.context }

    func run(_ result: inout QueueResult) throws(ParallelError) {
        var overtaken = 0
        while overtaken < Self.patience {
            let waiting = try present(refreshed(queued()), into: &result)
            if waiting.isEmpty { return }
            let state = try queueTarget.state()
            let chain = try MergeChain(waiting, on: state.base, in: tree)
            context.reach("landing.built")
            let trial = try verify(chain)
            if trial.passed > 0 {
                let landed = Array(chain.links[..<trial.passed])
                guard let ended = try land(landed, from: state) else {
                    overtaken += 1
                    continue
                }
                for entry in ended { result.add(entry) }
            }
            if let failure = trial.failure {
                result.add(
                    try conclude(chain.links[trial.passed].entry, state: .failed, message: failure, on: chain.base))
            }
            // The obstacle of the other branches may be gone now.
            for obstacle in chain.obstacles where trial.failure == nil || obstacle.behind <= trial.passed {
                result.add(try conclude(obstacle, on: chain.base))
            }
        }
        throw ParallelError(
            .gitFailed, operation: "land", subject: queueTarget.target,
            message: "others move the branch or change the queue all the time", hint: "parallel-cc merge queue run")
    }

    private func queued() throws(ParallelError) -> [QueueEntry] {
        try coordinator.database.read { db throws(StoreError) in
            try QueueTable.list(of: queueTarget.repository, target: queueTarget.target, states: [.queued], in: db)
        }
    }

    /// Returns the entries with the present tips of their branches.
    private func refreshed(_ entries: [QueueEntry]) throws(ParallelError) -> [QueueEntry] {
        var fresh: [QueueEntry] = []
        for var entry in entries {
            if let tip = try queueTarget.git.commitIfAny("refs/heads/" + entry.branch), tip != entry.tip {
                let former = entry
                entry.tip = tip
                entry.changedAt = coordinator.timestamp
                let changed = entry
                let isOurs = try coordinator.database.write { db throws(StoreError) in
                    guard try QueueTable.isUnchanged(former, in: db) else { return false }
                    try QueueTable.update(changed, in: db)
                    return true
                }
                guard isOurs else { continue }
            }
            fresh.append(entry)
        }
        return fresh
    }

    /// Returns the entries whose commits exist, and keeps these commits from now on. Concludes the others as failed.
    private func present(
        _ entries: [QueueEntry], into result: inout QueueResult
    ) throws(ParallelError) -> [QueueEntry] {
        var present: [QueueEntry] = []
        for entry in entries {
            if try queueTarget.git.commitIfAny(entry.tip) == nil {
                result.add(
                    try conclude(
                        entry, state: .failed, message: "the repository has neither the branch nor its commits", on: "")
                )
            } else {
                try MergeQueue(coordinator).pin(entry)
                present.append(entry)
            }
        }
        return present
    }

    // MARK: Trying

    /// Returns the number of links from the front that pass, and the reason why the next one does not.
    private func verify(_ chain: MergeChain) throws(ParallelError) -> (passed: Int, failure: String?) {
        guard let last = chain.links.last else { return (0, nil) }
        let verification = QueueVerification(
            context: context, settings: settings, target: queueTarget.target, log: scratch.log)
        guard var failure = try verification.failure(of: last.commit, in: tree) else {
            return (chain.links.count, nil)
        }
        var good = 0
        var bad = chain.links.count
        while bad - good > 1 {
            let middle = (good + bad) / 2
            if let found = try verification.failure(of: chain.links[middle - 1].commit, in: tree) {
                bad = middle
                failure = found
            } else {
                good = middle
            }
        }
        if good == 0, let own = try verification.failure(of: chain.base, in: tree) {
            throw ParallelError(
                .targetBroken, operation: "land", subject: queueTarget.target,
                message: "the target itself does not pass, so no branch is to blame",
                hint: "less \(ShellWord.quote(scratch.log))",
                cause: own)
        }
        return (good, failure)
    }

    // MARK: Landing

    /// Moves the target to the last link.
    /// - Returns: nil when the target has moved meanwhile, or the queue was changed.
    private func land(
        _ links: [MergeChain.Link], from state: QueueTarget.TargetState
    ) throws(ParallelError) -> [QueueEntry]? {
        guard let last = links.last else { return [] }
        guard try mark(links) else { return nil }
        context.reach("landing.marked")
        let names = links.map(\.entry.branch).joined(separator: ", ")
        let move = TargetMove(coordinator: coordinator, queueTarget: queueTarget, state: state)
        let outcome = try move.run(to: last.commit, cause: "parallel-cc: land \(names)")
        context.reach("landing.moved")
        var ended: [QueueEntry] = []
        for link in links {
            var entry = link.entry
            entry.result = link.commit
            switch outcome {
            case .moved: ended.append(try conclude(entry, state: .landed, message: entry.message, on: state.base))
            case .waits(let reason):
                let message = [entry.message, reason].compactMap(\.self).joined(separator: " ")
                ended.append(try conclude(entry, state: .ready, message: message, on: state.base))
            case .overtaken: try MergeQueue(coordinator).requeue(link.entry)
            }
        }
        context.reach("landing.settled")
        if case .overtaken = outcome { return nil }
        return ended
    }

    /// Marks the entries before anything moves, so that a later run can tell after a kill which have landed.
    /// - Returns: false when an entry was removed or queued again meanwhile; then none is marked.
    private func mark(_ links: [MergeChain.Link]) throws(ParallelError) -> Bool {
        try coordinator.database.write { db throws(StoreError) in
            for link in links {
                guard try QueueTable.isUnchanged(link.entry, in: db) else { return false }
            }
            for link in links {
                var entry = link.entry
                entry.state = .landing
                entry.result = link.commit
                entry.changedAt = coordinator.timestamp
                try QueueTable.update(entry, in: db)
            }
            return true
        }
    }

    // MARK: Results

    private func conclude(_ obstacle: MergeChain.Obstacle, on base: String) throws(ParallelError) -> QueueEntry {
        var entry = obstacle.entry
        switch obstacle.outcome {
        case .conflict(let files):
            entry.files = files
            return try conclude(entry, state: .conflict, message: "it conflicts in \(files.count) files", on: base)
        case .refused(let output):
            return try conclude(entry, state: .failed, message: "git refused: \(output)", on: base)
        case .made: return entry
        }
    }

    private func conclude(
        _ former: QueueEntry, state: QueueEntry.State, message: String?, on base: String
    ) throws(ParallelError) -> QueueEntry {
        var entry = former
        entry.state = state
        entry.message = message
        return try MergeQueue(coordinator).conclude(entry, on: base == entry.result ? nil : base)
    }
}
