internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// The answer of `watch merges`.
struct MergeCheckDocument: Encodable {
    struct Failure: Encodable {
        let repository: String
        @ExplicitNull var branch: String?
        let error: String
        let code: String

        init(_ failure: MergeCheck.Failure) {
            repository = failure.repository
            error = failure.error.fullMessage
            code = failure.error.code.rawValue
            branch = failure.branch
        }

        var line: String { "✗ \(repository)\(branch.map { " \($0)" } ?? ""): \(error)" }
    }

    let newMerges: [MergeRow]
    let notificationsSent: Int
    let subscriptionsChecked: Int
    let errors: [Failure]

    init(_ check: MergeCheck) {
        newMerges = check.newMerges.map(MergeRow.init)
        notificationsSent = check.notificationsSent
        subscriptionsChecked = check.subscriptionsChecked
        errors = check.errors.map(Failure.init)
    }

    /// The answer as text, after one check.
    var lines: [String] {
        ["Subscriptions checked: \(subscriptionsChecked)", "Sessions told: \(notificationsSent)"]
            + newMerges.map { MergeLine.text($0).displayable } + errors.map { $0.line.displayable }
    }
}
