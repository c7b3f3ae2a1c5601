internal import Coordinator
package import Files

/// What is ready for a target that somebody works on.
package struct ReadyMerge: Equatable, Sendable {
    package let repository: String
    package let target: String
    /// Where it waits.
    package let reference: String
    package let commit: String
    /// The worktree that has the target checked out; nil where none has.
    package let checkout: String?

    /// Files there that the move would overwrite and whose bytes git has nowhere, though it calls them unchanged.
    package let hidden: [PathBytes]

    /// What brings the target there, where it is checked out; first it gives what git does not show another name.
    package var command: String {
        // Checked out nowhere by now: the next run of the queue moves it.
        guard let checkout else { return "parallel-cc merge queue run --repo \(QueueNotice.word(repository))" }
        let merge = "merge --ff-only --no-overwrite-ignore \(QueueNotice.word(reference))"
        if hidden.isEmpty { return "git -C \(QueueNotice.word(checkout)) \(merge)" }
        let steps = hidden.map { path in
            let (name, kept) = (
                QueueNotice.word(path.display), QueueNotice.word("\(path.display).\(commit.prefix(10))")
            )
            // A link to it, not a move: one that is there already ends the command.
            return "ln -- \(name) \(kept) && rm -- \(name) && git checkout -- \(name)"
        }
        return (["cd \(QueueNotice.word(checkout))"] + steps + ["git \(merge)"]).joined(separator: " && ")
    }

    static func reference(_ target: String) -> String { "refs/parallel-cc/landing/" + target }

    /// Where the target stood when that was made.
    static func baseReference(_ target: String) -> String { "refs/parallel-cc/landing-base/" + target }
}
