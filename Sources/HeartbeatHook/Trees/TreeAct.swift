internal import HookCore

/// What a shell command would throw away of the files in a worktree.
struct TreeAct: Hashable, Sendable {
    /// What of a place is concerned.
    enum Reach: Hashable, Sendable {
        /// The worktree that the directory lies in.
        case tree
        /// That one, and worktrees inside of it.
        case worktrees
        /// What is called so, and all below it. A link is only itself.
        case entry
        /// All that lies in the directory.
        case contents
        /// A worktree, by its path or the end of it.
        case worktree
    }

    let reach: Reach
    let place: ShellPath
    /// Nothing happens unless this exists: it may as well be the name of a branch.
    let condition: ShellPath?
    /// As it is typed: `git reset --hard`, `rm`.
    let command: String

    init(_ command: String, reach: Reach, at place: ShellPath, condition: ShellPath? = nil) {
        (self.command, self.reach, self.place, self.condition) = (command, reach, place, condition)
    }
}
