internal import Coordinator
package import Files
internal import GitKit
internal import Store

/// Which records are asked for.
package struct ConflictFilter: Sendable {
    /// The common git directory; nil for all repositories.
    package var repository: String?
    /// Inside the repository.
    package var path: PathBytes?
    package var type: ConflictType?
    package var strategy: ResolutionStrategy?
    /// True: only those that have ended; false: only the others.
    package var isResolved: Bool?
    package var limit = 20
    package var offset = 0

    package init() {}

    static let condition = """
        (?1 IS NULL OR repository = ?1) AND (?2 IS NULL OR file_path = ?2) AND (?3 IS NULL OR conflict_type = ?3)
        AND (?4 IS NULL OR (resolved_at IS NOT NULL) = ?4) AND (?5 IS NULL OR resolution_strategy = ?5)
        """

    var arguments: [any ColumnConvertible] { [repository, path, type, isResolved, strategy] }
}

/// How conflicts came to their ends.
package struct ConflictStatistics: Equatable, Sendable {
    package let byType: [String: Int]
    package let byStrategy: [String: Int]
    /// Of those to which a suggestion was applied; nil when there are none.
    package let averageConfidence: Double?

    /// Those that have ended.
    package var total: Int { byStrategy.values.reduce(0, +) }

    /// The share of them that a suggestion has ended, from 0 to 1.
    package var autoFixRate: Double {
        total == 0 ? 0 : Double(byStrategy[ResolutionStrategy.autoFix.rawValue] ?? 0) / Double(total)
    }
}
