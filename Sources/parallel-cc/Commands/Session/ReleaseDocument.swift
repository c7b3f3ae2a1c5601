internal import Coordinator
internal import Wiring

/// The answer of `release --json`.
struct ReleaseDocument: Encodable {
    let released: Bool
    let worktreeRemoved: Bool
    let branchDeleted: Bool
    @ExplicitNull var rescue: String?
    @ExplicitNull var kept: String?
    @ExplicitNull var reason: String?

    init(_ result: ReleaseResult) {
        released = result.released
        worktreeRemoved = result.worktree?.removed ?? false
        branchDeleted = result.worktree?.branchDeleted ?? false
        rescue = result.worktree?.rescue
        kept = result.worktree?.kept == nil ? nil : result.worktree?.path
        reason = result.worktree?.kept
    }
}
