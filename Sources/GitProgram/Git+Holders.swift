internal import Exec
package import HookCore

/// References that keep commits.
extension Git {
    /// A reference that keeps a commit, with the object that it names.
    package struct Holder: Equatable, Sendable {
        package let reference: String
        package let target: String
        /// Whether it was named by a remote's `HEAD`, and is the branch that the remote has checked out.
        let isRemoteHead: Bool

        package init(reference: String, target: String, isRemoteHead: Bool = false) {
            self.reference = reference
            self.target = target
            self.isRemoteHead = isRemoteHead
        }
    }

    /// Finds a branch, a tag or a remote branch that holds a commit and goes on holding it.
    ///
    /// What `git fetch` writes is a copy of a remote's branch: once that is deleted on the remote, as after a pull
    /// request, `git fetch --prune` deletes the copy, and nothing else has the commits. So a copy counts only if it is
    /// of the remote's own branch (`HEAD`, `main` or `master`), or if nothing of the commits was made here or pushed
    /// from here.
    /// - Parameters:
    ///   - commit: a full id.
    ///   - branch: a branch that does not count.
    ///   - log: the reference whose reflog tells which commits were made here. One without a reflog tells nothing, and
    ///     then no copy counts but those of the remote's own branch.
    /// - Returns: nil where there is none.
    package func holder(
        of commit: String, besides branch: String? = nil, madeBy log: String
    ) throws(ParallelError) -> Holder? {
        let own = branch.map { "refs/heads/" + $0 }
        let holders = try holders(["--contains", commit], besides: own)
        // Most often the main branch has everything, and then nothing more need be asked.
        if let main = holders.first(where: { Self.isMain($0.reference) }) { return main }
        let rules = try FetchRules(self)
        if let holder = holders.first(where: { Self.isFirm($0, rules: rules) }) { return holder }
        guard let copy = try fetched(holders, commit: commit), let made = try commitsMade(by: log) else { return nil }
        if made.isEmpty { return copy }
        let others = try self.holders([], besides: own).filter { Self.isFirm($0, rules: rules) }.map { "^" + $0.target }
        let onlyThere = try unreplaced.line(
            ["rev-list", "--stdin"], input: Array(([commit] + others).joined(separator: "\n").utf8))
        return onlyThere.split(separator: "\n").contains { made.contains(String($0)) } ? nil : copy
    }

    /// Returns branches, tags and remote branches.
    private func holders(_ selection: [String], besides own: String?) throws(ParallelError) -> [Holder] {
        let format = ["--format=%(refname) %(objectname) %(symref)", "refs/heads", "refs/tags", "refs/remotes"]
        let listed = try unreplaced.line(["for-each-ref"] + selection + format)
        return listed.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            let isHead = !columns[2].isEmpty && FilePath.name(of: columns[0]).isSame(as: "HEAD")
            let holder = Holder(
                reference: columns[2].isEmpty ? columns[0] : columns[2], target: columns[1], isRemoteHead: isHead)
            return holder.reference.isSame(as: own) ? nil : holder
        }
    }

    private static func isMain(_ reference: String) -> Bool {
        reference.isSame(as: "refs/heads/main") || reference.isSame(as: "refs/heads/master")
    }

    /// Whether no fetch may delete a reference, or only with the remote's own branch.
    private static func isFirm(_ holder: Holder, rules: FetchRules) -> Bool {
        if holder.isRemoteHead { return true }
        let sources = rules.sources(of: holder.reference)
        if sources.isEmpty { return !FilePath.lies(holder.reference, in: "refs/remotes") }
        return sources.allSatisfy(isMain)
    }

    /// Returns the first copy that had the commit by fetches alone. One without a reflog does not tell.
    private func fetched(_ copies: [Holder], commit: String) throws(ParallelError) -> Holder? {
        for copy in copies {
            let answer = try result([
                "log", "--walk-reflogs", "--no-show-signature", "--format=%H %gs", copy.reference, "--",
            ])
            let entries = answer.text.split(separator: "\n")
            guard answer.status.isSuccess, !entries.isEmpty else { continue }
            let pushed = entries.filter { $0.hasSuffix(" update by push") }.map { "^" + $0.prefix { $0 != " " } }
            let arguments = ["rev-list", "--max-count=1", "--stdin"]
            let input = Array(([commit] + pushed).joined(separator: "\n").utf8)
            // Empty where a push has sent the commit.
            if pushed.isEmpty { return copy }
            if try unreplaced.line(arguments, input: input) != "" { return copy }
        }
        return nil
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
