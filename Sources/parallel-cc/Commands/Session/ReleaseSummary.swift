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
            lines.append("📂 Work is on branch \(branch) (\(result.unmergedCommits) commits)")
            lines.append("   Merge it: git merge \(branch)")
        }
        if let rescue = worktree.rescue {
            lines.append("📂 Uncommitted work was saved as rescue \(rescue)")
            lines.append(
                "   Look: parallel-cc rescue show \(rescue)   Bring back: parallel-cc rescue restore \(rescue)")
        }
        self.lines = lines
    }
}
