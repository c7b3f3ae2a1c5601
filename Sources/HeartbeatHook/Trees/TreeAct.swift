internal import HookCore

/// An act of a shell command that would destroy files in a worktree.
struct TreeAct: Hashable, Sendable {
    /// The extent of an act around its path.
    enum Reach: Hashable, Sendable {
        /// The worktree around the directory.
        case tree
        /// The worktree around the directory, and worktrees inside of it.
        case worktrees
        /// The file or directory at the path, and all below it. A link is only itself.
        case entry
        /// All that lies in the directory.
        case contents
        /// A worktree, named by its path or the end of it.
        case worktree
    }

    let reach: Reach
    let path: ShellPath
    /// A path that must exist for the act to happen: the word may as well be the name of a branch.
    let condition: ShellPath?
    /// The command as it is typed: `git reset --hard`, `rm`.
    let command: String

    init(_ command: String, reach: Reach, at path: ShellPath, condition: ShellPath? = nil) {
        (self.command, self.reach, self.path, self.condition) = (command, reach, path, condition)
    }
}
