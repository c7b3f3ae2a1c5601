internal import GitKit
internal import GitProgram

/// A stash entry that parallel-cc keeps, even if the stash drops it, and its repository.
package struct StashInfo: Equatable, Sendable {
    let entry: KeptStash
    /// The common git directory.
    package let repository: String

    /// The full id of the entry's commit.
    package var commit: String { entry.commit }
    /// The entry's message: `WIP on main: 1234abc Subject`, or `On main: ` and the user's words.
    package var message: String { entry.message }
    /// The entry's number in `git stash list`; nil when it is no longer there.
    package var number: Int? { entry.number }
    /// A key for sorting, oldest first. git counts seconds; within one second the entry's number decides.
    var order: (Int64, Int, String) { (entry.time, -(entry.number ?? .max), entry.commit) }
    /// The time of the entry, in ISO-8601 with Z.
    package var stashedAt: String { Timestamp(milliseconds: entry.time * 1_000).text }
}
