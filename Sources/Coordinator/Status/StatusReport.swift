/// The whole content of `status`.
package struct StatusReport: Sendable {
    /// Sessions that have not ended, also those whose processes cannot be seen.
    package var sessions: [SessionStatus] = []
    /// Sessions whose processes are gone. Their worktrees may wait for a cleanup.
    package var lost: [SessionStatus] = []
    /// Worktrees of parallel-cc that no live session holds, with the reasons why they still exist.
    package var worktrees: [WorktreeRecord] = []
    /// All rescues, oldest first.
    package var rescues: [RescueInfo] = []
    /// All entries of the trash, oldest first.
    package var trash: [TrashRecord] = []
    /// Sentences about repositories that git cannot read, one for each.
    package var unreadable: [String] = []
    /// All other facts for the user, and the unreadable repositories again.
    package var warnings: [String] = []
}
