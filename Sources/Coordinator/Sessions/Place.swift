/// The place where a session will work, as one transaction decides it.
enum Place {
    /// The process is registered already.
    case registered(Session)
    /// An existing checkout or worktree. The session has its lease, unless it asked to share.
    case checkout(Session, notice: String?)
    /// A worktree that this process has yet to make. Its row says `creating`.
    case worktree(Session, WorktreeRecord, WorktreeStart, notice: String?)
}
