internal import Exec
package import HookCore

/// Where a new worktree's HEAD points.
package enum NewHead: Equatable, Sendable {
    case newBranch(String)
    case existingBranch(String)
    case detached
}

/// The calls that change `.git/worktrees`. Hold the `RepositoryLock` around each.
extension Git {
    /// Registers a worktree without filling it, locked from the first moment on.
    /// - Parameters:
    ///   - path: must not exist, or be an empty directory.
    ///   - commit: where the branch or the detached HEAD starts.
    ///   - reason: stands in `git worktree list`, and lets a lost database be rebuilt.
    package func addEmptyWorktree(
        path: String, head: NewHead, commit: String, lockReason reason: String
    ) throws(ParallelError) {
        var arguments = ["worktree", "add", "--quiet", "--no-checkout", "--lock", "--reason", reason]
        switch head {
        case .newBranch(let name): arguments += ["--no-track", "-b", name, "--", path, commit]
        case .existingBranch(let name): arguments += ["--", path, name]
        case .detached: arguments += ["--detach", "--", path, commit]
        }
        try run(arguments)
    }

    /// Takes a worktree whose directory is gone out of git's list. Never touches one that exists: without `--force`
    /// git itself refuses a dirty one, and we ask only for paths that were renamed away.
    package func removeMissingWorktree(path: String) throws(ParallelError) {
        // Not locked is fine: somebody unlocked it by hand.
        _ = try result(["worktree", "unlock", "--", path])
        try run(["worktree", "remove", "--", path])
    }

    /// Deletes a branch if another reference holds all its commits, in one transaction that checks both.
    ///
    /// - Returns: the reference that holds them, or nil when there is none and the branch stays.
    package func deleteBranchIfContained(_ branch: String) throws(ParallelError) -> String? {
        let own = "refs/heads/\(branch)"
        guard let tip = try commitIfAny(own) else { return nil }
        let holders = try line([
            "for-each-ref", "--contains", tip, "--format=%(refname) %(objectname)", "refs/heads", "refs/tags",
            "refs/remotes",
        ])
        for holder in holders.split(separator: "\n") {
            let parts = holder.split(separator: " ").map(String.init)
            guard parts.count == 2, parts[0] != own else { continue }
            let script = """
                start
                verify \(parts[0]) \(parts[1])
                delete \(own) \(tip)
                prepare
                commit

                """
            let answer = try durable.result(["update-ref", "--stdin"], input: Array(script.utf8))
            if answer.status.isSuccess { return parts[0] }
        }
        return nil
    }
}
