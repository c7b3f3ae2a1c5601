internal import Exec
package import GitProgram
package import HookCore

extension Git {
    /// What merging `theirs` into `ours` would give, in git's own judgement, by the attributes of the checkout at
    /// `directory`. Both are full ids of commits.
    /// - Parameter scratch: gets the objects that the merge makes; the repository gets none.
    /// - Returns: the merged tree, whether nothing in it is undecided, and what is; very rarely nothing is named although
    ///   there is a conflict.
    /// - Throws: `.gitFailed`, also where there is no common history, and for a git that cannot merge without a worktree
    ///   (before 2.38): that is no answer.
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

    /// The same, leaving nothing behind.
    /// - Parameter commonDirectory: of the repository; nil: git is asked.
    package func mergeTree(
        ours: String, theirs: String, commonDirectory: String? = nil
    ) throws(ParallelError) -> (tree: String, isClean: Bool, conflicts: [MergeStages]) {
        let question = ["rev-parse", "--path-format=absolute", "--git-common-dir"]
        let common = if let commonDirectory { commonDirectory } else { try line(question) }
        let scratch = try ScratchObjects.temporary(for: self, commonDirectory: common)
        defer { scratch.remove() }
        return try mergeTree(ours: ours, theirs: theirs, scratch: scratch)
    }

    /// Whether a commit has in its files all that another one brings: merging that would change nothing. Attributes are those
    /// of the checkout at `directory`.
    /// - Throws: `.gitFailed` where git cannot tell.
    package func hasContent(of other: String, in commit: String) throws(ParallelError) -> Bool {
        let merged = try mergeTree(ours: commit, theirs: other)
        let tree = try line(["rev-parse", "--verify", "--end-of-options", "\(commit)^{tree}"])
        return merged.isClean && merged.tree == tree
    }
}
