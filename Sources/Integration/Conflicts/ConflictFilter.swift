internal import Coordinator
package import Files
internal import GitKit
internal import Store

/// A choice of records.
package struct ConflictFilter: Sendable {
    /// The common git directory; nil: all repositories.
    package var repository: String?
    /// The path of the file inside the repository; nil: all files.
    package var path: PathBytes?
    /// The type; nil: all types.
    package var type: ConflictType?
    /// The kind of resolution; nil: all kinds, and open conflicts.
    package var strategy: ResolutionStrategy?
    /// Whether to return only resolved conflicts or only open ones; nil: both.
    package var isResolved: Bool?
    /// The largest number of records.
    package var limit = 20
    /// The number of records to skip.
    package var offset = 0

    /// Makes a filter that selects the newest records of all repositories.
    package init() {}

    static let condition = """
        (?1 IS NULL OR repository = ?1) AND (?2 IS NULL OR file_path = ?2) AND (?3 IS NULL OR conflict_type = ?3)
        AND (?4 IS NULL OR (resolved_at IS NOT NULL) = ?4) AND (?5 IS NULL OR resolution_strategy = ?5)
        """

    var arguments: [any ColumnConvertible] { [repository, path, type, isResolved, strategy] }
}

/// The numbers of conflicts by type and by resolution.
package struct ConflictStatistics: Equatable, Sendable {
    /// The number of conflicts by the raw value of their type.
    package let byType: [String: Int]
    /// The number of resolved conflicts by the raw value of their strategy.
    package let byStrategy: [String: Int]
    /// The average confidence of the conflicts with an applied suggestion; nil when there are none.
    package let averageConfidence: Double?

    /// The number of resolved conflicts.
    package var total: Int { byStrategy.values.reduce(0, +) }

    /// The share of the resolved conflicts that a suggestion resolved, from 0 to 1.
    package var autoFixRate: Double {
        total == 0 ? 0 : Double(byStrategy[ResolutionStrategy.autoFix.rawValue] ?? 0) / Double(total)
    }
}
