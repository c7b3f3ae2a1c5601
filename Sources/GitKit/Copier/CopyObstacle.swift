/// The reason why a worktree cannot be filled by copying. It is no failure: git then fills the worktree.
struct CopyObstacle: Error {
    /// The reason as a phrase for reports, such as "sparse checkout".
    let reason: String

    init(_ reason: String) { self.reason = reason }

    /// An obstacle from the last failure of libgit2 on this thread.
    init(libgit2 action: String) { reason = "\(action): \(LibGit2.lastMessage ?? "libgit2 failed")" }
}
