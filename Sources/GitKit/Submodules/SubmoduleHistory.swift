internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Finds the commits and tags of a submodule's repository that are in no other repository.
struct SubmoduleHistory {
    /// A git bound to the submodule's git directory.
    let git: Git
    let gitDirectory: String
    /// The root of the worktree that the submodule is removed with.
    let worktree: String
    /// Gits bound to repositories that stay: the main checkout's repository of the same submodule, and the repository
    /// that the user made to save from it, if any.
    let twins: [Git]

    /// Returns the youngest commits of which neither a remote nor the main checkout's submodule is known to have them.
    /// Returns such tags too, and references that lead to no commit.
    func unsaved() throws(ParallelError) -> (commits: [String], tags: [SubmoduleReference]) {
        let remotes = try SubmoduleRemotes(git, going: [worktree, gitDirectory])
        let origin = CloneOrigin(gitDirectory: gitDirectory, remotes: remotes)
        let references = try Self.references(git)
        let cloned = origin.clonedTags()
        let own = references.filter { !remotes.have($0.name) && cloned[Name($0.name)] != $0.id }
        let remote = references.filter { remotes.have($0.name) }
        let held = origin.fetchedIDs().union(cloned.values).union(remote.map(\.id))
        let commits = try unsavedCommits(own, remotes: remotes, heldBy: held)
        var others = Set(remote.compactMap(\.asAtRemote))
        for twin in twins { others.formUnion(try Self.references(twin)) }
        let tags = own.filter { !$0.isCommit || FilePath.lies($0.name, in: "refs/tags") }
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
            let twinReach = CommitReach(git: twin)
            let present = Set(try twinReach.existing(Set(unheld)))
            let unreachable = try twinReach.unheld(present, by: ["--branches", "--tags", "--remotes"])
            unheld = unheld.filter { !present.contains($0) } + unreachable
        }
        return unheld
    }

    private static func references(_ git: Git) throws(ParallelError) -> [SubmoduleReference] {
        // The target of a symbolic reference is listed itself.
        let answer = try git.line(["for-each-ref", "--format=%(refname) %(objectname) %(objecttype) %(symref)"])
        return answer.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: " ").map(String.init)
            guard columns.count == 3 else { return nil }
            return SubmoduleReference(name: columns[0], id: columns[1], isCommit: columns[2] == "commit")
        }
    }

    /// Returns the reflogs of all references except the remotes' branches.
    private func logs(_ name: String) -> [String] {
        if name == "refs/remotes" { return [] }
        let path = "\(gitDirectory)/logs/\(name)"
        let names = DirectoryNames.list(path)
        return names.isEmpty ? [path] : names.flatMap { logs("\(name)/\($0)") }
    }
}
