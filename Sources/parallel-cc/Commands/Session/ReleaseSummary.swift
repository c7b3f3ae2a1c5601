internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Wiring

/// The places where the work of an ended session is now, in the fewest lines; empty where there is nothing to tell.
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
            lines.append("   When that is over: \(CommandText.parallel("worktree remove", operand: worktree.path))")
        }
        if worktree.isDirectoryGone {
            lines.append("📂 The worktree's directory was gone: \(worktree.path.displayable)")
        }
        if let branch = worktree.branch, !worktree.branchDeleted, result.unmergedCommits > 0 {
            lines += Self.work(on: branch, called: worktree.mergeName(branch), commits: result.unmergedCommits)
        } else if let branch = worktree.branch, let reason = worktree.branchText {
            lines.append("📂 Branch \(branch.displayable) stays: \(reason)")
        }
        if let branch = worktree.headBranch, result.headCommits > 0 {
            lines += Self.work(on: branch, called: worktree.mergeName(branch), commits: result.headCommits)
        }
        if let rescue = worktree.rescue {
            let verb = worktree.rescuedText.hasPrefix("Commits") ? "were" : "was"
            lines.append("📂 \(worktree.rescuedText) \(verb) saved as rescue \(rescue)")
            let show = CommandText.parallel("rescue show", operand: rescue)
            let restore = CommandText.parallel("rescue restore", operand: rescue)
            lines.append("   Look: \(show)   Bring back: \(restore)")
        }
        self.lines = lines
    }

    private static func work(on branch: String, called name: String, commits: Int) -> [String] {
        [
            "📂 Work is on branch \(branch.displayable), commits: \(commits)",
            "   Merge it: git merge \(ShellWord.quote(name))",
        ]
    }
}
