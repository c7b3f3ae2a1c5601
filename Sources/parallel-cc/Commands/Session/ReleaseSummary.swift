internal import CommandLineKit
internal import Coordinator

/// Where the work of an ended session is now, in the fewest lines; none where there was nothing to tell.
struct ReleaseSummary {
    let lines: [String]

    init(_ result: ReleaseResult) {
        guard let worktree = result.worktree else {
            lines = []
            return
        }
        var lines: [String] = []
        if let reason = worktree.kept {
            lines.append("📂 Worktree kept: \(worktree.path.displayable)")
            lines.append("   Why: \(reason.displayable)")
            lines.append("   When that is over: \(CommandText.parallel("worktree remove", worktree.path))")
        }
        if let branch = worktree.branch, !worktree.branchDeleted, result.unmergedCommits > 0 {
            lines.append("📂 Work is on branch \(branch.displayable), commits: \(result.unmergedCommits)")
            lines.append("   Merge it: git merge \(CommandText.word(branch))")
        } else if let branch = worktree.branch, worktree.removed, !worktree.branchDeleted {
            lines.append("📂 Branch \(branch.displayable) stays: no other branch, tag or remote holds its commits")
        }
        if let rescue = worktree.rescue {
            lines.append("📂 Uncommitted work was saved as rescue \(rescue)")
            let look = CommandText.parallel("rescue show", rescue)
            lines.append("   Look: \(look)   Bring back: \(CommandText.parallel("rescue restore", rescue))")
        }
        self.lines = lines
    }
}
