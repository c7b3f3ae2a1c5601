internal import Coordinator
package import Files
internal import GitKit

/// Which suggestions are asked for.
package struct SuggestionFilter: Sendable {
    /// The common git directory; nil for all repositories.
    package var repository: String?
    /// Inside the repository.
    package var path: PathBytes?
    /// From 0 to 1; those at it are found.
    package var minConfidence = 0.5
    /// True: only those that were applied; false: only the others; nil: both.
    package var isApplied: Bool?
    package var limit = 20

    package init() {}
}
