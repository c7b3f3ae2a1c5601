internal import Exec
package import HookCore

/// Moves of single references. Each says what it must find, so that it never overtakes anybody.
extension Git {
    /// Sets a reference, if it stands where it is believed to stand.
    /// - Parameters:
    ///   - reference: the full name.
    ///   - former: nil where it must not exist.
    ///   - cause: for the reflog.
    /// - Returns: false where it stands elsewhere by now.
    package func moveReference(
        _ reference: String, to commit: String, from former: String?, cause: String
    ) throws(ParallelError) -> Bool {
        let unborn = String(repeating: "0", count: commit.count)
        let arguments = ["update-ref", "-m", cause, reference, commit, former ?? unborn]
        if try durable.result(arguments).status.isSuccess { return true }
        guard try commitIfAny(reference) != former else {
            throw ParallelError(
                .gitFailed, operation: "move reference", subject: reference, message: "git does not move it")
        }
        return false
    }

    /// Deletes a reference, if it stands where it is believed to stand.
    package func deleteReference(_ reference: String, from former: String) throws(ParallelError) {
        _ = try result(["update-ref", "-d", reference, former])
    }

    /// Whether any branch, local or remote, or tag holds a commit.
    package func isHeld(_ commit: String) throws(ParallelError) -> Bool {
        let arguments = [
            "for-each-ref", "--count=1", "--contains", commit, "--format=%(refname)", "refs/heads", "refs/remotes",
            "refs/tags",
        ]
        return try !line(arguments).isEmpty
    }

    /// Whether a commit has in its files all that another one brings: merging that would change nothing. Attributes are those
    /// of the checkout at `directory`.
    /// - Throws: `.gitFailed` where git cannot tell.
    package func hasContent(of other: String, in commit: String) throws(ParallelError) -> Bool {
        let merged = try mergeTree(commit, other)
        let tree = try line(["rev-parse", "--verify", "--end-of-options", "\(commit)^{tree}"])
        return merged.isClean && merged.tree == tree
    }

    /// Moves a branch that is checked out at `directory` forward to a commit that holds it. git itself refuses where a
    /// file is in the way, also one that it ignores.
    /// - Returns: git's words where it refuses; nil when it is done.
    package func fastForward(_ branch: String, to commit: String) throws(ParallelError) -> String? {
        // An option of the user's for merges into this branch could make another commit than this one.
        let plain = setting("merge.autoStash", "false").withoutSetting("branch.\(branch).mergeOptions")
        let arguments = ["merge", "--quiet", "--ff-only", "--no-overwrite-ignore", "--no-edit", commit]
        let answer = try plain.result(arguments)
        if answer.status.isSuccess { return nil }
        return answer.errorText.isEmpty ? "git merge ended with status \(answer.status.shellCode)" : answer.errorText
    }

    /// Whether the worktree at `directory` is as it was checked out, without a file that git does not know.
    package func isClean() throws(ParallelError) -> Bool {
        try run(["status", "--porcelain", "-z", "--untracked-files=normal"]).output.isEmpty
    }
}
