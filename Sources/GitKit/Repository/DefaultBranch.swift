internal import Exec
package import HookCore

/// The branch that others are merged into.
package struct DefaultBranch: Equatable, Sendable {
    /// The full name: `refs/heads/main`, `refs/remotes/origin/main`.
    package let reference: String
    /// The full id of its commit.
    package let commit: String

    /// For people and for scripts: without `refs/heads/` or `refs/remotes/`.
    package var name: String {
        for prefix in ["refs/heads/", "refs/remotes/"] where reference.hasPrefix(prefix) {
            return String(reference.dropFirst(prefix.count))
        }
        return reference
    }
}

extension Git {
    /// Finds the branch that a repository's others are merged into: what `origin/HEAD` names, as a local branch where there
    /// is one, else `main`, `master`, or what `init.defaultBranch` says.
    /// - Returns: nil where there is none of them.
    package func defaultBranch() throws(ParallelError) -> DefaultBranch? {
        var candidates: [String] = []
        let remote = try result(["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"])
        let prefix = "refs/remotes/origin/"
        if remote.status.isSuccess, let line = remote.text.split(separator: "\n").first, line.hasPrefix(prefix) {
            candidates = ["refs/heads/" + line.dropFirst(prefix.count), String(line)]
        }
        candidates += ["refs/heads/main", "refs/heads/master"]
        let configured = try result(["config", "--get", "init.defaultBranch"])
        if configured.status.isSuccess, let line = configured.text.split(separator: "\n").first {
            candidates.append("refs/heads/" + line)
        }
        for reference in candidates {
            if let commit = try commitIfAny(reference) { return DefaultBranch(reference: reference, commit: commit) }
        }
        return nil
    }

    /// A branch that somebody has named: a local branch, else a remote one or anything else that is a commit.
    /// - Throws: `.gitFailed` where there is none.
    package func targetBranch(_ name: String) throws(ParallelError) -> DefaultBranch {
        for reference in ["refs/heads/\(name)", "refs/remotes/\(name)"] {
            if let commit = try commitIfAny(reference) { return DefaultBranch(reference: reference, commit: commit) }
        }
        let commit = try commit(name)
        return DefaultBranch(reference: name, commit: commit)
    }
}
