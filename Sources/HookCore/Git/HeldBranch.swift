import Glibc

/// The branch that Claude Code makes for a worktree of its own (`-w NAME`, EnterWorktree). If there is such a branch
/// but no such worktree, Claude Code resets the branch without a message (seen with 2.1.332).
package enum HeldBranch {
    /// The prefix of the references that keep a branch's former commits. The branch's name and the commit follow.
    package static let prefix = "refs/parallel-cc/branches"

    /// A commit that is kept by a reference.
    package struct Held: Hashable, Sendable {
        /// The branch without `refs/heads/`.
        package let branch: String
        /// The reference that keeps its commits.
        package let reference: String

        /// The message for the user: what happened, and how the commits come back.
        package var text: String {
            "Claude Code begins the branch \(branch) anew; the commits that it had stay: `git branch NAME \(reference)`"
        }
    }

    /// Keeps the tip with a reference that parallel-cc never deletes.
    /// - Returns: nil where there is nothing to keep, or git failed.
    package static func hold(_ wanted: String, from directory: String) -> Held? {
        // Claude Code writes a slash as `+`, both in the directory's and in the branch's name.
        let name = FilePath.parts(of: wanted, omittingEmpty: false).joined(separator: "+")
        let git = GitQuestion(directory: directory)
        guard !name.isEmpty, !name.hasPrefix("-"),
            let common = git.line(["rev-parse", "--path-format=absolute", "--git-common-dir"]),
            !isMade(name, common: common)
        else { return nil }
        let branch = "worktree-" + name
        guard let tip = git.line(["rev-parse", "--verify", "--quiet", "refs/heads/\(branch)^{commit}"]) else {
            return nil
        }
        return hold(tip, of: branch, git: git)
    }

    /// Keeps the commit that the branch had before its last reset, by its reflog. For resets that were seen too late.
    /// - Parameter directory: a directory in the worktree that Claude Code has just made.
    /// - Returns: nil also where that commit is kept already, or is in the branch's history again.
    package static func holdFormer(at directory: String) -> Held? {
        guard directory.contains("/.claude/worktrees/") else { return nil }
        let git = GitQuestion(directory: directory)
        let heads = "refs/heads"
        guard let head = git.line(["symbolic-ref", "--quiet", "HEAD"]), let branch = FilePath.relative(head, to: heads),
            branch.hasPrefix("worktree-"),
            let act = git.line(["log", "--walk-reflogs", "-1", "--format=%gs", head, "--"]),
            act.hasPrefix("branch: Reset to "),
            let former = git.line(["rev-parse", "--verify", "--quiet", "\(head)@{1}^{commit}"]),
            git.ask(["merge-base", "--is-ancestor", former, head]) == nil
        else { return nil }
        if git.ask(["show-ref", "--verify", "--quiet", reference(to: former, of: branch)]) != nil { return nil }
        return hold(former, of: branch, git: git)
    }

    private static func hold(_ tip: String, of branch: String, git: GitQuestion) -> Held? {
        let held = Held(branch: branch, reference: reference(to: tip, of: branch))
        return git.ask(["update-ref", held.reference, tip]) == nil ? nil : held
    }

    private static func reference(to tip: String, of branch: String) -> String { "\(prefix)/\(branch)/\(tip)" }

    /// Whether the worktree exists. Claude Code enters an existing worktree as it is. It lies in the main checkout, or
    /// in a bare repository itself.
    private static func isMade(_ name: String, common: String) -> Bool {
        let checkout = common.hasSuffix("/.git") ? String(common.dropLast("/.git".utf8.count)) : common
        return access("\(checkout)/.claude/worktrees/\(name)/.git", F_OK) == 0
    }
}
