/// The way in which a branch's work came into a target, or that it did not. Commits are full ids of commits of the
/// target.
package enum MergeKind: Equatable, Sendable {
    /// The target has held the branch's tip since this commit: a merge, or after a fast-forward the tip itself.
    case ancestor(String)
    /// Every commit of the branch has a counterpart with the same change in the target, one behind the other. The
    /// counterparts, oldest first.
    case rebased([String])
    /// This single commit makes the branch's whole change.
    case squashed(String)
    /// Every commit of the branch has a counterpart with the same change in the target, in different places.
    case cherryPicked([String])
    /// A merge would change nothing now.
    case nothingToMerge
    case notMerged
    /// The branch never had a commit of its own, as far as is known. That the target holds it does not mean that it was
    /// merged.
    case ownNothing

    /// The word for the kind in databases and documents.
    package var word: String {
        switch self {
        case .ancestor: "ancestor"
        case .rebased: "rebased"
        case .squashed: "squashed"
        case .cherryPicked: "cherry-picked"
        case .nothingToMerge: "nothing-to-merge"
        case .notMerged: "not-merged"
        case .ownNothing: "own-nothing"
        }
    }

    /// Whether the branch's work is in the target.
    package var isMerged: Bool { self != .notMerged && self != .ownNothing }

    /// The commits of the target that show the kind, oldest first.
    package var commits: [String] {
        switch self {
        case .ancestor(let commit), .squashed(let commit): [commit]
        case .rebased(let commits), .cherryPicked(let commits): commits
        case .nothingToMerge, .notMerged, .ownNothing: []
        }
    }
}

/// The answer for one branch.
package struct MergeFinding: Equatable, Sendable {
    /// The way in which the branch was merged, or that it was not.
    package var evidence: MergeKind
    /// The reference that the branch is merged into, or that it was judged against.
    package var target: MergeTarget
    /// The time of the merge in seconds since 1970, by the committer's clock; nil where no commit shows it.
    package var mergedAt: Int64?
    /// The commit of the target that says it reverts the merge; nil where there is none.
    package var revertedBy: String?
}

/// A reference that branches are merged into, with its present commit.
package struct MergeTarget: Equatable, Sendable {
    /// The full name, such as `refs/heads/main`.
    package var reference: String
    /// The full id of the commit.
    package var commit: String

    /// A target by the reference's full name and its commit's full id.
    package init(reference: String, commit: String) {
        self.reference = reference
        self.commit = commit
    }

    /// The name in messages: `main`, `origin/main`.
    package var name: String { MergeReferences.shortName(reference) }
}

/// A branch to be judged.
package struct MergeQuestion: Sendable {
    /// The branch without `refs/heads/`, for its reflog.
    package var branch: String
    /// The full id of its tip. The branch may have moved since.
    package var tip: String
    /// The commit at which the branch began, where that was recorded.
    package var start: String?
    /// Whether the branch is known to have had commits of its own.
    package var hadOwnCommits: Bool

    /// A question about one branch at one commit.
    package init(branch: String, tip: String, start: String? = nil, hadOwnCommits: Bool = false) {
        self.branch = branch
        self.tip = tip
        self.start = start
        self.hadOwnCommits = hadOwnCommits
    }
}
