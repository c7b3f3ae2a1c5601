internal import Coordinator
internal import GitKit
package import HookCore

/// The present state of a branch.
package struct BranchState: Sendable {
    /// The branch's short name, without `refs/heads/`.
    package let branch: String
    /// The full id of its tip, or of its last known tip when it is deleted.
    package let tip: String
    let finding: Result<MergeFinding, ParallelError>

    private var known: MergeFinding? { try? finding.get() }

    /// Whether it is merged; nil when that could not be judged, which never means "not merged".
    package var isMerged: Bool? { known?.evidence.isMerged }

    /// The way in which it was merged: `ancestor`, `rebased`, `squashed`, `cherry-picked`, `nothing-to-merge`.
    /// Otherwise `not-merged`, `own-nothing` (it never had a commit of its own) or `error`.
    package var how: String { known?.evidence.word ?? "error" }

    /// The commits of the target that show the merge, oldest first.
    package var commits: [String] { known?.evidence.commits ?? [] }

    /// The full name of the reference that has it, or against which it was judged.
    package var reference: String? { known?.target.reference }

    /// The reference's short name: `main`, `origin/main`.
    package var into: String? { known?.target.name }

    /// The committer's time of the merge, in ISO-8601; nil when no commit shows it.
    package var mergedAt: String? { known?.mergedAt.map { Timestamp(milliseconds: $0 * 1_000).text } }

    /// The commit of the target that says it reverts the merge; nil for none.
    package var revertedBy: String? { known?.revertedBy }

    /// The error for which it could not be judged; nil when it was.
    package var error: ParallelError? {
        if case .failure(let error) = finding { error } else { nil }
    }
}
