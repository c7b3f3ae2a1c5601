/// The saved part of a worktree's state before its removal.
struct SavedState: Equatable {
    var head: String?
    var branch: String?
    var rescue: String?
    var bytes: UInt64 = 0
    /// The moment from which changes in the trash are not saved (see `TrashRecord`).
    var savedUntil: UInt64 = 0
}
