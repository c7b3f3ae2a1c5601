internal import Exec
internal import Files
package import GitProgram
internal import Glibc
package import HookCore

/// The state of a new worktree's HEAD.
package enum NewHead: Equatable, Sendable {
    case newBranch(String)
    case existingBranch(String)
    case detached
}

extension ParallelError.Code {
    /// Another git holds the lock of a reference, or has changed it.
    package static let referenceBusy: Self = "reference-busy"
}

/// Calls that change `.git/worktrees`. Hold the `RepositoryLock` around each.
extension Git {
    /// Registers a worktree without filling it. It is locked from the first moment on, and marked as ours.
    /// - Parameters:
    ///   - path: the root of the new worktree. It must not exist, or be an empty directory.
    ///   - commit: the start of the branch or of the detached HEAD.
    ///   - reason: the lock's reason. `git worktree list` shows it, and a lost database can be rebuilt from it.
    ///   - commonDirectory: the common git directory of the repository.
    /// - Throws: `.gitFailed`; `.foreignWorkTree`, and then the worktree exists, and the caller must remove it.
    package func addEmptyWorktree(
        path: String, head: NewHead, commit: String, lockReason reason: String, commonDirectory: String
    ) throws(ParallelError) {
        var arguments = ["worktree", "add", "--quiet", "--no-checkout", "--lock", "--reason", reason]
        var git = self
        switch head {
        case .newBranch(let name):
            arguments += ["--no-track", "-b", name, "--", path, commit + Self.startSuffix]
            // Also where git keeps no reflogs, as in bare repositories, that of the branch tells that it was made here.
            git = setting("core.logAllRefUpdates", value: "true")
        case .existingBranch(let name): arguments += ["--", path, name]
        case .detached: arguments += ["--detach", "--", path, commit]
        }
        try git.run(arguments)
        if let directory = WorktreeAdministration.gitDirectory(of: path) {
            try WorktreeAdministration(directory: directory, path: path, lockReason: reason).mark()
        }
        try requireOwnWorkTree(path, commonDirectory: commonDirectory)
    }

    /// What is written behind the commit that a new branch starts at. It changes nothing, and stands in the reflog.
    private static let startSuffix = "^{commit}"

    /// Whether `addEmptyWorktree` has made a branch: the first entry of its reflog tells. One that was made by hand,
    /// also under a name that a branch of ours had, that was renamed, or whose first entry has expired counts as the
    /// user's.
    package func wasMadeForWorktree(_ branch: String, commonDirectory: String) throws(ParallelError) -> Bool {
        let reference = "refs/heads/\(branch)"
        let messages: [Substring]
        if access(commonDirectory + "/reftable", F_OK) == 0 {
            messages = try entries(of: reference, format: "%gs").reversed()
        } else {
            let log = WorktreeAdministration.line("\(commonDirectory)/logs/\(reference)") ?? ""
            messages = log.split(separator: "\n").map { $0.split(separator: "\t").last ?? "" }
        }
        guard let first = messages.first, !messages.contains(where: { $0.hasPrefix("Branch: renamed ") }) else {
            return false
        }
        return first.hasPrefix("branch: Created from ") && first.hasSuffix(Self.startSuffix)
    }

    /// Removes a worktree whose directory is gone from git's list. Never touches a worktree that exists: without
    /// `--force` git itself refuses a dirty one, and the callers name only paths that were renamed away. A link or a
    /// file at the path stays.
    package func removeMissingWorktree(_ worktree: WorktreeAdministration) throws(ParallelError) {
        var status = stat()
        if lstat(worktree.path, &status) == 0 {
            // Another file lies at the path now, and git would take it for a broken worktree.
            try TreeDeletion.delete(worktree.directory)
            return
        }
        // The same as `git worktree unlock`, without starting a program. The worktree may be unlocked already.
        unlink(worktree.directory + "/locked")
        do throws(ParallelError) {
            try run(["worktree", "remove", "--", worktree.path])
        } catch {
            // What it has begun to delete nobody can use any more.
            let isBegun = ["HEAD", "commondir", "gitdir"].contains { access("\(worktree.directory)/\($0)", F_OK) != 0 }
            guard isBegun else { throw error }
            try TreeDeletion.delete(worktree.directory)
        }
    }

    /// Whether there is a branch of this name.
    package func branchExists(_ branch: String) throws(ParallelError) -> Bool { try exists("refs/heads/\(branch)") }

    /// Whether there is a tag of this name, which git takes it for before a branch.
    package func tagExists(_ name: String) throws(ParallelError) -> Bool { try exists("refs/tags/\(name)") }

    private func exists(_ reference: String) throws(ParallelError) -> Bool {
        if let known = try? LibGit2Repository(discoveringFrom: directory).has(reference) { return known }
        return try result(["show-ref", "--verify", "--quiet", reference]).status.isSuccess
    }

    /// Deletes a branch if another reference holds all its commits (see `holder`) before and after.
    ///
    /// git could check both in one transaction. Then it would note in the reflog of HEAD that the branch of the main
    /// checkout had moved to nothing.
    /// - Returns: the reference that holds its commits; nil when there is none and the branch stays.
    /// - Throws: `.referenceBusy` when there is one, and git cannot delete the branch all the same.
    package func deleteBranchIfContained(_ branch: String) throws(ParallelError) -> String? {
        guard let (tip, holder) = try containment(of: branch) else { return nil }
        let own = "refs/heads/\(branch)"
        guard try durable.result(["update-ref", "-d", own, tip]).status.isSuccess else {
            throw ParallelError(
                .referenceBusy, operation: "delete branch", subject: branch,
                message: "the branch is locked, or was changed meanwhile")
        }
        if try objectID(of: holder.reference) == holder.target { return holder.reference }
        try restoreBranch(branch, at: tip)
        return nil
    }

    /// Returns the tip of a branch, and another reference that holds all its commits; nil where there is none.
    package func containment(of branch: String) throws(ParallelError) -> (tip: String, holder: Holder)? {
        let own = "refs/heads/\(branch)"
        let twin = try? LibGit2Repository(discoveringFrom: directory).twin(of: own)
        if let twin { return (twin.target, twin) }
        guard let tip = try commitIfAny(own), let found = try holder(of: tip, besides: branch, madeBy: own) else {
            return nil
        }
        return (tip, found)
    }

    /// Makes a deleted branch again.
    package func restoreBranch(_ branch: String, at tip: String) throws(ParallelError) {
        // Where it is not made, another process has made it.
        _ = try moveReference(
            "refs/heads/\(branch)", to: tip, from: nil, cause: "parallel-cc: nothing else holds its commits")
    }

    private func objectID(of reference: String) throws(ParallelError) -> String? {
        if let known = try? LibGit2Repository(discoveringFrom: directory).target(of: reference) { return known }
        return try objectIfAny(reference)
    }
}
