/// What is known of a worktree's state that was saved before its removal.
struct SavedState: Equatable {
    var head: String?
    var branch: String?
    var rescue: String?
    var bytes: UInt64 = 0
    /// What changes in the trash at this moment or later is not saved (see `TrashRecord`).
    var savedUntil: UInt64 = 0
}
