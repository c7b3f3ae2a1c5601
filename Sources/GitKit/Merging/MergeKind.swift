/// How a branch's work came into a target, or that it did not. Commits are full ids, those of the target.
package enum MergeKind: Equatable, Sendable {
    /// The target holds the branch's tip since this commit: a merge, or, fast-forwarded, the tip itself.
    case ancestor(String)
    /// Every commit of its own stands in the target once more, one behind the other; the last of them.
    case rebased([String])
    /// This one commit makes the branch's whole change.
    case squashed(String)
    /// Every commit of its own stands in the target once more, here and there.
    case cherryPicked([String])
    /// Merging it now would change nothing.
    case nothingToMerge
    case notMerged
    /// It never had a commit of its own, as far as is known; that the target holds it says nothing.
    case ownNothing

    /// The word for it, in databases and documents.
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

    package var isMerged: Bool { self != .notMerged && self != .ownNothing }

    /// The commits of the target that show it, oldest first.
    package var commits: [String] {
        switch self {
        case .ancestor(let commit), .squashed(let commit): [commit]
        case .rebased(let commits), .cherryPicked(let commits): commits
        case .nothingToMerge, .notMerged, .ownNothing: []
        }
    }
}

/// What was found out about one branch.
package struct MergeFinding: Equatable, Sendable {
    package var evidence: MergeKind
    /// The reference that it is merged into, or that it was judged against.
    package var target: MergeTarget
    /// When, in seconds since 1970, by the clock of whoever committed; nil where no commit shows it.
    package var mergedAt: Int64?
    /// The commit of the target that says it takes it back again.
    package var revertedBy: String?
}

/// A reference that branches are merged into, as it stands.
package struct MergeTarget: Equatable, Sendable {
    /// The full name: `refs/heads/main`.
    package var reference: String
    /// The full id.
    package var commit: String

    package init(reference: String, commit: String) {
        self.reference = reference
        self.commit = commit
    }

    /// The name for people: `main`, `origin/main`.
    package var name: String { MergeReferences.shortName(reference) }
}

/// A branch to be judged.
package struct MergeQuestion: Sendable {
    /// The branch without `refs/heads/`, for its reflog.
    package var branch: String
    /// The full id of its tip, which need not be its tip any more.
    package var tip: String
    /// Where it began, when that was written down.
    package var start: String?
    /// Whether it is known to have had commits of its own.
    package var hadOwnCommits: Bool

    package init(branch: String, tip: String, start: String? = nil, hadOwnCommits: Bool = false) {
        self.branch = branch
        self.tip = tip
        self.start = start
        self.hadOwnCommits = hadOwnCommits
    }
}
