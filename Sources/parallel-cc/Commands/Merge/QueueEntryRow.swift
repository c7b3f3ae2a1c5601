internal import Coordinator
internal import Integration
internal import Wiring

/// An entry of the queue under `--json`.
struct QueueEntryRow: Encodable {
    let id: String
    let position: Int64
    let repository: String
    let branch: String
    let target: String
    let method: String
    let state: String
    @ExplicitNull var sessionId: String?
    let tip: String
    /// The commit of the target that contains the branch.
    @ExplicitNull var result: String?
    @ExplicitNull var message: String?
    /// The files that conflict with the target.
    let files: [String]
    let queuedAt: String
    let changedAt: String

    init(_ entry: QueueEntry) {
        id = entry.id
        position = entry.position
        repository = entry.repository
        branch = entry.branch
        target = entry.target
        method = entry.method.rawValue
        state = entry.state.rawValue
        tip = entry.tip
        files = entry.shownFiles
        queuedAt = entry.queuedAt
        changedAt = entry.changedAt
        sessionId = entry.sessionID
        result = entry.result
        message = entry.message
    }
}
