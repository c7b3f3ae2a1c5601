internal import Exec
package import Files
package import GitProgram
package import HookCore

extension ParallelError.Code {
    /// git has neither a name nor an address to commit with.
    package static let noIdentity: Self = "no-identity"
}

/// A worktree of ours in which commits are put together: nobody works in it, its HEAD is detached, no branch is ever moved.
///
/// Hooks do not run in it, and none of the user's settings may make git move other references or wait for an editor.
package struct ScratchTree: Sendable {
    /// What came of putting a branch on top of what is checked out.
    package enum Outcome: Equatable, Sendable {
        /// The commit that has both now; it is checked out.
        case made(String)
        /// The files that contradict each other; nothing has changed.
        case conflict([PathBytes])
        /// git would not try; its words.
        case refused(String)
    }

    private let git: Git
    /// Where it is.
    package let path: String

    /// - Parameters:
    ///   - git: with the user's environment.
    ///   - path: of a worktree with a detached HEAD.
    package init(git: Git, path: String) {
        self.path = path
        self.git = git.at(path).withoutSubmodules
            .with(["GIT_EDITOR": ":", "GIT_SEQUENCE_EDITOR": ":", "GIT_MERGE_AUTOEDIT": "no"])
            .setting("core.hooksPath", value: "/dev/null").setting("rerere.enabled", value: "false")
            .setting("rebase.updateRefs", value: "false").setting("rebase.autoStash", value: "false")
            .setting("rebase.autoSquash", value: "false").setting("rebase.backend", value: "merge")
            .setting("merge.autoStash", value: "false")
    }

    /// Makes sure that git knows who commits.
    /// - Throws: `.noIdentity`.
    package func requireIdentity() throws(ParallelError) {
        let answer = try git.result(["var", "GIT_COMMITTER_IDENT"])
        guard !answer.status.isSuccess else { return }
        throw ParallelError(
            .noIdentity, operation: "put branches together", subject: path, message: "git does not know who commits",
            hint: "git config --global user.name NAME && git config --global user.email ADDRESS",
            cause: answer.errorText)
    }

    /// Checks out a commit; nothing stays that git does not ignore.
    package func reset(to commit: String) throws(ParallelError) {
        try git.run(["reset", "--quiet", "--hard"])
        try deleteUntracked()
        try git.run(["checkout", "--quiet", "--force", "--detach", commit])
        try deleteUntracked()
    }

    /// What a command left behind would be in the way of the next branch, or make it pass.
    private func deleteUntracked() throws(ParallelError) {
        let listed = try git.run(["ls-files", "--others", "--exclude-standard", "-z"])
        for name in ZeroSeparated.fields(listed.output) {
            let plain = name.last == 0x2F ? name.dropLast() : name
            // The tree itself is none of its files.
            if plain.isEmpty { continue }
            try TreeDeletion.delete(path + "/" + Array(plain).display)
        }
    }

    /// Merges a commit into what is checked out, with a merge commit.
    package func merge(_ commit: String, message: String) throws(ParallelError) -> Outcome {
        let arguments = ["merge", "--quiet", "--no-ff", "--no-edit", "-m", message, commit]
        let start = try head()
        let result = try git.result(arguments)
        if result.status.isSuccess { return .made(try head()) }
        return try takenBack(result, to: start)
    }

    /// Whether merge commits lead to `commit` from what is checked out; a rebase would leave out what only they bring.
    package func hasMerges(_ commit: String) throws(ParallelError) -> Bool {
        try !git.line(["rev-list", "--merges", "--max-count=1", commit, "--not", "HEAD"]).isEmpty
    }

    /// Puts the commits that lead to `commit`, and that what is checked out does not have, on top of it. As git does it, a
    /// commit whose change was made there since is left out.
    /// - Parameter words: gets git's own.
    package func rebase(_ commit: String, words: inout String) throws(ParallelError) -> Outcome {
        try rebase(commit, options: [], words: &words)
    }

    /// The same, and nothing that `commit` brings is missing afterwards: where what git would leave out was reverted, it is
    /// put on top again.
    package func rebaseWhole(_ commit: String) throws(ParallelError) -> Outcome {
        var words = ""
        let start = try head()
        let outcome = try rebase(commit, options: [], words: &words)
        // Where git cannot tell, nothing is left out either.
        guard case .made(let made) = outcome, (try? git.hasContent(of: commit, in: made)) != true else {
            return outcome
        }
        try reset(to: start)
        return try rebase(commit, options: ["--reapply-cherry-picks"], words: &words)
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
        // No rebase may be in progress; then there is nothing to end.
        _ = try git.result(["rebase", "--quit"])
        try reset(to: start)
        return files.isEmpty ? .refused(result.errorText.isEmpty ? result.text : result.errorText) : .conflict(files)
    }

    private func head() throws(ParallelError) -> String { try git.line(["rev-parse", "--verify", "HEAD^{commit}"]) }
}
