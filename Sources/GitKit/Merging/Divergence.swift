/// The point at which a branch and a target have parted.
struct Divergence {
    typealias Commit = HistoryWalk.Commit

    /// The branch's own commits, oldest first.
    let own: [Commit]
    /// The youngest commits that both have; none for unrelated histories.
    let bases: [Commit]

    /// Finds the commits on both sides of the parting.
    /// - Parameter bit: the target's bit among the holders of a commit.
    init(_ walk: HistoryWalk, tip: Commit, bit: UInt8) {
        var own: [Commit] = []
        var shared: Set<Commit> = []
        var seen: Set<Commit> = []
        // Each commit is added after its parents.
        var waiting = [(commit: tip, isOpen: false)]
        while let (commit, isOpen) = waiting.popLast() {
            if isOpen {
                own.append(commit)
            } else if walk.holders[Int(commit)] & bit != 0 {
                shared.insert(commit)
            } else if seen.insert(commit).inserted {
                waiting.append((commit, true))
                waiting += walk.parents[Int(commit)].reversed().map { ($0, false) }
            }
        }
        self.own = own
        bases = Self.youngest(shared, walk: walk)
    }

    /// Returns the commits that no other of these commits holds.
    private static func youngest(_ commits: Set<Commit>, walk: HistoryWalk) -> [Commit] {
        if commits.count < 2 { return Array(commits) }
        return commits.filter { commit in
            !commits.contains { $0 != commit && Self.below([$0], walk: walk)[Int(commit)] }
        }.sorted { walk.order[Int($0)] < walk.order[Int($1)] }
    }

    /// Marks these commits and all their ancestors.
    static func below(_ commits: [Commit], walk: HistoryWalk) -> [Bool] {
        var marked = [Bool](repeating: false, count: walk.count)
        var waiting = commits
        for commit in commits { marked[Int(commit)] = true }
        while let commit = waiting.popLast() {
            for parent in walk.parents[Int(commit)] where !marked[Int(parent)] {
                marked[Int(parent)] = true
                waiting.append(parent)
            }
        }
        return marked
    }
}
