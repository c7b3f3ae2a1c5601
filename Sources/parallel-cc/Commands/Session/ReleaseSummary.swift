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
            lines.append("📂 Worktree kept: \(worktree.path)")
            lines.append("   Why: \(reason)")
        }
        if let branch = worktree.branch, !worktree.branchDeleted, result.unmergedCommits > 0 {
            lines.append("📂 Work is on branch \(branch), commits: \(result.unmergedCommits)")
            lines.append("   Merge it: git merge \(branch)")
        } else if let branch = worktree.branch, worktree.removed, !worktree.branchDeleted {
            lines.append("📂 Branch \(branch) stays: no other branch, tag or remote holds its commits")
        }
        if let rescue = worktree.rescue {
            lines.append("📂 Uncommitted work was saved as rescue \(rescue)")
            lines.append(
                "   Look: parallel-cc rescue show \(rescue)   Bring back: parallel-cc rescue restore \(rescue)")
        }
        self.lines = lines
    }
}
