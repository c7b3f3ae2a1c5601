internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// The known facts about a branch, for documents and as text.
struct BranchStateRow: Encodable {
    let branch: String
    let tip: String
    /// Whether the branch is merged; null where that could not be judged.
    @ExplicitNull var merged: Bool?
    /// The way: `ancestor`, `rebased`, `squashed`, `cherry-picked`, `nothing-to-merge`, `not-merged`, `own-nothing` or
    /// `error`.
    let how: String
    /// The reference that contains the branch, or against which it was judged.
    @ExplicitNull var target: String?
    let commits: [String]
    @ExplicitNull var mergedAt: String?
    @ExplicitNull var revertedBy: String?
    @ExplicitNull var error: String?

    private let into: String

    private enum CodingKeys: String, CodingKey {
        case branch, tip, merged, how, target, commits, mergedAt, revertedBy, error
    }

    init(_ state: BranchState) {
        branch = state.branch
        tip = state.tip
        how = state.how
        commits = state.commits
        into = state.into ?? ""
        merged = state.isMerged
        target = state.reference
        mergedAt = state.mergedAt
        revertedBy = state.revertedBy
        error = state.error?.fullMessage
    }

    /// The state in words: `squashed into origin/main as 1a2b3c4d5e`.
    var text: String {
        let by = commits.map { String($0.prefix(10)) }.suffix(3).joined(separator: " ")
        let back = revertedBy.map { ", taken back by \($0.prefix(10))" } ?? ""
        switch how {
        case "ancestor": return "in \(into) since \(by)\(back)"
        case "nothing-to-merge": return "would change nothing in \(into)"
        case "not-merged": return "not merged"
        case "own-nothing": return "no commit of its own"
        case "error": return "! \(error ?? "")"
        default: return "\(how) into \(into) as \(by)\(back)"
        }
    }
}
