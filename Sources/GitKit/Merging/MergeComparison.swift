internal import HookCore

/// Compares a branch that no target simply holds with one target.
struct MergeComparison {
    typealias Commit = HistoryWalk.Commit

    struct Match {
        enum Kind { case rebased, cherryPicked, squashed }
        let kind: Kind
        /// The commits of the target that show the match, oldest first.
        let commits: [Commit]
    }

    private let walk: HistoryWalk
    private let patches: PatchIndex
    private let objects: any ObjectSource
    private let scope: MergeScope
    private let rules: MergeRules
    private let tip: Commit
    private let target: Commit
    private let bit: UInt8
    private let divergence: Divergence

    /// Prepares the comparison.
    /// - Parameter bit: the target's bit among the holders of a commit.
    init(
        in scope: MergeScope, walk: HistoryWalk, patches: PatchIndex, objects: any ObjectSource, rules: MergeRules,
        tip: Commit, target: Commit, bit: UInt8
    ) {
        self.walk = walk
        self.patches = patches
        self.objects = objects
        self.scope = scope
        self.rules = rules
        self.tip = tip
        self.target = target
        self.bit = bit
        divergence = Divergence(walk, tip: tip, bit: bit)
    }

    private func tree(_ commit: Commit) -> ObjectID { walk.trees[Int(commit)] }

    // MARK: Every commit of its own once more

    func repeated() throws(ParallelError) -> Match? {
        var since: [Bool]?
        var own: [Commit] = []
        var found: [Commit] = []
        for commit in divergence.own where walk.parents[Int(commit)].count < 2 {
            let paths = try patches.paths(of: commit)
            // The commit changes nothing. git leaves such a commit out of a rebase.
            if paths == 0 { continue }
            let candidates = patches.candidates(paths)
            if candidates.isEmpty { return nil }
            let older = since ?? Divergence.below(divergence.bases, walk: walk)
            since = older
            guard let twin = try twin(of: commit, candidates: candidates, older: older, found: found) else {
                return nil
            }
            own.append(commit)
            found.append(twin)
        }
        guard let first = found.first, try areMergesPlain() else { return nil }
        if found.count == 1 { return try single(own[0], found: first) }
        let isRow = zip(found, found.dropFirst()).allSatisfy { walk.parents[Int($1)].first == $0 }
        return Match(kind: isRow ? .rebased : .cherryPicked, commits: found)
    }

    /// Returns the target's commit with the same change. Of several it returns the one that follows the commit found
    /// last, else the oldest.
    private func twin(
        of commit: Commit, candidates: [Commit], older: [Bool], found: [Commit]
    ) throws(ParallelError) -> Commit? {
        let patch = try patches.patch(of: commit)
        var oldest: Commit?
        for candidate in candidates where isFresh(candidate, older: older) && !found.contains(candidate) {
            guard try patches.patch(of: candidate) == patch else { continue }
            if let last = found.last, walk.parents[Int(candidate)].first == last { return candidate }
            oldest = candidate
        }
        return oldest
    }

    /// Whether the target got the commit after the branch parted.
    private func isFresh(_ commit: Commit, older: [Bool]) -> Bool {
        walk.holders[Int(commit)] & bit != 0 && !older[Int(commit)]
    }

    /// Judges a branch with one commit: a rebase keeps its author, time and message, and a squash does not.
    private func single(_ own: Commit, found: Commit) throws(ParallelError) -> Match {
        let mine = CommitWords(try objects.read(walk.ids[Int(own)], kind: .commit))
        let theirs = CommitWords(try objects.read(walk.ids[Int(found)], kind: .commit))
        if theirs.saysPicked, !mine.saysPicked { return Match(kind: .cherryPicked, commits: [found]) }
        return Match(kind: mine == theirs ? .rebased : .squashed, commits: [found])
    }

