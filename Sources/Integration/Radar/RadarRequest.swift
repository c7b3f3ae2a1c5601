internal import Coordinator

/// The choice of what the radar compares.
package struct RadarRequest: Sendable {
    /// A directory in the repository.
    package let directory: String
    /// The branch that all are merged into, as the user typed it; nil: the repository's default one.
    package let target: String?
    /// Whether to compare every worktree, not only the main checkout and those of living sessions.
    package let includesAll: Bool

    /// Makes a request, by default for the sessions' worktrees and the default target.
    package init(directory: String, target: String? = nil, includesAll: Bool = false) {
        self.directory = directory
        self.target = target
        self.includesAll = includesAll
    }
}
