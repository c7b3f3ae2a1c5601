/// The answer to a `RegisterRequest`.
package struct Registration: Sendable {
    package let session: Session
    /// Where to start claude: the same subdirectory of the leased worktree where it exists, else its root.
    package let directory: String
    /// False when this very process was registered before.
    package let isNew: Bool
    package let isMainCheckout: Bool
    /// Sessions that live in the repository, this one included.
    package let parallelSessions: Int
    /// The first of the worktree's own ports.
    package let portBase: Int?
    /// One line worth telling the user.
    package let notice: String?
}
