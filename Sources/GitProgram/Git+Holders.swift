internal import Exec
package import HookCore

/// References that keep commits.
extension Git {
    /// A reference that keeps a commit, with the object that it names.
    package struct Holder: Equatable, Sendable {
        package let reference: String
        package let target: String
        /// The remote's `HEAD` that names it: it is the branch that the remote has checked out.
        let remoteHead: String?

        package init(reference: String, target: String, remoteHead: String? = nil) {
            self.reference = reference
            self.target = target
            self.remoteHead = remoteHead
        }
    }

    /// Finds a branch, a tag or a remote branch that holds a commit and goes on holding it.
    ///
    /// What `git fetch` writes is a copy of a remote's branch: once that is deleted on the remote, as after a pull
    /// request, `git fetch --prune` deletes the copy, and nothing else has the commits. So a copy counts only if it is
    /// of the remote's own branch (`HEAD`, `main` or `master`), or if the commits came by that fetch: none of them was
    /// made here or pushed from here, and the copy had them first.
    /// - Parameters:
    ///   - commit: a full id.
    ///   - branch: a branch that does not count.
    ///   - log: the reference whose reflog tells which commits were made here, and since when they are here. One
    ///     without a reflog tells nothing, and then no copy counts but those of the remote's own branch.
    /// - Returns: nil where there is none.
    package func holder(
        of commit: String, besides branch: String? = nil, madeBy log: String
    ) throws(ParallelError) -> Holder? {
        let own = branch.map { "refs/heads/" + $0 }
        let holders = try holders(["--contains", commit], besides: own)
        // Most often the main branch has everything, and then nothing more need be asked.
        if let main = holders.first(where: { Self.isMain($0.reference) }) { return main }
        let rules = try FetchRules(self)
        for holder in holders where try isFirm(holder, rules: rules) { return holder }
        guard let made = try commitsMade(by: log) else { return nil }
        let here = try firstTime(of: commit, in: log) ?? .max
        guard let copy = try fetched(holders, commit: commit, before: here) else { return nil }
        if made.isEmpty { return copy }
        var others: [String] = []
        for holder in try self.holders([], besides: own) where try isFirm(holder, rules: rules) {
            others.append("^" + holder.target)
        }
        let onlyThere = try unreplaced.line(
            ["rev-list", "--stdin"], input: Array(([commit] + others).joined(separator: "\n").utf8))
        return onlyThere.split(separator: "\n").contains { made.contains(String($0)) } ? nil : copy
    }

    /// Returns options of git-rev-list(1) that name all branches and tags, except those that a fetch may delete and
    /// those that are only another name of a reference.
    package func lastingReferences() throws(ParallelError) -> [String] {
        let rules = try FetchRules(self)
        let listed = try unreplaced.line(["for-each-ref", "--format=%(refname) %(symref)", "refs/heads", "refs/tags"])
        var excluded: (branches: [String], tags: [String]) = ([], [])
        for line in listed.split(separator: "\n") {
            let columns = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            let isLasting = columns[1].isEmpty && rules.sources(of: columns[0]).allSatisfy(Self.isMain)
            if isLasting { continue }
            // A pattern begins below refs/heads or refs/tags.
            if let branch = FilePath.relative(columns[0], to: "refs/heads") {
                excluded.branches.append("--exclude=" + branch)
            } else if let tag = FilePath.relative(columns[0], to: "refs/tags") {
                excluded.tags.append("--exclude=" + tag)
            }
        }
        return excluded.branches + ["--branches"] + excluded.tags + ["--tags"]
    }

