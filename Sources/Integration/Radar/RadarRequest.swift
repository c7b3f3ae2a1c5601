internal import Coordinator

/// What the radar shall look at.
package struct RadarRequest: Sendable {
    /// Somewhere in the repository.
    package let directory: String
    /// The branch that all are merged into, as somebody typed it; nil finds it.
    package let target: String?
    /// Every worktree, not only the main checkout and those of living sessions.
    package let includesAll: Bool

    package init(directory: String, target: String? = nil, includesAll: Bool = false) {
        self.directory = directory
        self.target = target
        self.includesAll = includesAll
    }
}
