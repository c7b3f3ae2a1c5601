internal import Coordinator
internal import GitKit
package import HookCore

/// What is known of a branch at this moment.
package struct BranchState: Sendable {
    /// Without `refs/heads/`.
    package let branch: String
    /// The full id of its tip, or of the one that was last seen where it is deleted.
    package let tip: String
    let finding: Result<MergeFinding, ParallelError>

    private var known: MergeFinding? { try? finding.get() }

    /// Whether it is merged; nil where that could not be judged, which is never the same as not merged.
    package var isMerged: Bool? { known?.evidence.isMerged }

    /// How: `ancestor`, `rebased`, `squashed`, `cherry-picked`, `nothing-to-merge`; else `not-merged`, `own-nothing` (it
    /// never had a commit of its own) or `error`.
    package var how: String { known?.evidence.word ?? "error" }

    /// The commits of the target that show it, oldest first.
    package var commits: [String] { known?.evidence.commits ?? [] }

    /// The full name of the reference that has it, or that it was judged against.
    package var reference: String? { known?.target.reference }

    /// The same for people: `main`, `origin/main`.
    package var into: String? { known?.target.name }

    /// By the clock of whoever committed.
    package var mergedAt: String? { known?.mergedAt.map { Timestamp(milliseconds: $0 * 1_000).text } }

    /// The commit of the target that says it takes it back again.
    package var revertedBy: String? { known?.revertedBy }

    /// Why it could not be judged.
    package var error: ParallelError? {
        if case .failure(let error) = finding { error } else { nil }
    }
}
