internal import Coordinator
internal import Wiring

/// A kept stash entry, as JSON documents show it.
struct StashRow: Encodable {
    let commit: String
    let repository: String
    let message: String
    let stashedAt: String
    /// The entry's position in `git stash list`; null when it is no longer there.
    @ExplicitNull var number: Int?

    init(_ stash: StashInfo) {
        commit = stash.commit
        repository = stash.repository
        message = stash.message
        stashedAt = stash.stashedAt
        number = stash.number
    }
}
