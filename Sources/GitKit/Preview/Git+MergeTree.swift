internal import Exec
package import GitProgram
package import HookCore

extension Git {
    /// Returns the result of merging `theirs` into `ours`, as git computes it with the attributes of the checkout at
    /// `directory`. Both are full ids of commits.
    /// - Parameter scratch: gets the objects that the merge makes. The repository gets none.
    /// - Returns: the merged tree, whether it is without conflicts, and the conflicts. Very rarely a conflict names no
    ///   path.
    /// - Throws: `.gitFailed`, also where there is no common history, and for a git that cannot merge without a
    ///   worktree (before 2.38). This is no answer.
    package func mergeTree(
        ours: String, theirs: String, scratch: ScratchObjects
    ) throws(ParallelError) -> (tree: String, isClean: Bool, conflicts: [MergeStages]) {
        let arguments = ["merge-tree", "--write-tree", "-z", "--no-messages", ours, theirs]
        let answer = try scratch.previewing(with: self).run(arguments, statuses: [0, 1])
        let fields = ZeroSeparated.fields(answer.output)
        guard let tree = fields.first, !tree.isEmpty else { throw failure(arguments, result: answer) }
        return (
            String(decoding: tree, as: UTF8.self), answer.status.isSuccess, MergeStages.list(fields.dropFirst())
        )
    }

    /// Returns the same result without leaving any objects behind.
    /// - Parameter commonDirectory: the common git directory of the repository; if nil, git is asked.
    package func mergeTree(
        ours: String, theirs: String, commonDirectory: String? = nil
    ) throws(ParallelError) -> (tree: String, isClean: Bool, conflicts: [MergeStages]) {
        let question = ["rev-parse", "--path-format=absolute", "--git-common-dir"]
        let common = if let commonDirectory { commonDirectory } else { try line(question) }
        let scratch = try ScratchObjects.temporary(for: self, commonDirectory: common)
        defer { scratch.remove() }
        return try mergeTree(ours: ours, theirs: theirs, scratch: scratch)
    }

    /// Whether a commit already has all changes that another one brings, so that a merge would change nothing. The
    /// attributes are those of the checkout at `directory`.
    /// - Throws: `.gitFailed` where git cannot tell.
    package func hasContent(of other: String, in commit: String) throws(ParallelError) -> Bool {
        let merged = try mergeTree(ours: commit, theirs: other)
        let tree = try line(["rev-parse", "--verify", "--end-of-options", "\(commit)^{tree}"])
        return merged.isClean && merged.tree == tree
    }
}
