internal import Exec
package import Files
package import GitProgram
package import HookCore

extension ParallelError.Code {
    /// git has no name and address to commit with.
    package static let noIdentity: Self = "no-identity"
}

/// A worktree of ours in which commits are put together. No session works in it, its HEAD is detached, and no branch is
/// ever moved.
///
/// Hooks do not run in it, and no setting of the user's may make git move other references or wait for an editor.
package struct ScratchTree: Sendable {
    /// The result of putting a branch on top of the checked-out commit.
    package enum Outcome: Equatable, Sendable {
        /// The commit that now has both; it is checked out.
        case made(String)
        /// The files in conflict; nothing has changed.
        case conflict([PathBytes])
        /// git refused; its message.
        case refused(String)
    }

    private let git: Git
    /// The root of the worktree.
    package let path: String

    /// A tree for putting commits together.
    /// - Parameters:
    ///   - git: a git with the user's environment.
    ///   - path: the root of a worktree with a detached HEAD.
    package init(git: Git, path: String) {
        self.path = path
        self.git = git.at(path).withoutSubmodules
            .with(["GIT_EDITOR": ":", "GIT_SEQUENCE_EDITOR": ":", "GIT_MERGE_AUTOEDIT": "no"])
            .setting("core.hooksPath", value: "/dev/null").setting("rerere.enabled", value: "false")
            .setting("rebase.updateRefs", value: "false").setting("rebase.autoStash", value: "false")
            .setting("rebase.autoSquash", value: "false").setting("rebase.backend", value: "merge")
            .setting("merge.autoStash", value: "false")
    }

    /// Makes sure that git has a name and address to commit with.
    /// - Throws: `.noIdentity`.
    package func requireIdentity() throws(ParallelError) {
        let answer = try git.result(["var", "GIT_COMMITTER_IDENT"])
        guard !answer.status.isSuccess else { return }
        throw ParallelError(
            .noIdentity, operation: "put branches together", subject: path, message: "git does not know who commits",
            hint: "git config --global user.name NAME && git config --global user.email ADDRESS",
            cause: answer.errorText)
    }

    /// Checks out a commit. Removes all files that git does not ignore and the commit does not have.
    package func reset(to commit: String) throws(ParallelError) {
        try git.run(["reset", "--quiet", "--hard"])
        try deleteUntracked()
        try git.run(["checkout", "--quiet", "--force", "--detach", commit])
        try deleteUntracked()
    }

    /// Deletes files that a command has left. They could stand in the way of the next branch, or make its check pass.
    private func deleteUntracked() throws(ParallelError) {
        let listed = try git.run(["ls-files", "--others", "--exclude-standard", "-z"])
        for name in ZeroSeparated.fields(listed.output) {
            let plain = name.last == 0x2F ? name.dropLast() : name
            // The tree itself is none of its files.
            if plain.isEmpty { continue }
            try TreeDeletion.delete(path + "/" + Array(plain).display)
        }
    }

    /// Merges a commit into the checked-out one, with a merge commit.
    package func merge(_ commit: String, message: String) throws(ParallelError) -> Outcome {
        let arguments = ["merge", "--quiet", "--no-ff", "--no-edit", "-m", message, commit]
        let start = try head()
        let result = try git.result(arguments)
        if result.status.isSuccess { return .made(try head()) }
        return try takenBack(result, to: start)
    }

    /// Whether merge commits lead from the checked-out commit to `commit`. A rebase would leave out changes that only
    /// they bring.
    package func hasMerges(_ commit: String) throws(ParallelError) -> Bool {
        try !git.line(["rev-list", "--merges", "--max-count=1", commit, "--not", "HEAD"]).isEmpty
    }

    /// Puts the commits that lead to `commit`, and that the checked-out commit does not have, on top of it. git leaves
    /// out a commit whose change was made there since.
    /// - Parameter words: gets git's messages.
    package func rebase(_ commit: String, words: inout String) throws(ParallelError) -> Outcome {
        try rebase(commit, options: [], words: &words)
    }

    /// Rebases `commit` so that nothing that it brings is missing afterwards. If git would leave out a change that was
    /// reverted since, it is put on top again.
    package func rebaseWhole(_ commit: String) throws(ParallelError) -> Outcome {
        var messages = ""
        let start = try head()
        let outcome = try rebase(commit, options: [], words: &messages)
        // If git cannot tell, all commits are put on top too.
        guard case .made(let made) = outcome, (try? git.hasContent(of: commit, in: made)) != true else {
            return outcome
        }
        try reset(to: start)
        return try rebase(commit, options: ["--reapply-cherry-picks"], words: &messages)
    }

    private func rebase(_ commit: String, options: [String], words: inout String) throws(ParallelError) -> Outcome {
        let start = try head()
        try git.run(["checkout", "--quiet", "--force", "--detach", commit])
        let result = try git.result(["rebase", "--no-fork-point"] + options + [start])
        words = result.text + result.errorText
        if result.status.isSuccess { return .made(try head()) }
        return try takenBack(result, to: start)
    }

    private func takenBack(_ result: CommandResult, to start: String) throws(ParallelError) -> Outcome {
        let unmerged = try git.run(["diff", "--name-only", "--diff-filter=U", "-z"])
        let files = ZeroSeparated.fields(unmerged.output).map { Array($0) }
        // If no rebase is in progress, there is nothing to end.
        _ = try git.result(["rebase", "--quit"])
        try reset(to: start)
        return files.isEmpty ? .refused(result.errorText.isEmpty ? result.text : result.errorText) : .conflict(files)
    }

    private func head() throws(ParallelError) -> String { try git.line(["rev-parse", "--verify", "HEAD^{commit}"]) }
}
