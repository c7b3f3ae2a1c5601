internal import Coordinator
package import Files

/// The merge that is ready for a target on which a session works.
package struct ReadyMerge: Equatable, Sendable {
    /// The common git directory.
    package let repository: String
    /// The target's short name, without `refs/heads/`.
    package let target: String
    /// The full name of the reference that holds the merge.
    package let reference: String
    /// The full id of the ready merge.
    package let commit: String
    /// The root of the worktree that has the target checked out; nil for none.
    package let checkout: String?

    /// Files in the checkout that the move would overwrite, whose bytes git has nowhere, and which git calls unchanged.
    package let hidden: [PathBytes]

    /// The command that moves the target to the merge where it is checked out. First it gives hidden files another
    /// name.
    package var command: String {
        // The target is no longer checked out, so the next run of the queue moves it.
        guard let checkout else { return "parallel-cc merge queue run --repo \(QueueNotice.word(repository))" }
        let merge = "merge --ff-only --no-overwrite-ignore \(QueueNotice.word(reference))"
        if hidden.isEmpty { return "git -C \(QueueNotice.word(checkout)) \(merge)" }
        let steps = hidden.map { path in
            let (name, kept) = (
                QueueNotice.word(path.display), QueueNotice.word("\(path.display).\(commit.prefix(10))")
            )
            // A link, unlike a move, fails when the name exists already.
            return "ln -- \(name) \(kept) && rm -- \(name) && git checkout -- \(name)"
        }
        return (["cd \(QueueNotice.word(checkout))"] + steps + ["git \(merge)"]).joined(separator: " && ")
    }

    /// Returns the reference of the merge that is ready for a target.
    static func reference(_ target: String) -> String { "refs/parallel-cc/landing/" + target }

    /// Returns the reference of the target's tip when the ready merge was made.
    static func baseReference(_ target: String) -> String { "refs/parallel-cc/landing-base/" + target }
}
