internal import Exec
package import HookCore

/// Moves of a branch that is checked out.
extension Git {
    /// Moves a branch that is checked out at `directory` forward to a commit that holds it. git itself refuses where a
    /// file is in the way, also one that it ignores. No interruption ends it half-way; a full disk or a kill does.
    /// - Returns: git's words where it refuses; nil when it is done.
    package func fastForward(_ branch: String, to commit: String) throws(ParallelError) -> String? {
        // An option of the user's for merges into this branch could make another commit than this one.
        let plain = setting("merge.autoStash", "false").withoutSetting("branch.\(branch).mergeOptions")
        let arguments = ["merge", "--quiet", "--ff-only", "--no-overwrite-ignore", "--no-edit", commit]
        let answer = try plain.uninterruptible.result(arguments)
        if answer.status.isSuccess { return nil }
        return answer.errorText.isEmpty ? "git merge ended with status \(answer.status.shellCode)" : answer.errorText
    }

    /// Whether the worktree at `directory` is as it was checked out, without a file that git does not know.
    package func isClean() throws(ParallelError) -> Bool {
        try run(["status", "--porcelain", "-z", "--untracked-files=normal"]).output.isEmpty
    }

    /// Whether index and files of the worktree at `directory` are those of a commit.
    package func holds(_ commit: String) throws(ParallelError) -> Bool {
        for arguments in [["diff", "--cached"], ["diff"]] {
            let answer = try run(
                arguments + ["--no-ext-diff", "--quiet", "--end-of-options", commit, "--"], statuses: [0, 1])
            guard answer.status.isSuccess else { return false }
        }
        return true
    }
}
