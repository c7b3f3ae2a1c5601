internal import HookCore

/// A part of the history. It tells which commits the tips have and some targets lack, and which commits came to the
/// targets after they parted. One walk loads it for all tips together, from the youngest commit down to the oldest
/// parting.
///
/// Like git, it goes by the committers' clocks, and goes on for a while behind the end, since clocks may be wrong.
final class HistoryWalk {
    /// A commit by its index in the arrays of this class.
    typealias Commit = Int32

    /// The number of commits that are looked at behind the end.
    private static let slop = 64

    private let objects: any ObjectSource
    /// The commits whose parents a shallow clone does not have.
    let shallow: Set<ObjectID>
    private(set) var ids: [ObjectID] = []
    private(set) var trees: [ObjectID] = []
    private(set) var times: [Int64] = []
    private(set) var parents: [[Commit]] = []
    /// The targets that hold each commit: bit n for target n.
    private(set) var holders: [UInt8] = []
    /// The order in which the commits were looked at; `Int32.max` for those below the walk, whose parents are not known
    /// here.
    private(set) var order: [Int32] = []
    /// The commit that says that it reverts another, by the id of the reverted one.
    private(set) var reverters: [ObjectID: Commit] = [:]
    private var parentIDs: [[ObjectID]] = []
    private var index: [ObjectID: Commit] = [:]
    private var looked: Int32 = 0

    init(_ objects: any ObjectSource, shallow: Set<ObjectID>) {
        self.objects = objects
        self.shallow = shallow
    }

    var count: Int { ids.count }

    func find(_ id: ObjectID) -> Commit? { index[id] }

    /// Walks from all of these commits.
    /// - Parameter targets: eight commits at most.
    /// - Throws: `.objectMissing`, `.interrupted`.
    func run(tips: [ObjectID], targets: [ObjectID]) throws(ParallelError) {
        let all = UInt8((1 << targets.count) - 1)
        var queue = CommitQueue()
        for (number, target) in targets.enumerated() {
            let commit = try load(target)
            holders[Int(commit)] |= 1 << UInt8(number)
        }
        for id in tips { _ = try load(id) }
        // The number of commits in the queue that, as far as is known, not all targets hold.
        var open = 0
        var isQueued = [Bool](repeating: true, count: count)
        for commit in 0..<Commit(count) {
            queue.push(commit, time: times[Int(commit)])
            if holders[Int(commit)] != all { open += 1 }
        }
        var behind = 0
        while behind < Self.slop, let commit = queue.pop() {
            isQueued[Int(commit)] = false
            let mine = holders[Int(commit)]
            if mine != all { open -= 1 }
            try expand(commit)
            for parent in parents[Int(commit)] {
                let position = Int(parent)
                if position >= isQueued.count { isQueued += [Bool](repeating: false, count: count - isQueued.count) }
                let before = holders[position]
                holders[position] |= mine
                // The parent was looked at already, and no new holder was found for it.
                if order[position] != .max, before == holders[position] { continue }
                if isQueued[position] {
                    if before != all, holders[position] == all { open -= 1 }
                    continue
                }
                isQueued[position] = true
                queue.push(parent, time: times[position])
                if holders[position] != all { open += 1 }
                // A clock was wrong: the commits below are older than they say.
                if order[position] != .max { behind = 0 }
            }
            behind = open > 0 ? 0 : behind + 1
        }
    }

    private func load(_ id: ObjectID) throws(ParallelError) -> Commit {
        if let known = index[id] { return known }
        guard let commit = CommitObject(try objects.read(id, kind: .commit)) else {
            throw .missing(id, kind: .commit, cause: "it is not readable as a commit")
        }
        let position = Commit(count)
        index[id] = position
        ids.append(id)
        trees.append(commit.tree)
        times.append(commit.time)
        parentIDs.append(shallow.contains(id) ? [] : commit.parents)
        parents.append([])
        holders.append(0)
        order.append(.max)
        for reverted in commit.reverts { reverters[reverted] = position }
        return position
    }

    /// Loads the commit's parents the first time that it is called.
    private func expand(_ commit: Commit) throws(ParallelError) {
        guard order[Int(commit)] == .max else { return }
        var found: [Commit] = []
        for id in parentIDs[Int(commit)] { found.append(try load(id)) }
        parents[Int(commit)] = found
        order[Int(commit)] = looked
        looked += 1
    }
}
