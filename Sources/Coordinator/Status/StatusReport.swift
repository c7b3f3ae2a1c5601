/// Everything `status` shows.
package struct StatusReport: Sendable {
    package var sessions: [SessionStatus] = []
    /// Their processes are gone; their worktrees may wait.
    package var lost: [SessionStatus] = []
    /// Worktrees of ours that no live session holds, with why they are still there.
    package var worktrees: [WorktreeRecord] = []
    package var rescues: [RescueInfo] = []
    package var trash: [TrashRecord] = []
    /// Repositories that git cannot read, one sentence each.
    package var unreadable: [String] = []
    /// Everything that the user should know besides, the unreadable repositories too.
    package var warnings: [String] = []
}
