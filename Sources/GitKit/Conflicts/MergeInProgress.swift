internal import Exec
internal import GitProgram
internal import Glibc
package import HookCore

/// The operation that has stopped in a worktree and left paths unmerged, by the commits that it joins.
package struct MergeInProgress: Equatable, Sendable {
    package let operation: OperationInProgress
    /// What is being merged, picked or replayed.
    package let theirs: String
    /// What `theirs` is compared with: the merge base, the parent of a picked commit. Nil where there is none.
    package let base: String?
}

extension Git {
    /// What has stopped in the worktree whose own git directory this is; nil when nothing that merges has. A stash that was
    /// popped into a conflict leaves no trace but the unmerged paths.
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
                // What is merged is the state before the commit.
                guard let parent else { continue }
                return MergeInProgress(operation: .revert, theirs: parent, base: commit)
            default: return MergeInProgress(operation: operation, theirs: commit, base: parent)
            }
        }
        return nil
    }

    /// The best common ancestor of two commits; nil when they have none.
    package func mergeBase(first: String, second: String) throws(ParallelError) -> String? {
        let answer = try run(["merge-base", "--end-of-options", first, second], statuses: [0, 1])
        return answer.text.split(separator: "\n").first.map(String.init)
    }
}
