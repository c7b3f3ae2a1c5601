internal import GitProgram
internal import Glibc
package import HookCore

/// A git operation that has stopped midway in a worktree.
package enum OperationInProgress: String, CaseIterable, Sendable {
    case rebase, am, merge
    case cherryPick = "cherry-pick"
    case revert, bisect

    private var witnesses: [String] {
        switch self {
        case .rebase: ["rebase-merge", "rebase-apply/rebasing"]
        case .am: ["rebase-apply"]
        case .merge: ["MERGE_HEAD"]
        case .cherryPick: ["CHERRY_PICK_HEAD", "sequencer"]
        case .revert: ["REVERT_HEAD"]
        case .bisect: ["BISECT_LOG"]
        }
    }

    fileprivate static func find(_ gitDirectory: String, references: Set<String>) -> OperationInProgress? {
        allCases.first { operation in
            operation.witnesses.contains {
                references.contains($0) || access(gitDirectory + "/" + $0, F_OK) == 0
            }
        }
    }
}

extension Git {
    /// Returns the operation that has stopped in the worktree that this git is bound to; nil when none has.
    /// - Parameter gitDirectory: the worktree's own git directory.
    package func operationInProgress(gitDirectory: String) throws(ParallelError) -> OperationInProgress? {
        let references = try TableReferences.list(self, gitDirectory: gitDirectory).map(\.name)
        return OperationInProgress.find(gitDirectory, references: Set(references))
    }
}
