package import Exec

/// What `WorktreeCopier.populate` has done.
package struct CopyReport: Equatable, Sendable {
    /// Files and symbolic links that came from the main checkout.
    package var copied = 0
    /// Entries that git wrote: those whose content in the main checkout is not known to be the committed one.
    package var leftToGit = 0
    /// How many of the copied files share their blocks with the main checkout.
    package var reflinked = 0
    /// The size of the copied files in bytes.
    package var bytes: UInt64 = 0
    /// Why nothing was copied and git filled the whole worktree; nil when copying was tried.
    package var fellBack: String?
    /// How the `post-checkout` hook ended; success when there is none. git ignores its failure, and so do we.
    package var hook = ExitStatus.exited(0)
}
