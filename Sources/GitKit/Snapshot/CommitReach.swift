internal import Exec
internal import GitProgram
internal import HookCore

/// Finds the commits that nothing else holds.
struct CommitReach {
    private let git: Git

    /// - Parameter git: bound to the repository that has them.
    init(git: Git) { self.git = git.unreplaced }

    /// The youngest of these commits that are in the history of none of the holders, so that they as parents keep them all.
    /// - Parameters:
    ///   - ids: of whatever may be a commit, or a tag that leads to one; what is not there is passed over.
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

    /// The commits among these that are still there; a reflog may name what `gc` has taken.
    func existing(_ ids: Set<String>) throws(ParallelError) -> [String] {
        guard !ids.isEmpty else { return [] }
        // A reference may name a tag object: what it leads to counts.
        let input = Array(ids.sorted().map { $0 + "^{commit}\n" }.joined().utf8)
        let answer = try git.line(["cat-file", "--batch-check=%(objectname) %(objecttype)"], input: input)
        return answer.split(separator: "\n").compactMap { line in
            line.hasSuffix(" commit") ? String(line.prefix { $0 != " " }) : nil
        }
    }
}
