internal import CommandLineKit
internal import Coordinator

/// What became of one worktree that was to be removed.
struct RemovalDocument: Encodable {
    let path: String
    let removed: Bool
    @ExplicitNull var branch: String?
    let branchDeleted: Bool
    @ExplicitNull var rescue: String?
    /// Why it was kept.
    @ExplicitNull var reason: String?

    init(_ outcome: RemovalOutcome) {
        path = outcome.path
        removed = outcome.removed
        branch = outcome.branch
        branchDeleted = outcome.branchDeleted
        rescue = outcome.rescue
        reason = outcome.kept
    }

    /// For people.
    var lines: [String] {
        guard removed else { return ["Kept: \(path)".displayable, "  Why: \(reason ?? "unknown")".displayable] }
        var lines = ["✓ Removed: \(path.displayable)"]
        if let branch, !branchDeleted {
            lines.append("  Its commits are on branch \(branch.displayable): git merge \(CommandText.word(branch))")
        }
        if let rescue {
            lines.append("  Uncommitted work is saved: \(CommandText.parallel("rescue restore", rescue))")
        }
        return lines + ["  Bring it back whole: \(CommandText.parallel("worktree restore", path))"]
    }
}
