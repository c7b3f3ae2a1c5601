internal import GitKit

/// A worktree to be made again as it was.
struct RestorePlan: Sendable {
    /// The common git directory.
    let repository: String
    let path: String
    let branch: String?
    let head: String?
    let rescue: RescueReference?
    /// The whole old directory in the trash; nil to write the files anew from the rescue.
    let trash: TrashRecord?
}
