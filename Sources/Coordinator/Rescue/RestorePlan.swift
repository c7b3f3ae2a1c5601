internal import GitKit

/// A worktree to be made again in its former state.
struct RestorePlan: Sendable {
    /// The common git directory.
    let repository: String
    let path: String
    let branch: String?
    let head: String?
    let rescue: RescueReference?
    /// The trash entry with the whole former directory; nil: the files are written anew from the rescue.
    let trash: TrashRecord?
}
