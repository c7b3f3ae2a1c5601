/// Where a session will work, as decided in one transaction.
enum Place {
    /// This process is registered already.
    case registered(Session)
    /// An existing checkout or worktree; leased to the session unless it asked to share.
    case checkout(Session, notice: String?)
    /// A worktree still to be made; its row says `creating` and is ours.
    case worktree(Session, WorktreeRecord, WorktreeStart, notice: String?)
}

/// What a new worktree starts from.
enum WorktreeStart: Equatable {
    /// A new branch of the worktree's name at the configured base.
    case base
    /// A new branch at what another worktree has checked out.
    case headOf(String)
    /// As it was when it was removed.
    case conversation(branch: String?, head: String?, rescue: String?)

    /// Why the worktree is made, for the list of events.
    var cause: String {
        switch self {
        case .base: "the checkout is in use"
        case .headOf: "the worktree of the resumed conversation is in use"
        case .conversation: "the worktree of the resumed conversation had been removed"
        }
    }
}
