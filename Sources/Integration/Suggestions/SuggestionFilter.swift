internal import Coordinator
package import Files
internal import GitKit

/// A choice of suggestions.
package struct SuggestionFilter: Sendable {
    /// The common git directory; nil: all repositories.
    package var repository: String?
    /// The path of the file inside the repository; nil: all files.
    package var path: PathBytes?
    /// The lowest score to return, from 0 to 1.
    package var minConfidence = 0.5
    /// Whether to return only applied suggestions or only others; nil: both.
    package var isApplied: Bool?
    /// The largest number of suggestions.
    package var limit = 20

    /// Makes a filter for all repositories.
    package init() {}
}
