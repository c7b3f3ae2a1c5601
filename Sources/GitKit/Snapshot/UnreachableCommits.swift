internal import Exec
package import GitProgram
package import HookCore

/// Finds the commits that only one worktree knows: its HEAD, its reflog, the state of an operation in progress.
package struct UnreachableCommits: Sendable {
    /// Bound to the worktree's git directory.
    let git: Git
    let gitDirectory: String
    /// The common directory's `logs/refs/heads/<branch>`, whose entries vanish with the branch.
    let branchLog: String?

    package init(git: Git, gitDirectory: String, branchLog: String?) {
        self.git = git
        self.gitDirectory = gitDirectory
        self.branchLog = branchLog
    }

    /// The youngest of the commits that no branch, tag or remote holds, so that these as parents keep them all.
    ///
    /// Other rescues do not count: a rescue may be dropped without a look at who relies on it.
    package func heads() throws(ParallelError) -> [String] {
        let mentioned = try mentioned { name in
            name == "HEAD" || TableReferences.isOfWorktree(name) || branchLog?.hasSuffix("/logs/" + name) == true
        }
        if NearbyCommits(gitDirectory: gitDirectory).hold(mentioned) { return [] }
        return try CommitReach(git: git).unheld(mentioned, by: ["--branches", "--tags", "--remotes"])
    }

    /// Everything that looks like a full object id in the files that git keeps per worktree.
    /// - Parameter isWanted: of which references it is asked for, where they lie in tables.
    func mentioned(_ isWanted: (String) -> Bool) throws(ParallelError) -> Set<String> {
        var ids: Set<String> = []
        for file in WorktreeStateFiles.paths(in: gitDirectory) + ["HEAD"] {
            ids.formUnion(MentionedIDs.read(gitDirectory + "/" + file))
        }
        if let branchLog { ids.formUnion(MentionedIDs.read(branchLog)) }
        if let head = try? git.head().commit { ids.insert(head) }
        return ids.union(try idsInTables(isWanted))
    }

    /// Where references and reflogs lie in tables (reftable), git alone reads them. Such a git has these options.
    private func idsInTables(_ isWanted: (String) -> Bool) throws(ParallelError) -> Set<String> {
        guard TableReferences.areUsed(gitDirectory: gitDirectory) else { return [] }
        let references = try TableReferences.list(git, gitDirectory: gitDirectory, where: isWanted)
        var ids = Set(references.map(\.value).filter { !$0.hasPrefix("ref:") })
        let logs = try git.line(["reflog", "list"]).split(separator: "\n").map(String.init)
        for name in logs where isWanted(name) {
            let entries = try git.line(["log", "--walk-reflogs", "--no-show-signature", "--format=%H", name, "--"])
            ids.formUnion(entries.split(separator: "\n").map(String.init))
        }
        return ids
    }
}
