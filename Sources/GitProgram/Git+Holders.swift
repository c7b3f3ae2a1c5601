internal import Exec
package import HookCore

/// References that keep commits.
extension Git {
    /// A reference that keeps a commit, with the object that it names.
    package struct Holder: Equatable, Sendable {
        package let reference: String
        package let target: String

        package init(reference: String, target: String) {
            self.reference = reference
            self.target = target
        }
    }

    /// Finds a branch, a tag or a remote branch that holds a commit and goes on holding it.
    ///
    /// A remote branch does not count if it alone has commits that were made here, unless it is the remote's own
    /// (`HEAD`, `main` or `master`): once it is deleted on the remote, as after a pull request, `git fetch --prune`
    /// deletes it here, and nothing else has the commits.
    /// - Parameters:
    ///   - commit: a full id.
    ///   - branch: a branch that does not count.
    ///   - log: the reference whose reflog tells which commits were made here. One without a reflog tells nothing, and
    ///     then no remote branch but the remote's own counts.
    /// - Returns: nil where there is none.
    package func holder(
        of commit: String, besides branch: String? = nil, madeBy log: String
    ) throws(ParallelError) -> Holder? {
        let own = branch.map { "refs/heads/" + $0 }
        let listed = try unreplaced.line([
            "for-each-ref", "--contains", commit, "--format=%(refname) %(objectname) %(symref)", "refs/heads",
            "refs/tags", "refs/remotes",
        ])
        var remote: Holder?
        for line in listed.split(separator: "\n") {
            let columns = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            let isSymbolic = columns[2] != ""
            let holder = Holder(reference: isSymbolic ? columns[2] : columns[0], target: columns[1])
            if holder.reference.isSame(as: own) { continue }
            if isSymbolic || Self.isFirm(holder.reference) { return holder }
            remote = remote ?? holder
        }
        guard let remote, let made = try commitsMade(by: log) else { return nil }
        if made.isEmpty { return remote }
        // For --branches the pattern begins below refs/heads/.
        let firm =
            (branch.map { ["--exclude=" + $0] } ?? []) + ["--branches", "--tags"]
            + ["main", "master", "HEAD"].map { "--remotes=*/" + $0 }
        let onlyThere = try unreplaced.line(["rev-list", commit, "--not"] + firm + ["--"]).split(separator: "\n")
        return onlyThere.contains { made.contains(String($0)) } ? nil : remote
    }

    /// Whether a reference is no remote branch, or one that a remote keeps.
    private static func isFirm(_ reference: String) -> Bool {
        !FilePath.lies(reference, in: "refs/remotes") || ["main", "master"].contains(FilePath.name(of: reference))
    }

    /// Returns the commits that a reflog says were made, and not fetched, checked out or reset to; nil where it has no
    /// entries.
    private func commitsMade(by log: String) throws(ParallelError) -> Set<String>? {
        let arguments = ["log", "--walk-reflogs", "--no-show-signature", "--format=%H %gs", log, "--"]
        let answer = try result(arguments)
        // A reference without a reflog is an error to some versions of git.
        guard answer.status.isSuccess, !answer.output.isEmpty else { return nil }
        let made = answer.text.split(separator: "\n").filter { line in
            let message = line.drop { $0 != " " }.dropFirst()
            let isMove = ["branch: ", "Branch: ", "checkout: ", "clone: ", "fetch ", "reset: "].contains {
                message.hasPrefix($0)
            }
            return !isMove && !message.hasSuffix("Fast-forward")
        }
        return Set(made.map { String($0.prefix { $0 != " " }) })
    }
}
