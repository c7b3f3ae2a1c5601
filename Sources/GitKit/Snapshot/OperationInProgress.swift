internal import Glibc

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

    /// The first one found, in the order of the cases.
    package static func find(gitDirectory: String) -> OperationInProgress? {
        allCases.first { operation in
            operation.witnesses.contains { access(gitDirectory + "/" + $0, F_OK) == 0 }
        }
    }
}
