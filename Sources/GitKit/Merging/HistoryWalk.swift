internal import HookCore

/// The part of a history that tells which commits some tips have and some targets have not, and what came to the targets
/// since they parted. Loaded by one walk for all tips together, from the youngest commit down to the oldest parting.
///
/// As git does it: by the committers' clocks, going on for a while behind the end, since clocks may be wrong.
final class HistoryWalk {
    /// A commit by its place in the arrays here.
    typealias Commit = Int32

    /// How many commits are looked at behind the end.
    private static let slop = 64

    private let objects: any ObjectSource
    /// Commits whose parents a shallow clone does not have.
    let shallow: Set<ObjectID>
    private(set) var ids: [ObjectID] = []
    private(set) var trees: [ObjectID] = []
    private(set) var times: [Int64] = []
    private(set) var parents: [[Commit]] = []
    /// Which targets hold a commit: bit n for target n.
    private(set) var holders: [UInt8] = []
    /// When it was looked at; `Int32.max` for those below the walk, whose parents are not known here.
    private(set) var order: [Int32] = []
    /// Which commit says that it reverts one.
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

    /// Walks from all of these.
    /// - Parameter targets: eight at most.
    /// - Throws: `.objectMissing`, `.interrupted`.
    func run(tips: [ObjectID], targets: [ObjectID]) throws(ParallelError) {
        let all = UInt8((1 << targets.count) - 1)
        var queue = CommitQueue()
        for (number, target) in targets.enumerated() {
            let commit = try load(target)
            holders[Int(commit)] |= 1 << UInt8(number)
        }
        for id in tips { _ = try load(id) }
        // Those in the queue that not all targets hold, as far as is known.
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
                let place = Int(parent)
                if place >= isQueued.count { isQueued += [Bool](repeating: false, count: count - isQueued.count) }
                let before = holders[place]
                holders[place] |= mine
                // Looked at already, and nothing new to pass on.
                if order[place] != .max, before == holders[place] { continue }
                if isQueued[place] {
                    if before != all, holders[place] == all { open -= 1 }
                    continue
                }
                isQueued[place] = true
                queue.push(parent, time: times[place])
                if holders[place] != all { open += 1 }
                // A clock was wrong: what lies below is older than it says.
                if order[place] != .max { behind = 0 }
            }
            behind = open > 0 ? 0 : behind + 1
        }
    }

    private func load(_ id: ObjectID) throws(ParallelError) -> Commit {
        if let known = index[id] { return known }
        guard let commit = CommitObject(try objects.read(id, kind: .commit)) else {
            throw .missing(id, kind: .commit, cause: "it is not readable as a commit")
        }
        let place = Commit(count)
        index[id] = place
        ids.append(id)
        trees.append(commit.tree)
        times.append(commit.time)
        parentIDs.append(shallow.contains(id) ? [] : commit.parents)
        parents.append([])
        holders.append(0)
        order.append(.max)
        for reverted in commit.reverts { reverters[reverted] = place }
        return place
    }

    /// Loads its parents, the first time.
    private func expand(_ commit: Commit) throws(ParallelError) {
        guard order[Int(commit)] == .max else { return }
        var found: [Commit] = []
        for id in parentIDs[Int(commit)] { found.append(try load(id)) }
        parents[Int(commit)] = found
        order[Int(commit)] = looked
        looked += 1
    }
}
