package import Coordinator
package import HookCore
internal import Store

/// Predicts what conflicts between worktrees, uncommitted work included.
package struct Radar {
    let coordinator: Coordinator

    package init(_ coordinator: Coordinator) { self.coordinator = coordinator }
}

extension Radar {
    /// Every pair of worktrees and each against the target branch, uncommitted work included, as they are now.
    /// - Throws: `.notARepository`, `.bareRepository`, `.unknownTarget`, the `database…` codes. What goes
    ///   wrong with one worktree is an error of its pairs.
    package func predict(_ request: RadarRequest) throws(ParallelError) -> RadarReport {
        let radar = try ConflictRadar(coordinator, request: request)
        defer { radar.close() }
        return try radar.look()
    }

    /// A radar that keeps what it knows, for looking again and again. Close it.
    package func open(_ request: RadarRequest) throws(ParallelError) -> ConflictRadar {
        try ConflictRadar(coordinator, request: request)
    }

    /// What the radar has seen last. Reads the database only.
    /// - Parameters:
    ///   - repository: the common git directory.
    ///   - worktree: only pairs of this one; nil for all.
    /// - Returns: nil where it has never looked.
    package func lastSummary(
        in repository: String, of worktree: String? = nil
    ) throws(ParallelError) -> RadarSummary? {
        try coordinator.database.read { db throws(StoreError) in
            guard let checked = try RadarTable.checked(repository, in: db) else { return nil }
            return RadarSummary(checkedAt: checked, pairs: try RadarTable.summaries(repository, node: worktree, in: db))
        }
    }
}
