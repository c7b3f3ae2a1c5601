internal import Exec
internal import GitProgram
internal import HookCore

/// Finds commits that no given reference holds.
struct CommitReach {
    private let git: Git

    /// A search in one repository.
    /// - Parameter git: a git bound to the repository that has the commits.
    init(git: Git) { self.git = git.unreplaced }

    /// Returns the youngest of these commits that are in no holder's history. If these are the parents of a commit, it
    /// keeps all of them.
    /// - Parameters:
    ///   - ids: ids of commits, of tags that lead to one, or of other things. Objects that do not exist are passed
    ///     over.
    ///   - holders: options of git-rev-list(1) that name references.
    ///   - commits: further holders.
    func unheld(
        _ ids: Set<String>, by holders: [String], and commits: Set<String> = []
    ) throws(ParallelError) -> [String] {
        let candidates = try existing(ids)
        guard !candidates.isEmpty else { return [] }
        let others = try existing(commits).map { "^" + $0 }
        let input = Array((candidates + others).joined(separator: "\n").utf8 + [0x0A])
        let answer = try git.line(["rev-list", "--parents", "--stdin", "--not"] + holders, input: input)
        var unreachable: [String] = []
        var parents: Set<String> = []
        for line in answer.split(separator: "\n") {
            let ids = line.split(separator: " ").map(String.init)
            unreachable.append(ids[0])
            parents.formUnion(ids.dropFirst())
        }
        return unreachable.filter { !parents.contains($0) }
    }

    /// Returns the commits among these ids that still exist. A reflog may name commits that `gc` has deleted.
    func existing(_ ids: Set<String>) throws(ParallelError) -> [String] {
        guard !ids.isEmpty else { return [] }
        // An id may be that of a tag object; the commit that it leads to is returned.
        let input = Array(ids.sorted().map { $0 + "^{commit}\n" }.joined().utf8)
        let answer = try git.line(["cat-file", "--batch-check=%(objectname) %(objecttype)"], input: input)
        return answer.split(separator: "\n").compactMap { line in
            line.hasSuffix(" commit") ? String(line.prefix { $0 != " " }) : nil
        }
    }
}
