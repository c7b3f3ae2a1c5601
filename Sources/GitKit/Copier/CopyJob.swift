internal import GitProgram

/// The checkout that is copied from, and the worktree that is filled.
struct CopyJob: Sendable {
    let mainCheckout: String
    let mainGitDirectory: String
    let worktree: String
    let worktreeGitDirectory: String
    let commonDirectory: String
    let commit: String
    let git: Git
    let now: @Sendable () -> Int64

    var indexPath: String { worktreeGitDirectory + "/index" }
}
