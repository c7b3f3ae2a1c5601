internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Wiring

/// The outcome of the removal of one worktree.
struct RemovalDocument: Encodable {
    let path: String
    let removed: Bool
    let forgotten: Bool
    @ExplicitNull var branch: String?
    let branchDeleted: Bool
    @ExplicitNull var rescue: String?
    /// The reason why the worktree was kept.
    @ExplicitNull var reason: String?
    private let outcome: RemovalOutcome

    private enum CodingKeys: String, CodingKey {
        case path, removed, forgotten, branch, branchDeleted, rescue, reason
    }

    init(_ outcome: RemovalOutcome) {
        self.outcome = outcome
        path = outcome.path
        removed = outcome.removed
        forgotten = outcome.isForgotten
        branch = outcome.branch
        branchDeleted = outcome.branchDeleted
        rescue = outcome.rescue
        reason = outcome.kept
    }

    /// The outcome as text.
    var lines: [String] {
        if forgotten {
            return [
                "Forgotten: \(path)".displayable, "  Why: \(reason ?? "unknown")".displayable,
                "  If both were moved: cd THE-REPOSITORY && git worktree repair THE-WORKTREE && parallel-cc cleanup",
            ]
        }
        guard removed else { return ["Kept: \(path)".displayable, "  Why: \(reason ?? "unknown")".displayable] }
        var lines = ["✓ Removed: \(path.displayable)"]
        if let branch, outcome.branchStays == .holdsCommits {
            let name = ShellWord.quote(outcome.mergeName(branch))
            lines.append("  Its commits are on branch \(branch.displayable): git merge \(name)")
        } else if let branch, let reason = outcome.branchText {
            lines.append("  Branch \(branch.displayable) stays: \(reason)")
        }
        if let rescue {
            let verb = outcome.rescuedText.hasPrefix("Commits") ? "are" : "is"
            lines.append(
                "  \(outcome.rescuedText) \(verb) saved: \(CommandText.parallel("rescue restore", operand: rescue))")
        }
        if outcome.isDirectoryGone { return lines + ["  Its directory was gone already."] }
        return lines + ["  Bring it back whole: \(CommandText.parallel("worktree restore", operand: path))"]
    }
}
