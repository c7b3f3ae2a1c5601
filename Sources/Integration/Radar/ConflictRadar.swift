internal import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
package import HookCore
internal import Store

/// Compares all worktrees of a repository with one another, and remembers the results. It is made for one thread.
package final class ConflictRadar {
    let coordinator: Coordinator
    let request: RadarRequest
    let repository: Repository
    let previews: MergePreviews
    private let scratch: ScratchObjects
    private var scanned: [Name: ScannedWork] = [:]
    private var known: [String: PairPreview] = [:]
    private(set) var last: RadarReport?
    /// The time of the last look at all worktrees, in milliseconds of `uptime`.
    var lastWholeScan: Int64 = 0
    /// The watch of the worktrees; nil before `startWatching`.
    var watch: RadarWatch?

    init(_ coordinator: Coordinator, request: RadarRequest) throws(ParallelError) {
        self.coordinator = coordinator
        self.request = request
        repository = try coordinator.repository(at: request.directory)
        scratch = try RadarScratch(coordinator.context, commonDirectory: repository.commonDirectory).objects
        do throws(ParallelError) {
            previews = try MergePreviews(
                coordinator.git(repository.mainCheckout ?? repository.workTree),
                commonDirectory: repository.commonDirectory, scratch: scratch)
        } catch {
            scratch.remove()
            throw error
        }
    }

    /// Removes the objects that were stored for the previews. Call it once, at the end.
    package func close() { scratch.remove() }

    /// Looks at all worktrees.
    package func scan() throws(ParallelError) -> RadarReport { try scan(again: { _ in true }) }

    /// Looks at worktrees and compares all pairs.
    /// - Parameter again: whether to look at a worktree again. For the others, the last state counts, unless settings
    ///   or attributes have changed meanwhile.
    func scan(again: (_ worktree: String) -> Bool) throws(ParallelError) -> RadarReport {
        let worktrees = try worktrees()
        let target = try findTarget()
        let isOther = last == nil ? false : try previews.renew()
        try scan(worktrees.filter { isOther || again($0) || scanned[Name($0)] == nil })
        var nodes = worktrees.map { RadarNode(worktree: $0, work: scanned[Name($0)]) }
        var states = worktrees.map { try? scanned[Name($0)]?.state.get() }
        if let target {
            nodes.append(RadarNode(target: target))
            states.append(WorkState.commit(target.commit, branch: MergeReferences.shortName(target.reference)))
        }
        let pairs = try compare(nodes, states: states)
        let report = RadarReport(
            repository: repository.commonDirectory, target: target.map { MergeReferences.shortName($0.reference) },
            nodes: nodes, pairs: pairs)
        try remember(report)
        try RadarRecorder(coordinator: coordinator, previews: previews, report: report, states: states).write()
        return report
    }

    /// Returns the worktrees that the radar compares.
    func worktrees() throws(ParallelError) -> [String] {
        try RadarWorktrees(
            coordinator: coordinator, repository: repository, git: previews.git, includesAll: request.includesAll
        ).list()
    }

    private func findTarget() throws(ParallelError) -> MergeTarget? {
        let references = try MergeReferences(previews.git)
        do throws(ParallelError) {
            if let name = request.target { return try references.targets(named: name).first }
            return try references.targets(named: references.defaultTarget(previews.git)).first
        } catch {
            guard error.code == .unknownTarget else { throw error }
            guard let name = request.target else { return nil }
            // The name is no branch. Any other commit is accepted.
            guard let commit = try previews.git.commitIfAny(name) else { throw error }
            return MergeTarget(reference: name, commit: commit)
        }
    }

    private func scan(_ worktrees: [String]) throws(ParallelError) {
        guard !worktrees.isEmpty else { return }
        var worktreesWithHashes: [(path: String, known: WorkHashes?)] = []
        for worktree in worktrees {
            if let earlier = scanned[Name(worktree)]?.hashes {
                worktreesWithHashes.append((worktree, earlier))
            } else {
                worktreesWithHashes.append((worktree, try storedHashes(worktree)))
            }
        }
        let found = previews.scan(worktreesWithHashes)
        for (worktree, work) in zip(worktreesWithHashes, found) { scanned[Name(worktree.path)] = work }
        let changed = zip(worktreesWithHashes, found).filter { $0.known != $1.hashes }
        guard !changed.isEmpty else { return }
        try coordinator.database.write { db throws(StoreError) in
            for (worktree, work) in changed { try RadarTable.setHashes(work.hashes, of: worktree.path, in: db) }
            for old in try RadarTable.hashedWorktrees(in: db) where !FileAccess.exists(old) {
                try RadarTable.setHashes(nil, of: old, in: db)
            }
        }
    }

    private func storedHashes(_ worktree: String) throws(ParallelError) -> WorkHashes? {
        try coordinator.database.read { db throws(StoreError) in try RadarTable.hashes(worktree, in: db) }
    }

    private func compare(_ nodes: [RadarNode], states: [WorkState?]) throws(ParallelError) -> [RadarPair] {
        let indexPairs = nodes.indices.flatMap { one in nodes.indices.filter { $0 > one }.map { (one, $0) } }
        var keys: [String?] = []
        var found: [PairPreview?] = []
        for (one, other) in indexPairs {
            var key: String?
            var answer: PairPreview?
            if let ours = states[one], let theirs = states[other] {
                do throws(ParallelError) {
                    key = try previews.key(ours: ours, theirs: theirs)
                } catch {
                    answer = .error(error)
                }
            } else {
                answer = (nodes[one].error ?? nodes[other].error).map { .error($0) }
            }
            keys.append(key)
            found.append(answer)
        }
        try recall(Set(keys.compactMap(\.self)))
        let fresh = try work(indexPairs, states: states, keys: keys)
        return indexPairs.indices.map { index in
            let answer = found[index] ?? keys[index].flatMap { known[$0] ?? fresh[$0] }
            return RadarPair(
                a: nodes[indexPairs[index].0].id, b: nodes[indexPairs[index].1].id,
                preview: answer ?? .error(MergePreviews.noAnswer))
        }
    }

    /// Reads answers of earlier runs.
    private func recall(_ keys: Set<String>) throws(ParallelError) {
        known = known.filter { keys.contains($0.key) }
        let missing = keys.filter { known[$0] == nil }
        guard !missing.isEmpty else { return }
        let stored = try coordinator.database.read { db throws(StoreError) in try RadarTable.previews(missing, in: db) }
        known.merge(stored) { $1 }
        guard !stored.isEmpty else { return }
        let now = coordinator.context.now()
        let day = Timestamp(milliseconds: now.milliseconds - 86_400_000).text
        let used = Set(stored.keys)
        let isOld = try coordinator.database.read { db throws(StoreError) in
            try RadarTable.areOld(used, before: day, in: db)
        }
        guard isOld else { return }
        try coordinator.database.write { db throws(StoreError) in
            try RadarTable.touch(used, at: now.text, ifBefore: day, in: db)
        }
    }

    /// Computes the missing answers. Errors are not stored, because they may be gone at the next look.
    private func work(
        _ indexPairs: [(Int, Int)], states: [WorkState?], keys: [String?]
    ) throws(ParallelError) -> [String: PairPreview] {
        var fresh: [String] = []
        var pairs: [(ours: WorkState, theirs: WorkState)] = []
        for (pair, key) in zip(indexPairs, keys) {
            guard let key, known[key] == nil, !fresh.contains(key), let ours = states[pair.0],
                let theirs = states[pair.1]
            else { continue }
            fresh.append(key)
            pairs.append((ours, theirs))
        }
        guard !pairs.isEmpty else { return [:] }
        let answers = Dictionary(uniqueKeysWithValues: zip(fresh, previews.preview(pairs)))
        known.merge(answers.filter { ConflictFiles.answer($0.value) != nil }) { $1 }
        let now = coordinator.context.now()
        let old = Timestamp(milliseconds: now.milliseconds - 30 * 86_400_000).text
        try coordinator.database.write { db throws(StoreError) in
            try RadarTable.store(answers, at: now.text, forgottenBefore: old, in: db)
        }
        return answers
    }

    private func remember(_ report: RadarReport) throws(ParallelError) {
        let isNew = report != last
        last = report
        let now = coordinator.timestamp
        try coordinator.database.write { db throws(StoreError) in
            if isNew {
                try RadarTable.record(report, at: now, in: db)
            } else {
                try RadarTable.setChecked(report.repository, at: now, in: db)
            }
        }
    }
}
