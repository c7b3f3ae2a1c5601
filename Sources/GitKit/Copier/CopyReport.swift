package import Exec

/// The result of `WorktreeCopier.populate`.
package struct CopyReport: Equatable, Sendable {
    /// Files and symbolic links that came from the main checkout.
    package var copied = 0
    /// Entries that git wrote, because the main checkout's files are not known to have the committed content.
    package var leftToGit = 0
    /// The number of copied files that share their blocks with the main checkout.
    package var reflinked = 0
    /// The size of the copied files in bytes.
    package var bytes: UInt64 = 0
    /// The reason why nothing was copied and git filled the whole worktree; nil when copying was tried.
    package var fellBack: String?
    /// The exit status of the `post-checkout` hook; success when there is none. git ignores a failure, and so do we.
    package var hook = ExitStatus.exited(0)
}
