/// Everything `status` shows.
package struct StatusReport: Sendable {
    package var sessions: [SessionStatus] = []
    /// Their processes are gone; their worktrees may wait.
    package var lost: [SessionStatus] = []
    /// Worktrees of ours that no live session holds, with why they are still there.
    package var worktrees: [WorktreeRecord] = []
    package var rescues: [RescueInfo] = []
    package var trash: [TrashRecord] = []
    package var warnings: [String] = []
}
