internal import GitKit
internal import GitProgram

/// A stash entry that is kept whatever becomes of the stash, and where.
package struct StashInfo: Equatable, Sendable {
    let entry: KeptStash
    /// The common git directory.
    package let repository: String

    /// The full id of the entry.
    package var commit: String { entry.commit }
    /// `WIP on main: 1234abc Subject`, `On main: what the user said`.
    package var message: String { entry.message }
    /// Its place in `git stash list`; nil when it was taken from there.
    package var number: Int? { entry.number }
    /// git counts seconds; within one the place in the list tells which is the older one.
    var order: (Int64, Int, String) { (entry.time, -(entry.number ?? .max), entry.commit) }
    /// ISO-8601 with Z.
    package var stashedAt: String { Timestamp(milliseconds: entry.time * 1_000).text }
}