    /// Returns branches, tags and remote branches.
    private func holders(_ selection: [String], besides own: String?) throws(ParallelError) -> [Holder] {
        let format = ["--format=%(refname) %(objectname) %(symref)", "refs/heads", "refs/tags", "refs/remotes"]
        let listed = try unreplaced.line(["for-each-ref"] + selection + format)
        return listed.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            let isHead = !columns[2].isEmpty && FilePath.name(of: columns[0]).isSame(as: "HEAD")
            let holder = Holder(
                reference: columns[2].isEmpty ? columns[0] : columns[2], target: columns[1],
                remoteHead: isHead ? columns[0] : nil)
            return holder.reference.isSame(as: own) ? nil : holder
        }
    }

    private static func isMain(_ reference: String) -> Bool {
        reference.isSame(as: "refs/heads/main") || reference.isSame(as: "refs/heads/master")
    }

    /// Whether no fetch may delete a reference, or only with the remote's own branch.
    ///
    /// `git remote set-head` makes any branch of a remote its `HEAD` here, also one that a push of ours has made there.
    private func isFirm(_ holder: Holder, rules: FetchRules) throws(ParallelError) -> Bool {
        let sources = rules.sources(of: holder.reference)
        if sources.isEmpty, !FilePath.lies(holder.reference, in: "refs/remotes") { return true }
        if !sources.isEmpty, sources.allSatisfy(Self.isMain) { return true }
        guard let head = holder.remoteHead else { return false }
        let last = try entries(of: head, format: "%H %gs").first?.drop { $0 != " " }.dropFirst()
        guard let last, !last.hasPrefix("clone: "), !last.hasPrefix("fetch") else { return true }
        return try !entries(of: holder.reference, format: "%gs").contains("update by push")
    }

    /// Returns the first copy that had the commit by fetches alone, and before a time: of two within one second it is
    /// not known which was first. A copy without a reflog does not tell.
    private func fetched(
        _ copies: [Holder], commit: String, before time: Int64
    ) throws(ParallelError) -> Holder? {
        for copy in copies {
            guard let first = try firstTime(of: commit, in: copy.reference), first < time else { continue }
            let pushed = try entries(of: copy.reference, format: "%H %gs").filter { $0.hasSuffix(" update by push") }
            if try holding(commit, among: pushed.map { String($0.prefix { $0 != " " }) }).isEmpty { return copy }
        }
        return nil
    }

    /// Returns the time of the oldest entry of a reflog whose commit has a commit in its history, in seconds since
    /// 1970; nil where there is none.
    private func firstTime(of commit: String, in log: String) throws(ParallelError) -> Int64? {
        var times: [String: Int64] = [:]
        for entry in try entries(of: log, format: "%H %gd") {
            // NAME@{TIME}
            guard let time = Int64(entry.drop { $0 != "{" }.dropFirst().dropLast()) else { continue }
            let id = String(entry.prefix { $0 != " " })
            times[id] = min(times[id] ?? time, time)
        }
        return try holding(commit, among: Array(times.keys)).compactMap { times[$0] }.min()
    }

    /// Returns those of some commits that have a commit in their history, or are that commit.
    private func holding(_ commit: String, among ids: [String]) throws(ParallelError) -> [String] {
        let others = ids.filter { $0 != commit }
        var found = ids.count > others.count ? [commit] : []
        if others.isEmpty { return found }
        let descendants = try unreplaced.line(
            ["rev-list", "--ancestry-path", "--stdin"],
            input: Array((["^" + commit] + others).joined(separator: "\n").utf8))
        let known = Set(descendants.split(separator: "\n").map(String.init))
        found += others.filter(known.contains)
        return found
    }

    /// Returns the entries of a reflog, the newest first; none where there is no reflog, which is an error to some
    /// versions of git.
    package func entries(of log: String, format: String) throws(ParallelError) -> [Substring] {
        let answer = try result([
            "log", "--walk-reflogs", "--no-show-signature", "--date=unix", "--format=" + format, log, "--",
        ])
        return answer.status.isSuccess ? answer.text.split(separator: "\n") : []
    }

    /// Returns the commits that a reflog says were made, and not fetched, checked out or reset to; nil where it has no
    /// entries.
    private func commitsMade(by log: String) throws(ParallelError) -> Set<String>? {
        let entries = try entries(of: log, format: "%H %gs")
        if entries.isEmpty { return nil }
        let made = entries.filter { line in
            let message = line.drop { $0 != " " }.dropFirst()
            let isMove = ["branch: ", "Branch: ", "checkout: ", "clone: ", "fetch ", "reset: "].contains {
                message.hasPrefix($0)
            }
            return !isMove && !message.hasSuffix("Fast-forward")
        }
        return Set(made.map { String($0.prefix { $0 != " " }) })
    }
}
