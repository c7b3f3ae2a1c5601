internal import Exec
internal import HookCore

/// The changes that commits make. Each is taken from the cache, or computed when it is needed and stored there.
final class PatchIndex {
    typealias Commit = HistoryWalk.Commit

    private let walk: HistoryWalk
    private let reader: TreeReader
    private let digest: PatchDigest
    private let cache: (any PatchCache)?
    private var known: [ObjectID: PatchFingerprint] = [:]
    private var fresh: [ObjectID: PatchFingerprint] = [:]
    /// The commits of the targets by the paths that they change, youngest first.
    private var byPaths: [Int64: [Commit]] = [:]

    init(_ walk: HistoryWalk, objects: any ObjectSource, cache: (any PatchCache)?) {
        self.walk = walk
        self.cache = cache
        reader = TreeReader(objects: objects)
        digest = PatchDigest(objects: objects)
    }

    /// The possible difference between clocks, in seconds.
    private static let clockSlop: Int64 = 86_400

    /// Adds the targets' commits that are not older than `time`, without merges.
    /// - Parameters:
    ///   - time: seconds since 1970.
    ///   - own: the branches' commits, which will be asked for as well.
    func load(since time: Int64, own: [Commit]) throws(ParallelError) {
        let limit = time == .min ? time : time - Self.clockSlop
        let targets = (0..<Commit(walk.count)).filter { isCandidate($0, since: limit) }
            .sorted { walk.order[Int($0)] < walk.order[Int($1)] }
        known = cache?.find((targets + own).map { walk.ids[Int($0)] }) ?? [:]
        for commit in targets { byPaths[try paths(of: commit), default: []].append(commit) }
    }

    private func isCandidate(_ commit: Commit, since limit: Int64) -> Bool {
        let position = Int(commit)
        guard walk.holders[position] != 0, walk.order[position] != .max else { return false }
        return walk.times[position] >= limit && walk.parents[position].count < 2
    }

    /// Stores the computed fingerprints in the cache.
    func save() { if !fresh.isEmpty { cache?.add(fresh) } }

    /// Returns the commits of the targets that change exactly these paths, youngest first.
    func candidates(_ paths: Int64) -> [Commit] { byPaths[paths] ?? [] }

    func paths(of commit: Commit) throws(ParallelError) -> Int64 {
        let id = walk.ids[Int(commit)]
        if let paths = known[id]?.paths { return paths }
        if Interruption.signal != nil {
            throw ParallelError(.interrupted, operation: "look at commits", message: "interrupted by a signal")
        }
        let paths = PatchDigest.paths(try changes(of: commit))
        keep(PatchFingerprint(paths: paths, patch: nil), id: id)
        return paths
    }

    func patch(of commit: Commit) throws(ParallelError) -> [UInt8] {
        let id = walk.ids[Int(commit)]
        if let patch = known[id]?.patch { return patch }
        let changes = try changes(of: commit)
        let patch = try digest.patch(changes)
        keep(PatchFingerprint(paths: PatchDigest.paths(changes), patch: patch), id: id)
        return patch
    }

    private func keep(_ fingerprint: PatchFingerprint, id: ObjectID) {
        known[id] = fingerprint
        fresh[id] = fingerprint
    }

    private func changes(of commit: Commit) throws(ParallelError) -> [PathChange] {
        let parent = walk.parents[Int(commit)].first.map { walk.trees[Int($0)] }
        return try reader.changes(from: parent, to: walk.trees[Int(commit)])
    }
}
