internal import Exec
package import HookCore

/// Finds the commits that only one worktree knows: its HEAD, its reflog, the state of an operation in progress.
package struct LonelyCommits: Sendable {
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
        let mentioned = mentionedIDs().union(try idsInTables())
        if NearbyCommits(gitDirectory: gitDirectory).hold(mentioned) { return [] }
        let candidates = try commits(among: mentioned)
        guard !candidates.isEmpty else { return [] }
        let input = Array((candidates.joined(separator: "\n") + "\n").utf8)
        let question = ["rev-list", "--parents", "--stdin", "--not", "--branches", "--tags", "--remotes"]
        let answer = try git.line(question, input: input)
        var lonely: [String] = []
        var parents: Set<String> = []
        for line in answer.split(separator: "\n") {
            let ids = line.split(separator: " ").map(String.init)
            lonely.append(ids[0])
            parents.formUnion(ids.dropFirst())
        }
        return lonely.filter { !parents.contains($0) }
    }

    /// Everything that looks like a full object id in the files that git keeps per worktree.
    private func mentionedIDs() -> Set<String> {
        var ids: Set<String> = []
        for file in WorktreeStateFiles.paths(in: gitDirectory) + ["HEAD"] {
            collect(from: gitDirectory + "/" + file, into: &ids)
        }
        if let branchLog { collect(from: branchLog, into: &ids) }
        if let head = try? git.head().commit { ids.insert(head) }
        return ids
    }

    /// Where references and reflogs lie in tables (reftable), git alone reads them. Such a git has these options.
    private func idsInTables() throws(ParallelError) -> Set<String> {
        guard TableReferences.areUsed(gitDirectory: gitDirectory) else { return [] }
        let references = try TableReferences.list(git, gitDirectory: gitDirectory)
        // HEAD itself is known already.
        var ids = Set(references.map(\.value).filter { !$0.hasPrefix("ref:") })
        let logs = try git.line(["reflog", "list"]).split(separator: "\n").map(String.init)
        for name in logs
        where name == "HEAD" || TableReferences.isOfWorktree(name)
            || branchLog?.hasSuffix("/logs/" + name) == true
        {
            let entries = try git.line(["log", "--walk-reflogs", "--no-show-signature", "--format=%H", name, "--"])
            ids.formUnion(entries.split(separator: "\n").map(String.init))
        }
        return ids
    }

    private func collect(from path: String, into ids: inout Set<String>) {
        guard let content = WholeFile.read(path) else { return }
        for word in content.split(whereSeparator: { !isHexadecimal($0) }) where word.count == 40 || word.count == 64 {
            ids.insert(String(decoding: word, as: UTF8.self))
        }
    }

    private func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// Those that are commits and still there; a reflog may name what `gc` has taken.
    private func commits(among ids: Set<String>) throws(ParallelError) -> [String] {
        guard !ids.isEmpty else { return [] }
        // A reference may name a tag object: what it leads to counts.
        let input = Array(ids.sorted().map { $0 + "^{commit}\n" }.joined().utf8)
        let answer = try git.line(["cat-file", "--batch-check=%(objectname) %(objecttype)"], input: input)
        return answer.split(separator: "\n").compactMap { line in
            line.hasSuffix(" commit") ? String(line.prefix { $0 != " " }) : nil
        }
    }
}
