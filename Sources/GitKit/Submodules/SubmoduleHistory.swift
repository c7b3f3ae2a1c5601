internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// The commits and tags of a submodule's repository that are in no other.
struct SubmoduleHistory {
    /// Bound to its git directory.
    let git: Git
    let gitDirectory: String
    /// The worktree that it goes with.
    let worktree: String
    /// Bound to repositories that stay: that which the main checkout has of the same submodule, and that which was made to
    /// save from it, if any.
    let twins: [Git]

    /// - Returns: the youngest commits of which neither a remote nor the main checkout's submodule is known to have them, and
    ///   such tags, and references that lead to no commit.
    func unsaved() throws(ParallelError) -> (commits: [String], tags: [SubmoduleReference]) {
        let remotes = try SubmoduleRemotes(git, going: [worktree, gitDirectory])
        let origin = CloneOrigin(gitDirectory: gitDirectory, remotes: remotes)
        let references = try Self.references(git)
        let cloned = origin.clonedTags()
        let own = references.filter { !remotes.have($0.name) && cloned[$0.name] != $0.id }
        let remote = references.filter { remotes.have($0.name) }
        let held = origin.fetchedIDs().union(cloned.values).union(remote.map(\.id))
        let commits = try unsavedCommits(own, remotes: remotes, heldBy: held)
        var others = Set(remote.compactMap(\.asAtRemote))
        for twin in twins { others.formUnion(try Self.references(twin)) }
        let tags = own.filter { !$0.isCommit || $0.name.hasPrefix("refs/tags/") }
        return (commits, tags.filter { others.isDisjoint(with: [$0, $0.saved]) })
    }

    private func unsavedCommits(
        _ references: [SubmoduleReference], remotes: SubmoduleRemotes, heldBy known: Set<String>
    ) throws(ParallelError) -> [String] {
        var mentioned = try UnreachableCommits(git: git, gitDirectory: gitDirectory, branchLog: nil)
            .mentioned { !remotes.have($0) }
        mentioned.formUnion(references.map(\.id))
        for log in logs("refs") { mentioned.formUnion(MentionedIDs.read(log)) }
        var unheld = try CommitReach(git: git).unheld(mentioned, by: [], and: known)
        for twin in twins where !unheld.isEmpty {
            let there = CommitReach(git: twin)
            let present = Set(try there.existing(Set(unheld)))
            let unreachable = try there.unheld(present, by: ["--branches", "--tags", "--remotes"])
            unheld = unheld.filter { !present.contains($0) } + unreachable
        }
        return unheld
    }

    private static func references(_ git: Git) throws(ParallelError) -> [SubmoduleReference] {
        // What a symbolic one stands for is listed itself.
        let answer = try git.line(["for-each-ref", "--format=%(refname) %(objectname) %(objecttype) %(symref)"])
        return answer.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3 else { return nil }
            return SubmoduleReference(name: words[0], id: words[1], isCommit: words[2] == "commit")
        }
    }

    /// The reflogs of all but the remotes' branches.
    private func logs(_ name: String) -> [String] {
        if name == "refs/remotes" { return [] }
        let path = "\(gitDirectory)/logs/\(name)"
        let names = DirectoryNames.list(path)
        return names.isEmpty ? [path] : names.flatMap { logs("\(name)/\($0)") }
    }
}
