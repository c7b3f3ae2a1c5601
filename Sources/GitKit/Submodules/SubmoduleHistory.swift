internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// The commits and tags of a submodule's repository that are in no other.
struct SubmoduleHistory {
    /// Bound to its git directory.
    let git: Git
    let gitDirectory: String
    /// Bound to the repository that the main checkout has of the same submodule, if any.
    let twin: Git?

    /// - Returns: the youngest commits of which neither a remote nor the main checkout's submodule is known to have them, and
    ///   such tags, and references that lead to no commit.
    func unsaved() throws(ParallelError) -> (commits: [String], tags: [SubmoduleReference]) {
        let origin = CloneOrigin(git: git, gitDirectory: gitDirectory)
        let references = try Self.references(git)
        let cloned = origin.clonedTags()
        let own = references.filter { !$0.name.hasPrefix("refs/remotes/") && cloned[$0.name] != $0.id }
        let commits = try unsavedCommits(own, origin, Set(cloned.values))
        let others = try Set(references.compactMap(\.asAtRemote) + (twin.map(Self.references) ?? []))
        let tags = own.filter { !$0.isCommit || $0.name.hasPrefix("refs/tags/") }
        return (commits, tags.filter { others.isDisjoint(with: [$0, $0.saved]) })
    }

    private func unsavedCommits(
        _ references: [SubmoduleReference], _ origin: CloneOrigin, _ cloned: Set<String>
    ) throws(ParallelError) -> [String] {
        let isOwn = { (name: String) in !name.hasPrefix("refs/remotes/") }
        var mentioned = try LonelyCommits(git: git, gitDirectory: gitDirectory, branchLog: nil).mentioned(isOwn)
        mentioned.formUnion(references.map(\.id))
        for log in logs("refs") { mentioned.formUnion(MentionedIDs.read(log)) }
        let known = try origin.fetchedIDs().union(cloned)
        let unheld = try CommitReach(git: git).unheld(mentioned, by: ["--remotes"], and: known)
        guard !unheld.isEmpty, let twin else { return unheld }
        let there = CommitReach(git: twin)
        let present = Set(try there.existing(Set(unheld)))
        let lonely = try there.unheld(present, by: ["--branches", "--tags", "--remotes"])
        return unheld.filter { !present.contains($0) } + lonely
    }

    private static func references(_ git: Git) throws(ParallelError) -> [SubmoduleReference] {
        let answer = try git.line(["for-each-ref", "--format=%(refname) %(objectname) %(objecttype)"])
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
