internal import Coordinator
internal import Wiring

/// A worktree of ours, as JSON documents show it.
struct WorktreeDocument: Encodable {
    let name: String
    let path: String
    @ExplicitNull var branch: String?
    @ExplicitNull var base: String?
    let repository: String
    let state: String
    @ExplicitNull var reason: String?
    @ExplicitNull var sessionId: String?
    /// Whether a living session works in it.
    let inUse: Bool
    let createdAt: String

    init(_ record: WorktreeRecord, inUse: Bool) {
        name = record.id
        path = record.path
        branch = record.branch
        base = record.base
        repository = record.repository
        state = record.state.rawValue
        reason = record.keptReason
        sessionId = record.sessionID
        self.inUse = inUse
        createdAt = record.createdAt
    }
}
