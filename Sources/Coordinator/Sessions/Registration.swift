/// The answer to a `RegisterRequest`.
package struct Registration: Sendable {
    /// The session as the database has it now.
    package let session: Session
    /// The directory in which to start claude: the same subdirectory of the leased worktree if it exists, else the
    /// worktree's root.
    package let directory: String
    /// Whether the session is new. It is false when this process was registered before.
    package let isNew: Bool
    /// Whether the session works in the main checkout.
    package let isMainCheckout: Bool
    /// The number of live sessions of the repository, this one included.
    package let parallelSessions: Int
    /// The first of the worktree's own ports; nil in a checkout without ports.
    package let portBase: Int?
    /// A line for the user; nil for none.
    package let notice: String?
}
