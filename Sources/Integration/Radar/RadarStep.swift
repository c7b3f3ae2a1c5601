internal import Coordinator
internal import Files
internal import GitKit
internal import HookCore

/// The difference between the recorded conflicts of a repository and those that the radar sees.
struct RadarStep {
    /// A conflict that exists now.
    struct Seen {
        let versions: RadarConflict.Versions
        let file: ConflictFile
        /// The node whose version is ours. `b` is the node whose version is theirs.
        let a: String
        let b: String
        /// All pairs of nodes between which the conflict exists.
        var pairs: Set<RadarConflict.Pair>
    }

    private struct Stop: Hashable {
        let path: PathBytes
        let worktree: Name
    }

    private(set) var fresh: [Seen] = []
    /// The ids of the records that new conflicts continue: the same file of the same two nodes, written to since then.
    private(set) var former: [RadarConflict.Versions: String] = [:]
    /// Recorded conflicts that now exist between another pair, too.
    private(set) var joined: [(id: String, pair: RadarConflict.Pair)] = []
    /// Recorded conflicts that no longer exist between a pair.
    private(set) var left: [(id: String, pair: RadarConflict.Pair)] = []
    /// The conflicts that have ended, by id.
    private(set) var ends: [String: ResolutionWatch.End] = [:]

    var isEmpty: Bool { fresh.isEmpty && joined.isEmpty && left.isEmpty && ends.isEmpty }

    /// Compares the two.
    /// - Parameters:
    ///   - looked: the pairs whose conflicts are all in `seen`.
    ///   - known: the open records.
    init(seen: [Seen], looked: Set<RadarConflict.Pair>, known: [RadarConflict], maxNew: Int) {
        let present = Dictionary(seen.map { ($0.versions, $0.pairs) }) { $0.union($1) }
        let recorded = Dictionary(grouping: known) { $0.versions }
        // While a merge is stopped over a file, the file has conflict markers of the recorded conflict itself.
        let stopped = Set(
            known.compactMap { record in record.worktree.map { Stop(path: record.versions.path, worktree: Name($0)) } })
        let isStopped = { (item: Seen) in
            [item.a, item.b].contains { stopped.contains(Stop(path: item.versions.path, worktree: Name($0))) }
        }
        for item in seen {
            guard let records = recorded[item.versions] else {
                if fresh.count < maxNew, !isStopped(item) { fresh.append(item) }
                continue
            }
            for record in records where record.worktree == nil {
                joined += item.pairs.subtracting(record.pairs).map { (record.id, $0) }
            }
        }
        for record in known where record.worktree == nil && !record.pairs.isEmpty {
            let now = present[record.versions] ?? []
            let gone = record.pairs.filter { !now.contains($0) && (looked.contains($0) || !$0.isThere) }
            left += gone.map { (record.id, $0) }
            if gone.count == record.pairs.count && now.isEmpty { end(record) }
        }
    }

    private mutating func end(_ record: RadarConflict) {
        let next = fresh.first { $0.versions.path == record.versions.path && !$0.pairs.isDisjoint(with: record.pairs) }
        if let next, former[next.versions] == nil {
            former[next.versions] = record.id
        } else if next == nil, !record.pairs.contains(where: \.isThere) {
            ends[record.id] = .worktreeGone
        } else {
            ends[record.id] = ResolutionWatch.End(
                strategy: next == nil ? .manual : .abandoned, blob: nil,
                why: next == nil ? "the two go together now" : "another conflict took its place")
        }
    }
}
