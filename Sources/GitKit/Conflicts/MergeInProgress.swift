internal import Exec
internal import GitProgram
internal import Glibc
package import HookCore

/// An operation that has stopped in a worktree and left paths unmerged, with the commits that it joins.
package struct MergeInProgress: Equatable, Sendable {
    /// The operation that has stopped.
    package let operation: OperationInProgress
    /// The commit that is being merged, picked or replayed.
    package let theirs: String
    /// The commit that `theirs` is compared with: the merge base, or the parent of a picked commit. Nil where there is
    /// none.
    package let base: String?
}

extension Git {
    /// Returns the operation that has stopped in the worktree with this git directory; nil when no operation that
    /// merges has. A stash that was popped into a conflict leaves no trace but the unmerged paths.
    package func mergeInProgress(gitDirectory: String) throws(ParallelError) -> MergeInProgress? {
        let witnesses: [(OperationInProgress, String)] = [
            (.merge, "MERGE_HEAD"), (.cherryPick, "CHERRY_PICK_HEAD"), (.revert, "REVERT_HEAD"),
            (.rebase, "REBASE_HEAD"),
        ]
        let areInTables = TableReferences.areUsed(gitDirectory: gitDirectory)
        for (operation, name) in witnesses where areInTables || access(gitDirectory + "/" + name, F_OK) == 0 {
            guard let commit = try commitIfAny(name) else { continue }
            let parent = operation == .merge ? nil : try commitIfAny("\(commit)^")
            switch operation {
            case .merge:
                return MergeInProgress(
                    operation: .merge, theirs: commit, base: try mergeBase(first: "HEAD", second: commit))
            case .revert:
                // A revert merges the state before the commit.
                guard let parent else { continue }
                return MergeInProgress(operation: .revert, theirs: parent, base: commit)
            default: return MergeInProgress(operation: operation, theirs: commit, base: parent)
            }
        }
        return nil
    }

    /// Returns the best common ancestor of two commits; nil when they have none.
    package func mergeBase(first: String, second: String) throws(ParallelError) -> String? {
        let answer = try run(["merge-base", "--end-of-options", first, second], statuses: [0, 1])
        return answer.text.split(separator: "\n").first.map(String.init)
    }
}
