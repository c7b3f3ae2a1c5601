internal import Exec
package import GitProgram
package import HookCore

/// Moves of a branch that is checked out.
extension Git {
    /// Moves a branch that is checked out at `directory` forward to a commit that holds it. git itself refuses where a
    /// file is in the way, even an ignored one. No interruption ends the move midway; a full disk or a kill does.
    /// - Returns: git's message where it refuses; nil when the branch has moved.
    package func fastForward(_ branch: String, to commit: String) throws(ParallelError) -> String? {
        // The user's merge options for this branch could make another commit than this one.
        // Files in a submodule are no part of this checkout's work.
        let plain = setting("merge.autoStash", value: "false").withoutSubmodules
            .withoutSetting("branch.\(branch).mergeOptions")
        let arguments = ["merge", "--quiet", "--ff-only", "--no-overwrite-ignore", "--no-edit", commit]
        let answer = try plain.uninterruptible.result(arguments)
        if answer.status.isSuccess { return nil }
        return answer.errorText.isEmpty ? "git merge ended with status \(answer.status.shellCode)" : answer.errorText
    }

    /// Whether the worktree at `directory` is as it was checked out, without files that git does not know.
    package func isClean() throws(ParallelError) -> Bool {
        try run(["status", "--porcelain", "-z", "--untracked-files=normal"]).output.isEmpty
    }

    /// Whether the index of the worktree at `directory` is that of a commit. git writes it after all files.
    package func hasIndex(of commit: String) throws(ParallelError) -> Bool {
        let arguments = ["diff", "--cached", "--no-ext-diff", "--quiet", "--end-of-options", commit, "--"]
        return try run(arguments, statuses: [0, 1]).status.isSuccess
    }

    /// Whether `directory` is the root of a worktree that has the branch checked out, and not a mere directory in
    /// another worktree.
    package func isCheckout(of branch: String) throws(ParallelError) -> Bool {
        let top = try result(["rev-parse", "--show-toplevel"])
        guard top.status.isSuccess, realPath(String(top.text.dropLast())).isSame(as: realPath(directory)) else {
            return false
        }
        return try head().branch.isSame(as: branch)
    }
}
