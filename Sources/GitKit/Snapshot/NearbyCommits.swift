internal import CLibGit2

/// Answers most questions about unreachable commits without a program. The commits that a worktree mentions are nearly
/// always its branch's tip or ancestors of it.
struct NearbyCommits {
    let gitDirectory: String

    /// Whether the checked-out branch holds all of these commits. False also when libgit2 cannot tell.
    func hold(_ ids: Set<String>) -> Bool {
        guard let repository = try? LibGit2Repository(at: gitDirectory), let head = try? repository.head(),
            head.branch != nil, let commit = head.commit
        else { return false }
        var tip = git_oid()
        guard git_oid_fromstr(&tip, commit) == 0 else { return false }
        for id in ids where id != commit && id.contains(where: { $0 != "0" }) {
            var oid = git_oid()
            guard id.count == commit.count, git_oid_fromstr(&oid, id) == 0,
                git_graph_descendant_of(repository.handle, &tip, &oid) == 1
            else { return false }
        }
        return true
    }
}
