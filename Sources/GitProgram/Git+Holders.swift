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
    /// A remote branch to which the commit was pushed from here does not count, unless it is the remote's own (`HEAD`,
    /// `main` or `master`): once it is deleted on the remote, as after a pull request, `git fetch --prune` deletes it
    /// here, and nothing else has the commit. git notes a push in the reflog of the remote branch.
    /// - Parameters:
    ///   - commit: a full id.
    ///   - branch: a branch that does not count, nor a remote branch of its name.
    /// - Returns: nil where there is none.
    package func holder(of commit: String, besides branch: String? = nil) throws(ParallelError) -> Holder? {
        let listed = try unreplaced.line([
            "for-each-ref", "--contains", commit, "--format=%(refname) %(objectname) %(symref)", "refs/heads",
            "refs/tags", "refs/remotes",
        ])
        var remote: [Holder] = []
        for line in listed.split(separator: "\n") {
            let columns = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            let isSymbolic = columns[2] != ""
            let holder = Holder(reference: isSymbolic ? columns[2] : columns[0], target: columns[1])
            guard let path = FilePath.relative(holder.reference, to: "refs/remotes") else {
                if holder.reference == branch.map({ "refs/heads/" + $0 }) { continue }
                return holder
            }
            if isSymbolic || ["main", "master"].contains(FilePath.name(of: path)) { return holder }
            if let branch, path.hasSuffix("/" + branch) { continue }
            remote.append(holder)
        }
        for holder in remote where try !isPushedFromHere(commit, to: holder.reference) { return holder }
        return nil
    }

    private func isPushedFromHere(_ commit: String, to remoteBranch: String) throws(ParallelError) -> Bool {
        let log = ["log", "--walk-reflogs", "--no-show-signature", "--format=%H %gs", remoteBranch, "--"]
        let pushes = try line(log).split(separator: "\n").filter { $0.hasSuffix(" update by push") }
        if pushes.isEmpty { return false }
        let tips = Set(pushes.map { "^" + $0.prefix { $0 != " " } })
        return try unreplaced.line(["rev-list", "--max-count=1", commit] + tips.sorted() + ["--"]).isEmpty
    }
}
