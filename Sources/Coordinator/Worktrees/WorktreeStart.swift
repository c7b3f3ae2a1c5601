/// The start of a new worktree.
enum WorktreeStart: Equatable {
    /// A new branch with the worktree's name at the configured base.
    case base
    /// A new branch at the commit that another worktree has checked out.
    case headOf(String)
    /// The state of the conversation's worktree at its removal.
    case conversation(branch: String?, head: String?, rescue: String?)

    /// The reason for the worktree, for the list of events.
    var cause: String {
        switch self {
        case .base: "the checkout is in use"
        case .headOf: "the worktree of the resumed conversation is in use"
        case .conversation: "the worktree of the resumed conversation had been removed"
        }
    }
}
