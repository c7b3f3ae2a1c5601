internal import Coordinator

/// What is ready for a target that somebody works on.
package struct PendingLanding: Equatable, Sendable {
    package let repository: String
    package let target: String
    /// Where it waits.
    package let reference: String
    package let commit: String
    /// The worktree that has the target checked out; nil where none has.
    package let checkout: String?

    /// What brings the target there, where it is checked out.
    package var command: String {
        // Checked out nowhere by now: the next run of the queue moves it.
        guard let checkout else { return "parallel-cc merge queue run --repo \(LandingNotice.word(repository))" }
        return
            "git -C \(LandingNotice.word(checkout)) merge --ff-only --no-overwrite-ignore \(LandingNotice.word(reference))"
    }

    static func reference(_ target: String) -> String { "refs/parallel-cc/landing/" + target }

    /// Where the target stood when that was made.
    static func baseReference(_ target: String) -> String { "refs/parallel-cc/landing-base/" + target }
}
