internal import Coordinator
internal import Integration
internal import Wiring

/// A result that waits for a target on which a session works, under `--json`.
struct ReadyRow: Encodable {
    let repository: String
    let target: String
    let reference: String
    let commit: String
    @ExplicitNull var checkout: String?
    /// The command that moves the target to the result.
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
