internal import CommandLineKit
internal import Coordinator

extension RemovalOutcome {
    /// The reason why the branch still exists, as half a sentence; nil when the user need not know.
    var branchText: String? {
        switch branchStays {
        case .holdsCommits: "no other branch or tag is sure to keep its commits"
        case .isLocked: "it is locked (*.lock), by another git or by one that was killed"
        case .isCheckedOut: "another worktree has it checked out"
        case .isOwn: "nothing tells that it was made for the worktree"
        case .rescueMayWantIt where headBranch == nil: "HEAD was detached, and bringing the rescue back may want it"
        case .rescueMayWantIt: "HEAD was on another one, and bringing the rescue back may want it"
        case nil: nil
        }
    }

    /// The saved work, as the beginning of a sentence.
    var rescuedText: String {
        switch (rescued?.commits ?? 0, rescued?.files ?? 0) {
        case (0, 0): "Work"
        case (0, _): "Uncommitted work"
        case (_, 0): "Commits that are on no branch"
        case (_, _): "Commits that are on no branch, and uncommitted work,"
        }
    }
}
