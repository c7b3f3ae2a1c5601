internal import Coordinator
internal import GitKit
package import HookCore

extension ConflictRadar {
    /// The longest time for which watches alone are trusted, in milliseconds. A write through a memory mapping causes
    /// no event.
    private static let longestTrust: Int64 = 60_000
    private static let betweenLooks: Int64 = 2_000

    /// Starts to watch, and looks at everything once.
    package func startWatching() throws(ParallelError) -> RadarReport {
        let watch = RadarWatch(coordinator, commonDirectory: repository.commonDirectory)
        self.watch = watch
        _ = watch.follow(try worktrees())
        return try scanNow(at: nil)
    }

    /// A descriptor for `poll` that is readable when something has changed; -1 when changes cannot be waited for.
    package var descriptor: Int32 { watch?.descriptor ?? -1 }

    /// The reason why changes are found only by a look every two seconds; nil when they are waited for.
    package var obstacle: String? { watch?.obstacle }

    /// Looks at everything that has changed since the last look. Call it when `descriptor` is readable, and about once
    /// a second, because sessions come and go without a change of any file.
    package func update() throws(ParallelError) -> RadarReport {
        guard let watch, let last else { return try startWatching() }
        let age = coordinator.context.uptime() - lastWholeScan
        let changed = watch.changes()
        let worktrees = try worktrees()
        if watch.follow(worktrees) || watch.obstacle == nil && age > Self.longestTrust {
            return try scanNow(at: nil)
        }
        if watch.obstacle != nil { return age < Self.betweenLooks ? last : try scanNow(at: nil) }
        guard let changed else { return try scanNow(at: nil) }
        let isSame = last.nodes.filter { $0.kind == .worktree }.map { Name($0.id) } == worktrees.map(Name.init)
        if changed.isEmpty && isSame { return last }
        let moved = worktrees.filter { hasMoved($0, report: last) }.map(Name.init)
        return try scanNow(at: changed.union(moved))
    }

    /// Whether the worktree has another commit checked out than before: a branch can be moved from elsewhere.
    private func hasMoved(_ worktree: String, report: RadarReport) -> Bool {
        (try? coordinator.git(worktree).head().commit) != report.node(worktree)?.head
    }

    private func scanNow(at worktrees: Set<Name>?) throws(ParallelError) -> RadarReport {
        if worktrees == nil { lastWholeScan = coordinator.context.uptime() }
        return try scan { worktrees?.contains(Name($0)) ?? true }
    }
}