    /// Whether no merge on the branch brought a change that none of its commits has.
    private func areMergesPlain() throws(ParallelError) -> Bool {
        for commit in divergence.own where walk.parents[Int(commit)].count > 1 {
            let parents = walk.parents[Int(commit)]
            guard parents.count == 2, try mergedTree(ours: parents[0], theirs: parents[1]) == tree(commit) else {
                return false
            }
        }
        return true
    }

    // MARK: One commit with its whole change

    /// Finds one commit of the target that makes the whole change of the branch.
    /// - Parameter limit: the number of commits changing the same paths that are compared.
    func squashed(_ limit: Int) throws(ParallelError) -> Match? {
        let reader = TreeReader(objects: objects)
        for base in divergence.bases {
            let changes = try reader.changes(from: tree(base), to: tree(tip))
            let candidates = patches.candidates(PatchDigest.paths(changes))
            guard !changes.isEmpty, !candidates.isEmpty else { continue }
            let older = Divergence.below(divergence.bases, walk: walk)
            let fresh = candidates.filter { isFresh($0, older: older) }.prefix(limit)
            if fresh.isEmpty { continue }
            let patch = try PatchDigest(objects: objects).patch(changes)
            for candidate in fresh where try patches.patch(of: candidate) == patch {
                return Match(kind: .squashed, commits: [candidate])
            }
            for candidate in fresh where try isMerge(candidate, of: changes) {
                return Match(kind: .squashed, commits: [candidate])
            }
        }
        return nil
    }

    /// Whether a commit of the target equals a merge of the branch into its parent: the same change, among lines that
    /// had changed meanwhile.
    private func isMerge(_ commit: Commit, of changes: [PathChange]) throws(ParallelError) -> Bool {
        guard let parent = walk.parents[Int(commit)].first else { return false }
        let merge = ContentMerge(objects: objects)
        let reader = TreeReader(objects: objects)
        try merge.prepare(changes, trees: [tree(parent), tree(commit)])
        for change in changes {
            let ours = try reader.entry(at: change.path, in: tree(parent))
            let result = try merge.merge(base: change.old, ours: ours, theirs: change.new)
            let entry = try reader.entry(at: change.path, in: tree(commit))
            guard try merge.matches(result, entry: entry) == true else { return false }
        }
        return true
    }

    // MARK: Nothing left to merge

    func changesNothing() throws(ParallelError) -> Bool {
        guard let base = divergence.bases.first else {
            if walk.shallow.isEmpty { return false }
            throw ParallelError(
                .objectMissing, operation: "judge branch", subject: walk.ids[Int(tip)].hexadecimal,
                message: "this clone is shallow, and where the two parted is not in it",
                hint: "git fetch --unshallow")
        }
        if divergence.bases.count > 1 { return try mergesToTarget() }
        let reader = TreeReader(objects: objects)
        let merge = ContentMerge(objects: objects)
        var isClear = true
        let changes = try reader.changes(from: tree(base), to: tree(tip))
        try merge.prepare(changes, trees: [tree(target)])
        for change in changes {
            let ours = try reader.entry(at: change.path, in: tree(target))
            let result = try merge.merge(base: change.old, ours: ours, theirs: change.new)
            if case .conflict = result, try rules.mayRule(change.path) {
                isClear = false
                continue
            }
            switch try merge.matches(result, entry: ours) {
            case true?: continue
            case false?: return false
            case nil: isClear = false
            }
        }
        return isClear ? true : try mergesToTarget()
    }

    private func mergesToTarget() throws(ParallelError) -> Bool {
        try mergedTree(ours: target, theirs: tip) == tree(target)
    }

    /// Returns the tree that git makes of a merge of two commits, renames included; nil where they conflict.
    private func mergedTree(ours: Commit, theirs: Commit) throws(ParallelError) -> ObjectID? {
        let merged = try scope.git.mergeTree(
            ours: walk.ids[Int(ours)].hexadecimal, theirs: walk.ids[Int(theirs)].hexadecimal,
            commonDirectory: scope.commonDirectory)
        return merged.isClean ? ObjectID(merged.tree) : nil
    }
}
