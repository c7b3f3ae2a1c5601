/// Why a worktree cannot be filled by copying; git then fills it. Not a failure.
struct CopyObstacle: Error {
    /// A phrase for reports: "sparse checkout".
    let reason: String

    init(_ reason: String) { self.reason = reason }

    /// The last failure of libgit2 on this thread.
    init(libgit2 action: String) { reason = "\(action): \(LibGit2.lastMessage ?? "libgit2 failed")" }
}
