package import Coordinator
package import HookCore
internal import Store

/// Predicts conflicts between worktrees, uncommitted work included.
package struct Radar {
    let coordinator: Coordinator

    /// Makes the radar of a coordinator's database.
    package init(_ coordinator: Coordinator) { self.coordinator = coordinator }
}

extension Radar {
    /// Compares every pair of worktrees, and each worktree with the target branch, in their present states with
    /// uncommitted work.
    /// - Throws: `.notARepository`, `.bareRepository`, `.unknownTarget`, the `database…` codes. The failure of one
    ///   worktree is an error of its pairs.
    package func predict(_ request: RadarRequest) throws(ParallelError) -> RadarReport {
        let radar = try ConflictRadar(coordinator, request: request)
        defer { radar.close() }
        return try radar.scan()
    }

    /// Opens a radar that keeps its results, for repeated looks. Close it at the end.
    package func open(_ request: RadarRequest) throws(ParallelError) -> ConflictRadar {
        try ConflictRadar(coordinator, request: request)
    }

    /// Returns the results of the last look. It reads the database only.
    /// - Parameters:
    ///   - repository: the common git directory.
    ///   - worktree: the worktree whose pairs are returned; nil: all pairs.
    /// - Returns: nil when the radar has never looked.
    package func lastSummary(
        in repository: String, of worktree: String? = nil
    ) throws(ParallelError) -> RadarSummary? {
        try coordinator.database.read { db throws(StoreError) in
            guard let checked = try RadarTable.checked(repository, in: db) else { return nil }
            return RadarSummary(checkedAt: checked, pairs: try RadarTable.summaries(repository, node: worktree, in: db))
        }
    }
}
