internal import Coordinator
internal import Integration
internal import Wiring

/// What waits for a target that somebody works on, under `--json`.
struct PendingRow: Encodable {
    let repository: String
    let target: String
    let reference: String
    let commit: String
    @ExplicitNull var checkout: String?
    /// What brings the target there.
    let command: String

    init(_ pending: ReadyMerge) {
        repository = pending.repository
        target = pending.target
        reference = pending.reference
        commit = pending.commit
        command = pending.command
        checkout = pending.checkout
    }

    var line: String { "Bring \(target) there: \(command)" }
}
