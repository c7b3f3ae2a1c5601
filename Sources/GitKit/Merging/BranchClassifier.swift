internal import Exec
internal import HookCore

/// Judges the branches of one walk. The cheap tests come first.
struct BranchClassifier {
    typealias Commit = HistoryWalk.Commit

    /// The number of commits changing the branch's paths that are tried as its squash.
    private static let squashTrials = 20

    private let scope: MergeScope
    private let walk: HistoryWalk
    private let objects: any ObjectSource
    /// The commits of the targets.
    private let targets: [Commit]
    let patches: PatchIndex
    private let rules: MergeRules
    private let lines: [TargetLine]
    /// The targets that no other target holds. Commits that are in another target are in these too.
    private let youngest: [Int]

    init(scope: MergeScope, walk: HistoryWalk, objects: any ObjectSource, targets: [Commit]) {
        self.scope = scope
        self.walk = walk
        self.objects = objects
        self.targets = targets
        rules = MergeRules(scope.git, commonDirectory: scope.commonDirectory)
        patches = PatchIndex(walk, objects: objects, cache: scope.cache)
        lines = targets.map { TargetLine(walk, target: $0) }
        youngest = targets.indices.filter { number in
            let others = walk.holders[Int(targets[number])] & ~Self.bit(number)
            // If two targets are at the same commit, the first counts.
            return targets.indices.allSatisfy { other in
                others & Self.bit(other) == 0 || (targets[other] == targets[number] && other > number)
            }
        }
    }

    static func bit(_ target: Int) -> UInt8 { 1 << UInt8(target) }

    /// Loads the changes that the targets made since the oldest point at which one of the tips parted from them. Tips
    /// that a target holds are left out.
    mutating func prepare(_ tips: [Commit]) throws(ParallelError) {
        var oldest: Int64?
        var own: Set<Commit> = []
        for tip in tips where walk.holders[Int(tip)] == 0 {
            for target in youngest {
                let divergence = Divergence(walk, tip: tip, bit: Self.bit(target))
                own.formUnion(divergence.own)
                let parted = divergence.bases.map { walk.times[Int($0)] }.min() ?? .min
                oldest = min(oldest ?? parted, parted)
            }
        }
        if let oldest { try patches.load(since: oldest, own: Array(own)) }
    }

    /// Returns the finding for one branch. A failure for one branch is its answer.
    /// - Throws: `.interrupted` only.
    func answer(_ question: MergeQuestion, tip: Commit) throws(ParallelError) -> Result<MergeFinding, ParallelError> {
        do throws(ParallelError) {
            return .success(try finding(question, tip: tip))
        } catch  where error.code != .interrupted {
            return .failure(error)
        }
    }

    private func finding(_ question: MergeQuestion, tip: Commit) throws(ParallelError) -> MergeFinding {
        if let target = targets.indices.first(where: { walk.holders[Int(tip)] & Self.bit($0) != 0 }) {
            return try held(question, tip: tip, by: target)
        }
        for target in youngest {
            let comparison = comparison(tip, with: target)
            if let evidence = try comparison.repeated() { return shown(evidence, by: target) }
            if let evidence = try comparison.squashed(Self.squashTrials) { return shown(evidence, by: target) }
        }
        for target in targets.indices where try comparison(tip, with: target).changesNothing() {
            return MergeFinding(evidence: .nothingToMerge, target: scope.targets[target])
        }
        return MergeFinding(evidence: .notMerged, target: scope.targets[0])
    }

    private func comparison(_ tip: Commit, with target: Int) -> MergeComparison {
        MergeComparison(
            in: scope, walk: walk, patches: patches, objects: objects, rules: rules, tip: tip, target: targets[target],
            bit: Self.bit(target))
    }

    /// Returns the finding for a branch whose tip a target holds. It is merged if it ever had a commit of its own.
    private func held(
        _ question: MergeQuestion, tip: Commit, by target: Int
    ) throws(ParallelError) -> MergeFinding {
        let arrival = lines[target].arrival(of: tip) ?? tip
        if arrival == tip, !question.hadOwnCommits {
            let origin = try BranchOrigin(
                branch: question.branch, git: scope.git, commonDirectory: scope.commonDirectory)
            let moved = question.start.map { $0 != question.tip } ?? false
            let made = origin.commitsMade(isOnLine: isOnLine)
            if try origin.moves.isEmpty ? !moved : !holds(made, tip: tip, target: target) {
                return MergeFinding(evidence: .ownNothing, target: scope.targets[target])
            }
        }
        return finding(.ancestor(walk.ids[Int(arrival)].hexadecimal), commits: [arrival], by: target)
    }

    /// Whether a target holds any of these commits. A branch that was reset to the target may have had others.
    private func holds(_ made: [String], tip: Commit, target: Int) throws(ParallelError) -> Bool {
        let ids = made.compactMap { ObjectID($0) }
        let known = ids.compactMap(walk.find)
        if known.contains(where: { walk.holders[Int($0)] & Self.bit(target) != 0 }) { return true }
        // Such commits are older than all that the walk loaded, or are on no branch any more and perhaps gone.
        var others: [ObjectID] = []
        for id in ids where walk.find(id) == nil {
            if (try? objects.read(id, kind: .commit)) != nil { others.append(id) }
        }
        if others.isEmpty { return false }
        let deeper = HistoryWalk(objects, shallow: walk.shallow)
        try deeper.run(tips: others, targets: [walk.ids[Int(tip)]])
        return others.contains { id in deeper.find(id).map { deeper.holders[Int($0)] != 0 } ?? false }
    }

    /// Whether a target itself pointed at this commit. A commit that the walk did not reach is only known to be old,
    /// and counts as one.
    private func isOnLine(_ id: String) -> Bool {
        guard let commit = ObjectID(id).flatMap(walk.find) else { return true }
        return lines.contains { $0.arrival(of: commit) == commit }
    }

    /// Returns a finding with the first target that holds all the commits.
    private func shown(_ evidence: MergeComparison.Match, by target: Int) -> MergeFinding {
        let holder = targets.indices.first { number in
            evidence.commits.allSatisfy { walk.holders[Int($0)] & Self.bit(number) != 0 }
        }
        let ids = evidence.commits.map { walk.ids[Int($0)].hexadecimal }
        let kind: MergeKind =
            switch evidence.kind {
            case .rebased: .rebased(ids)
            case .cherryPicked: .cherryPicked(ids)
            case .squashed: .squashed(ids.last ?? "")
            }
        return finding(kind, commits: evidence.commits, by: holder ?? target)
    }

    private func finding(_ evidence: MergeKind, commits: [Commit], by target: Int) -> MergeFinding {
        let reverter = commits.lazy.compactMap { walk.reverters[walk.ids[Int($0)]] }.first {
            walk.holders[Int($0)] & Self.bit(target) != 0
        }
        return MergeFinding(
            evidence: evidence, target: scope.targets[target], mergedAt: commits.last.map { walk.times[Int($0)] },
            revertedBy: reverter.map { walk.ids[Int($0)].hexadecimal })
    }
}
