/// The submodules' repositories of a removed worktree whose files this data directory does not find in the trash.
package struct LeftoverSubmodules: Equatable, Sendable {
    /// The directory of the repositories.
    package let path: String
    /// The path in the trash where the worktree's files should be; nil where this data directory does not know the
    /// worktree. Another one's trash may have its files then.
    package let missing: String?
}
