internal import Exec
internal import HookCore

/// Judges the branches of one walk, the cheap tests first.
struct MergeBench {
    typealias Commit = HistoryWalk.Commit

    /// How many commits that change the branch's paths are tried as its squash.
    private static let squashTrials = 20

    let judge: MergeJudge
    let walk: HistoryWalk
    let objects: any ObjectSource
    /// The targets' commits.
    let targets: [Commit]
    let patches: PatchIndex
    let rules: MergeRules
    private let lines: [TargetLine]
    /// Targets that no other target holds: what is in another one is in these.
    private let youngest: [Int]

    init(judge: MergeJudge, walk: HistoryWalk, objects: any ObjectSource, targets: [Commit]) {
        self.judge = judge
        self.walk = walk
        self.objects = objects
        self.targets = targets
        rules = MergeRules(judge.git, commonDirectory: judge.commonDirectory)
        patches = PatchIndex(walk, objects: objects, cache: judge.cache)
        lines = targets.map { TargetLine(walk, target: $0) }
        youngest = targets.indices.filter { number in
            let others = walk.holders[Int(targets[number])] & ~Self.bit(number)
            // Of two targets at one commit the first counts.
            return targets.indices.allSatisfy { other in
                others & Self.bit(other) == 0 || (targets[other] == targets[number] && other > number)
            }
        }
    }

    static func bit(_ target: Int) -> UInt8 { 1 << UInt8(target) }

    /// Loads what the targets changed since the oldest parting of those that are not simply held by one.
    mutating func prepare(_ tips: [Commit]) throws(ParallelError) {
        var oldest: Int64?
        var own: Set<Commit> = []
        for tip in tips where walk.holders[Int(tip)] == 0 {
            for target in youngest {
                let parting = Parting(walk, tip: tip, bit: Self.bit(target))
                own.formUnion(parting.own)
                let parted = parting.bases.map { walk.times[Int($0)] }.min() ?? .min
                oldest = min(oldest ?? parted, parted)
            }
        }
        if let oldest { try patches.load(since: oldest, own: Array(own)) }
    }

    /// - Throws: `.interrupted` only; what fails for one branch is its answer.
    func answer(_ question: MergeQuestion, tip: Commit) throws(ParallelError) -> Result<MergeVerdict, ParallelError> {
        do throws(ParallelError) {
            return .success(try verdict(question, tip: tip))
        } catch  where error.code != .interrupted {
            return .failure(error)
        }
    }

    private func verdict(_ question: MergeQuestion, tip: Commit) throws(ParallelError) -> MergeVerdict {
        if let target = targets.indices.first(where: { walk.holders[Int(tip)] & Self.bit($0) != 0 }) {
            return try held(question, tip: tip, by: target)
        }
        for target in youngest {
            let trial = MergeTrial(bench: self, tip: tip, target: target)
            if let evidence = try trial.repeated() { return shown(evidence, by: target) }
            if let evidence = try trial.squashed(Self.squashTrials) { return shown(evidence, by: target) }
        }
        for target in targets.indices where try MergeTrial(bench: self, tip: tip, target: target).changesNothing() {
            return MergeVerdict(evidence: .nothingToMerge, target: judge.targets[target])
        }
        return MergeVerdict(evidence: .notMerged, target: judge.targets[0])
    }

    /// A target holds its tip: merged, if there ever was something of its own.
    private func held(
        _ question: MergeQuestion, tip: Commit, by target: Int
    ) throws(ParallelError) -> MergeVerdict {
        let arrival = lines[target].arrival(of: tip) ?? tip
        if arrival == tip, !question.hadOwnCommits {
            let origin = try BranchOrigin(
                branch: question.branch, git: judge.git, commonDirectory: judge.commonDirectory)
            let moved = question.start.map { $0 != question.tip } ?? false
            let made = origin.commitsMade(isOnLine: isOnLine)
            if try origin.moves.isEmpty ? !moved : !holds(made, tip: tip, target: target) {
                return MergeVerdict(evidence: .ownNothing, target: judge.targets[target])
            }
        }
        return verdict(.ancestor(walk.ids[Int(arrival)].hexadecimal), commits: [arrival], by: target)
    }

    /// Whether a target holds any of these commits; a branch that was reset to it may have had others.
    private func holds(_ made: [String], tip: Commit, target: Int) throws(ParallelError) -> Bool {
        let ids = made.compactMap { ObjectID($0) }
        let known = ids.compactMap(walk.find)
        if known.contains(where: { walk.holders[Int($0)] & Self.bit(target) != 0 }) { return true }
        // Older than all that was looked at; or on no branch any more, and perhaps gone.
        var others: [ObjectID] = []
        for id in ids where walk.find(id) == nil {
            if (try? objects.read(id, kind: .commit)) != nil { others.append(id) }
        }
        if others.isEmpty { return false }
        let deeper = HistoryWalk(objects, shallow: walk.shallow)
        try deeper.run(tips: others, targets: [walk.ids[Int(tip)]])
        return others.contains { id in deeper.find(id).map { deeper.holders[Int($0)] != 0 } ?? false }
    }

    /// Whether a target itself stood at this commit. Of one that the walk did not come to, nothing else is known than that
    /// it is old.
    private func isOnLine(_ id: String) -> Bool {
        guard let commit = ObjectID(id).flatMap(walk.find) else { return true }
        return lines.contains { $0.arrival(of: commit) == commit }
    }

    /// Names the first target that holds all the commits.
    private func shown(_ evidence: MergeTrial.Evidence, by target: Int) -> MergeVerdict {
        let holder = targets.indices.first { number in
            evidence.commits.allSatisfy { walk.holders[Int($0)] & Self.bit(number) != 0 }
        }
        let ids = evidence.commits.map { walk.ids[Int($0)].hexadecimal }
        let kind: MergeEvidence =
            switch evidence.kind {
            case .rebased: .rebased(ids)
            case .cherryPicked: .cherryPicked(ids)
            case .squashed: .squashed(ids.last ?? "")
            }
        return verdict(kind, commits: evidence.commits, by: holder ?? target)
    }

    private func verdict(_ evidence: MergeEvidence, commits: [Commit], by target: Int) -> MergeVerdict {
        let reverter = commits.lazy.compactMap { walk.reverters[walk.ids[Int($0)]] }.first {
            walk.holders[Int($0)] & Self.bit(target) != 0
        }
        return MergeVerdict(
            evidence: evidence, target: judge.targets[target], mergedAt: commits.last.map { walk.times[Int($0)] },
            revertedBy: reverter.map { walk.ids[Int($0)].hexadecimal })
    }
}
