internal import Store

/// The time of a session's end by time that has passed for certain, which tells how long its worktree is lost. For
/// sessions that ended before, only the wall clock tells.
enum Migration011 {
    static let sessionEnds = Migration(
        version: 11, name: "session ends",
        sql: "ALTER TABLE sessions ADD COLUMN ended_elapsed INTEGER NOT NULL DEFAULT 0")
}
