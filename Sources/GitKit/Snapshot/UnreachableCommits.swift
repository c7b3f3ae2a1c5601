internal import Exec
package import GitProgram
package import HookCore

/// Finds the commits that only one worktree knows: by its HEAD, its reflog, or the state of an operation in progress.
package struct UnreachableCommits: Sendable {
    /// A git bound to the worktree's git directory.
    let git: Git
    let gitDirectory: String
    /// The common directory's `logs/refs/heads/<branch>`, whose entries vanish with the branch.
    let branchLog: String?

    /// A search in one worktree; a nil `branchLog` means that its branch stays.
    package init(git: Git, gitDirectory: String, branchLog: String?) {
        self.git = git
        self.gitDirectory = gitDirectory
        self.branchLog = branchLog
    }

    /// Returns the youngest of the commits that no branch, tag or remote holds (see `Git.holder`). If these are the
    /// parents of a commit, it keeps all of them.
    ///
    /// Other rescues do not count as holders: a user may drop a rescue without checking whether others rely on it.
    package func heads() throws(ParallelError) -> [String] {
        let mentioned = try mentioned { name in
            name == "HEAD" || TableReferences.isOfWorktree(name) || branchLog?.hasSuffix("/logs/" + name) == true
        }
        if NearbyCommits(gitDirectory: gitDirectory).hold(mentioned) { return [] }
        // Nearly always there are none, and no remote branch is looked at.
        var heads: [String] = []
        for head in try CommitReach(git: git).unheld(mentioned, by: git.lastingReferences())
        where try git.holder(of: head, madeBy: "HEAD") == nil { heads.append(head) }
        return heads
    }

    /// Returns every word that looks like a full object id in the files that git keeps per worktree.
    /// - Parameter isWanted: whether a reference counts, where references lie in tables.
    func mentioned(_ isWanted: (String) -> Bool) throws(ParallelError) -> Set<String> {
        var ids: Set<String> = []
        for file in WorktreeStateFiles.paths(in: gitDirectory) + ["HEAD"] {
            ids.formUnion(MentionedIDs.read(gitDirectory + "/" + file))
        }
        if let branchLog { ids.formUnion(MentionedIDs.read(branchLog)) }
        if let head = try? git.head().commit { ids.insert(head) }
        return ids.union(try idsInTables(isWanted))
    }

    /// Asks git for the ids where references and reflogs lie in tables (reftable). A git that reads tables has these
    /// options.
    private func idsInTables(_ isWanted: (String) -> Bool) throws(ParallelError) -> Set<String> {
        guard TableReferences.areUsed(gitDirectory: gitDirectory) else { return [] }
        let references = try TableReferences.list(git, gitDirectory: gitDirectory, where: isWanted)
        var ids = Set(references.map(\.value).filter { !$0.hasPrefix("ref:") })
        let logs = try git.line(["reflog", "list"]).split(separator: "\n").map(String.init)
        for name in logs where isWanted(name) {
            ids.formUnion(try idsInLog(of: name))
        }
        return ids
    }

    private func idsInLog(of reference: String) throws(ParallelError) -> [String] {
        var answer = try git.result(
            ["log", "--walk-reflogs", "--no-show-signature", "--format=%H", reference, "--"])
        // git shows no reflog of a reference without a commit, such as HEAD on a new orphan branch, but all at once.
        if !answer.status.isSuccess { answer = try git.run(["rev-list", "--no-walk", "--reflog"]) }
        return answer.text.split(separator: "\n").map(String.init)
    }
}
